import type { FetchedPage } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { decidePage } from "./fetch.ts";

const now = new Date("2026-03-02T12:00:00Z");

function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = "<p>text</p>") {
  const page: FetchedPage = { url: "https://site.example/1", status, headers, body: Buffer.from(body) };
  return { kind: "response", page, hops: [], latencyMs: 5 } as const;
}

describe("an answer with a status", () => {
  test.each([
    [200, { kind: "page" }],
    [203, { kind: "page" }],
    [404, { kind: "end", outcome: "gone", reason: "the page is not there (404)" }],
    [410, { kind: "end", outcome: "gone" }],
    [401, { kind: "end", outcome: "refused", reason: "blocked by the site (401)" }],
    [402, { kind: "end", outcome: "refused" }],
    [403, { kind: "end", outcome: "refused" }],
    [451, { kind: "end", outcome: "refused" }],
    [400, { kind: "end", outcome: "notArticle", reason: "the server answered 400 instead of a page" }],
    [304, { kind: "end", outcome: "notArticle" }],
    [500, { kind: "retry", reason: "the server answered with an error (500)" }],
    [502, { kind: "retry" }],
    [599, { kind: "retry" }],
    [429, { kind: "retry", reason: "the site asks for fewer requests (429)" }],
    [503, { kind: "retry", reason: "the site is not available (503)" }],
  ])("%d", (status, expected) => {
    const decision = decidePage(answer(status), now);
    expect(decision).toMatchObject(expected);
    if (decision.kind === "end") expect(decision.status).toBe(status);
    if (decision.kind === "retry") expect(decision).not.toHaveProperty("delayMs");
  });
});

describe("a pause that the site asks for", () => {
  test.each([
    [429, "120", 120_000],
    [503, "Mon, 02 Mar 2026 12:05:00 GMT", 300_000],
    [429, "0", 0],
    [429, "99999999", 24 * 3600 * 1000],
  ])("with %d and Retry-After %s closes the host for %d ms", (status, header, delayMs) => {
    expect(decidePage(answer(status, { "retry-after": header }), now)).toMatchObject({
      kind: "retry",
      delayMs,
      blockMs: delayMs,
    });
  });

  test("is not there when the header says nothing, or comes with another status", () => {
    expect(decidePage(answer(429, { "retry-after": "soon" }), now)).not.toHaveProperty("blockMs");
    expect(decidePage(answer(500, { "retry-after": "60" }), now)).not.toHaveProperty("blockMs");
  });
});

describe("an answer of a type", () => {
  test.each([
    ["text/html; charset=utf-8", true],
    ["TEXT/HTML", true],
    ["application/xhtml+xml", true],
    ["text/plain", true],
    ["application/xml", true],
    ["text/xml", true],
    ["application/octet-stream", true],
    ["application/pdf", false],
    ["image/jpeg", false],
    ["application/json", false],
    ["text/htmlx", false],
  ])("%s is a page: %s", (type, isPage) => {
    const decision = decidePage(answer(200, { "content-type": type }), now);
    expect(decision.kind).toBe(isPage ? "page" : "end");
    if (!isPage) expect(decision).toMatchObject({ outcome: "notArticle", reason: `it is not a page but ${type}` });
  });

  test("that nobody named is taken for a page", () => {
    expect(decidePage(answer(200), now).kind).toBe("page");
  });

  test("does not matter when there is nothing in it", () => {
    expect(decidePage(answer(200, {}, ""), now)).toMatchObject({ outcome: "notArticle", reason: "the page is empty" });
  });
});

describe("no answer", () => {
  test.each<[string, Parameters<typeof decidePage>[0], object]>([
    [
      "its address is refused",
      { kind: "refused", code: "address", reason: "10.0.0.1 is not a public address" },
      { kind: "end", outcome: "refused", reason: "10.0.0.1 is not a public address", status: null },
    ],
    [
      "robots.txt forbids it",
      { kind: "robots", reason: "robots.txt forbids this page", wait: false },
      { kind: "end", outcome: "refused", reason: "robots.txt forbids this page" },
    ],
    [
      "robots.txt cannot be read now",
      { kind: "robots", reason: "robots.txt answered 500", wait: true },
      { kind: "retry", reason: "robots.txt answered 500" },
    ],
    ["it timed out", { kind: "failed", code: "timeout", reason: "it did not answer" }, { kind: "retry" }],
    ["its name is unknown now", { kind: "failed", code: "dns", reason: "no such host" }, { kind: "retry" }],
    [
      "it is too large",
      { kind: "failed", code: "tooLarge", reason: "more than 5 MB" },
      { kind: "end", outcome: "notArticle", reason: "more than 5 MB" },
    ],
    ["its source is gone", { kind: "noSource" }, { kind: "end", outcome: "refused" }],
  ])("because %s", (_why, result, expected) => {
    expect(decidePage(result, now)).toMatchObject(expected);
  });
});
