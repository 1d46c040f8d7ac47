import { expect, test } from "vitest";
import { checkUrl } from "./check-url.ts";
import { CommandError } from "./json-lines.ts";

test("says where a request went and what it carried", async () => {
  const answer = await checkUrl({
    url: "http://news.example/a",
    surface: "source",
    headers: { "x-api-key": "S3CRET" },
    dns: { "news.example": [["93.184.215.14"]], "cdn.example": [["2606:4700::1"]] },
    hops: [{ status: 302, location: "https://cdn.example/a" }, { status: 404 }],
  });
  expect(answer).toMatchObject({
    decision: "allow",
    reason: "answered with status 404",
    dials: ["93.184.215.14:80", "[2606:4700::1]:443"],
    sent: [
      { dial: "93.184.215.14:80", headers: { host: "news.example", "x-api-key": "S3CRET" } },
      { headers: { host: "cdn.example" } },
    ],
  });
  expect(answer.sent[1]?.headers).not.toHaveProperty("x-api-key");
});

test("a server that closes makes the client look the name up and check it again", async () => {
  const record = {
    url: "http://news.example/a",
    surface: "item-link",
    dns: { "news.example": [["93.184.215.14"], ["127.0.0.1"]] },
    hops: [{ status: 302, location: "/b" }],
  };
  expect(await checkUrl(record)).toMatchObject({ decision: "allow" });
  expect(await checkUrl({ ...record, closeAfterHop: true })).toMatchObject({
    decision: "deny",
    dials: ["93.184.215.14:80"],
  });
});

test("delivers a webhook with its body, and takes no redirect for an answer", async () => {
  const hook = {
    url: "https://hook.example/in",
    surface: "webhook",
    method: "POST",
    dns: { "hook.example": [["93.184.215.14"]] },
  };
  expect(await checkUrl(hook)).toMatchObject({ decision: "allow", sent: [{ headers: { "content-length": "2" } }] });
  expect(await checkUrl({ ...hook, hops: [{ status: 302, location: "/other" }] })).toMatchObject({ decision: "deny" });
});

test("names without an answer do not exist", async () => {
  expect(await checkUrl({ url: "http://nowhere.example/", surface: "item-link" })).toMatchObject({
    decision: "deny",
    reason: "the host name nowhere.example does not exist",
    dials: [],
  });
});

test("a record that lacks a field is refused by name", async () => {
  await expect(checkUrl({ url: "http://news.example/" })).rejects.toThrow(CommandError);
  await expect(checkUrl({ url: "http://news.example/" })).rejects.toThrow("surface");
});
