import { exampleDigest, exampleMessage, exampleSystem } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { answer, cut, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { ntfyErrors, ntfyServer, readNtfy } from "./fixtures/ntfy-receiver.ts";
import { json, objectOf } from "./fixtures/receiver-checks.ts";
import { createNtfyChannel } from "./ntfy.ts";
import { testChannel } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const topic = "duty-desk_7";
const token = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";
const environment: Readonly<Record<string, string>> = { "${env:NTFY_TOKEN}": token };
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => environment[text] ?? text,
};

testChannel(
  "an ntfy topic",
  httpStands(
    () => ntfyServer(topic, token),
    {
      unavailable: ntfyErrors.unavailable,
      rateLimited: json({ code: 42_901, http: 429, error: "limit reached" }, 429, { "retry-after": "7" }),
      rejected: ntfyErrors.forbidden,
    },
    (origin, timeoutMs) =>
      createNtfyChannel({ topicUrl: `${origin}/${topic}`, token, priority: null }, { ...deps, timeoutMs }),
    (body) => ({ ...readNtfy(body), markup: "" }),
  ),
  { faults: ["unavailable", "rateLimited", "rejected", "redirect", "silence", "reset"], carriesId: true },
);

describe("an ntfy topic", () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startHttpReceiver(ntfyServer(topic, token));
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;
  const configured = { token: "${env:NTFY_TOKEN}", priority: null } as const;

  test("gets the message as JSON at the root of its server, with the token", async () => {
    const channel = createNtfyChannel({ ...configured, topicUrl: `${receiver.origin}/${topic}/` }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({ kind: "sent", remoteId: "xE73Iyuabi2B" });
    const [request] = receiver.requests;
    expect(request?.path).toBe("/");
    expect(request?.headers.authorization).toBe(`Bearer ${token}`);
    expect(objectOf(request?.body ?? "")).toMatchObject({ topic, sequence_id: exampleMessage().id, priority: 5 });
  });

  test("can be below a folder, and keep a query", async () => {
    receiver.answerNext(json({ id: "abc" }));
    const channel = createNtfyChannel(
      { ...configured, topicUrl: `${receiver.origin}/push/${topic}?auth=QmVhcmVy` },
      deps,
    );
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({ kind: "sent", remoteId: "abc" });
    expect(receiver.requests[0]?.path).toBe("/push/?auth=QmVhcmVy");
  });

  test("has the configured priority rather than that of the severity", async () => {
    const channel = createNtfyChannel({ token, priority: "min", topicUrl: `${receiver.origin}/${topic}` }, deps);
    await channel.send(exampleMessage({ severity: "critical" }), signal);
    expect(objectOf(receiver.requests[0]?.body ?? "")).toMatchObject({ priority: 1 });
  });

  test("puts no text into headers", async () => {
    const channel = createNtfyChannel({ ...configured, topicUrl: `${receiver.origin}/${topic}` }, deps);
    const { article } = exampleMessage();
    await channel.send(exampleMessage({ article: { ...article, title: "Acme\r\nX-Priority: 5" } }), signal);
    expect(Object.keys(receiver.requests[0]?.headers ?? {}).filter((name) => name.startsWith("x-"))).toEqual([]);
  });

  test.each([
    ["a digest", exampleDigest(), "Kettle prices rise"],
    ["a message about Wirewatch", exampleSystem(), "12 alerts, 11 delivered & 1 waiting."],
  ])("takes %s", async (_, message, words) => {
    const channel = createNtfyChannel({ ...configured, topicUrl: `${receiver.origin}/${topic}` }, deps);
    expect(await channel.send(message, signal)).toMatchObject({ kind: "sent" });
    expect(readNtfy(receiver.requests[0]?.body ?? "").text).toContain(words);
  });

  test.each<[string, Respond, object]>([
    ["a limit", ntfyErrors.limited, { kind: "retry", retryAfterMs: 15_000 }],
    [
      "a body that is too long",
      ntfyErrors.tooLarge,
      { kind: "permanent", reason: "ntfy refused the message: JSON body too large" },
    ],
    ["no token", ntfyErrors.unauthorized, { kind: "permanent", reason: "ntfy refused the message: unauthorized" }],
    ["another server's page", answer(404, {}, "<html>"), { kind: "permanent", reason: "the receiver answered 404" }],
    ["an error of its own", ntfyErrors.unavailable, { kind: "retry", status: 500 }],
    ["an answer that is no message", answer(200, {}, "<html>"), { kind: "sent", remoteId: null }],
  ])("reads %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    const channel = createNtfyChannel({ ...configured, topicUrl: `${receiver.origin}/${topic}` }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows neither topic nor token in its results", async () => {
    receiver.answerNext(answer(400, {}, `{"error":"${topic} ${token}"}`), answer(500, {}, `/${topic} ${token}`), cut);
    const channel = createNtfyChannel({ ...configured, topicUrl: `${receiver.origin}/${topic}` }, deps);
    const results = [];
    for (let attempt = 0; attempt < 3; attempt += 1) results.push(await channel.send(exampleMessage(), signal));
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry", "retry"]);
    expect(JSON.stringify(results)).not.toMatch(/duty-desk|tk_Ag/);
  });

  test.each([
    "https://ntfy.example.org/",
    "https://ntfy.example.org/a%20b",
    "desk",
    `https://ntfy.example.org/${"a".repeat(65)}`,
  ])("sends nothing to %s, which names no topic", async (topicUrl) => {
    const channel = createNtfyChannel({ token: null, priority: null, topicUrl }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "permanent",
      reason: expect.stringContaining("must end in its name"),
    });
  });
});
