import type { FetchedPage } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { decidePage as decide } from "./decide-page.ts";
import type { PageFacts } from "./decide-page.ts";

const now = new Date("2026-03-02T12:00:00Z");

/** The decision about an answer, with nothing to compare it with. */
function decidePage(given: PageFacts["answer"], before: Uint8Array | null = null) {
  return decide({ answer: given, before, now });
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = "<p>text</p>") {
  const page: FetchedPage = { url: "https://site.example/1", status, headers, body: Buffer.from(body) };
  return { kind: "response", page, hops: [], latencyMs: 5, crawlDelayMs: 0 } as const;
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
    [408, { kind: "retry", reason: "the server was not ready for the request (408)" }],
    [425, { kind: "retry" }],
    [502, { kind: "retry" }],
    [599, { kind: "retry" }],
    [429, { kind: "retry", reason: "the site asks for fewer requests (429)" }],
    [503, { kind: "retry", reason: "the site is not available (503)" }],
  ])("%d", (status, expected) => {
    const decision = decidePage(answer(status));
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
    expect(decidePage(answer(status, { "retry-after": header }))).toMatchObject({
      kind: "retry",
      delayMs,
      blockMs: delayMs,
    });
  });

  test("is not there when the header says nothing, or comes with another status", () => {
    expect(decidePage(answer(429, { "retry-after": "soon" }))).not.toHaveProperty("blockMs");
    expect(decidePage(answer(500, { "retry-after": "60" }))).not.toHaveProperty("blockMs");
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
    const decision = decidePage(answer(200, { "content-type": type }));
    expect(decision.kind).toBe(isPage ? "page" : "end");
    if (!isPage) expect(decision).toMatchObject({ outcome: "notArticle", reason: `it is not a page but ${type}` });
  });

  test("that nobody named is taken for a page", () => {
    expect(decidePage(answer(200)).kind).toBe("page");
  });

  test("does not matter when there is nothing in it", () => {
    expect(decidePage(answer(200, {}, ""))).toMatchObject({ outcome: "notArticle", reason: "the page is empty" });
  });
});

describe("no answer", () => {
  test.each<[string, PageFacts["answer"], object]>([
    [
      "its address is refused",
      { kind: "refused", code: "address", reason: "10.0.0.1 is not a public address", crawlDelayMs: 0 },
      { kind: "end", outcome: "refused", reason: "10.0.0.1 is not a public address", status: null },
    ],
    [
      "robots.txt forbids it",
      { kind: "robots", reason: "robots.txt forbids this page", isTemporary: false, crawlDelayMs: 0 },
      { kind: "end", outcome: "refused", reason: "robots.txt forbids this page" },
    ],
    [
      "robots.txt cannot be read now",
      { kind: "robots", reason: "robots.txt answered 500", isTemporary: true, crawlDelayMs: 0 },
      { kind: "retry", reason: "robots.txt answered 500" },
    ],
    [
      "it timed out",
      { kind: "failed", code: "timeout", reason: "it did not answer", crawlDelayMs: 0 },
      { kind: "retry" },
    ],
    [
      "its name is unknown now",
      { kind: "failed", code: "dns", reason: "no such host", crawlDelayMs: 0 },
      { kind: "retry" },
    ],
    [
      "it is too large",
      { kind: "failed", code: "tooLarge", reason: "more than 5 MB", crawlDelayMs: 0 },
      { kind: "end", outcome: "notArticle", reason: "more than 5 MB" },
    ],
    ["its source is gone", { kind: "noSource" }, { kind: "end", outcome: "refused" }],
  ])("because %s", (_why, result, expected) => {
    expect(decidePage(result)).toMatchObject(expected);
  });
});

describe("a page that is looked at again", () => {
  const before = Buffer.from("<p>text</p>");

  test("is unchanged when the site says so, or when it is the same to the last byte", () => {
    expect(decidePage(answer(304), before)).toMatchObject({ kind: "end", outcome: "unchanged", status: 304 });
    expect(decidePage(answer(200), before)).toMatchObject({ kind: "end", outcome: "unchanged", status: 200 });
  });

  test("is read when one byte is another", () => {
    expect(decidePage(answer(200, {}, "<p>Text</p>"), before)).toMatchObject({ kind: "page" });
  });

  test("is gone when it is gone", () => {
    expect(decidePage(answer(410), before)).toMatchObject({ outcome: "gone" });
  });
});

test("a missing secret is waited for", () => {
  const reason = "the environment variable TOKEN is not set";
  expect(decidePage({ kind: "secret", reason, crawlDelayMs: 0 })).toEqual({
    kind: "retry",
    reason,
    delayMs: 1_800_000,
  });
});
