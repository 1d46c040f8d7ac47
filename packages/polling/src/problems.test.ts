import { describe, expect, test } from "vitest";
import { type PollAnswer, type PollProblem, problemOf } from "./problems.ts";

function response(status: number, parts: Partial<Extract<PollAnswer, { kind: "response" }>> = {}): PollAnswer {
  return { kind: "response", status, headers: {}, error: null, ...parts };
}

function unreadable(code: string, message = "", alternates: readonly string[] = []): PollAnswer {
  return response(200, { error: { code, message, alternates } });
}

test.each([
  ["a document that was read", response(200)],
  ["an unchanged one", response(304)],
  ["one behind a wall that let us through", response(200, { headers: { "x-datadome": "protected", "x-iinfo": "1" } })],
  ["an unchanged one behind a wall", response(304, { headers: { server: "ddos-guard" } })],
  ["a page with an ordinary title", response(200, { title: "Just a minute: the news of the day" })],
])("%s is no problem", (_, answer) => {
  expect(problemOf(answer)).toBeNull();
});

describe("no answer", () => {
  test.each<readonly [string, string, Partial<PollProblem>, RegExp]>([
    [
      "dns",
      "the host name news.example does not exist",
      { code: "dns", points: 0.5, temporary: false },
      /^the host name news\.example does not exist \(DNS\): check its spelling, or the site is gone$/,
    ],
    [
      "dns",
      "the host name news.example could not be looked up: the name server did not answer",
      { code: "dns", points: 0.25, temporary: true },
      /\(DNS\): this mostly passes by itself/,
    ],
    [
      "tls",
      "the certificate of news.example has expired",
      { code: "tls", points: 0.5, temporary: false },
      /the site has to mend this/,
    ],
    [
      "connect",
      "news.example refused the connection",
      { code: "connect", points: 0.25, temporary: true },
      /is down or shuts us out/,
    ],
    [
      "timeout",
      "news.example did not begin to answer in time",
      { code: "timeout", points: 0.25, temporary: true },
      /raise `timeout`/,
    ],
    ["reset", "news.example cut the connection", { code: "reset", points: 0.25, temporary: true }, /tried again/],
    ["protocol", "the answer is not valid HTTP", { code: "protocol", points: 0.5 }, /another address/],
    ["tooLarge", "the answer is larger than 8 MB", { code: "tooLarge", points: 1 }, /raise `max_body`/],
    ["encoding", "the content coding is unknown", { code: "encoding", points: 0.5 }, /mend/],
    ["redirects", "more than 5 redirects in a row", { code: "redirects", points: 0.5 }, /in a browser/],
    ["request", "this request cannot be sent", { code: "request", points: 1 }, /check `headers`/],
    ["aborted", "the request was cancelled", { code: "aborted", points: 0.25, temporary: true }, /tried again/],
    ["brandNew", "something else", { code: "protocol", points: 0.5 }, /^something else$/],
  ])("%s: %s", (code, reason, expected, sentence) => {
    const problem = problemOf({ kind: "failed", code, reason });
    expect(problem).toMatchObject({ state: "failing", ...expected });
    expect(problem?.reason).toMatch(sentence);
  });

  test.each([
    ["robots", "robots.txt of news.example forbids this page to Wirewatch", "robots", /robots: ignore/],
    ["address", "10.0.0.1 is not a public address", "address", /correct the address/],
    ["scheme", "only http and https are fetched, not ftp:", "address", /correct the address/],
  ])("refused by ourselves: %s", (code, reason, expected, sentence) => {
    const problem = problemOf({ kind: "refused", code, reason });
    expect(problem).toMatchObject({ code: expected, state: "blocked", points: 1, temporary: false });
    expect(problem?.reason).toMatch(sentence);
  });
});

test.each<readonly [number, Partial<PollProblem>, RegExp]>([
  [401, { code: "unauthorized", state: "blocked", points: 1 }, /login \(401\): set `headers` or `cookies`/],
  [407, { code: "unauthorized", state: "blocked", points: 1 }, /407/],
  [402, { code: "payment", state: "blocked", points: 1 }, /402/],
  [403, { code: "forbidden", state: "blocked", points: 1 }, /ask it for access/],
  [451, { code: "legal", state: "blocked", points: 1 }, /legal reasons/],
  [404, { code: "notFound", state: "gone", points: 0.5 }, /look on the site for its new one/],
  [410, { code: "gone", state: "gone", points: 1 }, /gone for good \(410\)/],
  [429, { code: "rateLimited", state: "failing", points: 0.5, temporary: true }, /too often/],
  [503, { code: "unavailable", state: "failing", points: 0.5, temporary: true }, /not available/],
  [500, { code: "serverError", state: "failing", points: 0.5, temporary: true }, /fault of its own \(500\)/],
  [522, { code: "serverError", state: "failing", points: 0.5, temporary: true }, /522/],
  [204, { code: "status", state: "failing", points: 0.5, temporary: false }, /answered 204 instead/],
  [206, { code: "status", state: "failing", points: 0.5 }, /206/],
  [300, { code: "status", state: "failing", points: 0.5 }, /300/],
  [418, { code: "status", state: "failing", points: 0.5 }, /in a browser/],
])("status %d", (status, expected, sentence) => {
  const problem = problemOf(response(status));
  expect(problem).toMatchObject({ temporary: false, ...expected });
  expect(problem?.reason).toMatch(sentence);
});

describe("bot walls", () => {
  test.each<readonly [string, number, Record<string, string>, string | null]>([
    ["Cloudflare", 403, { "cf-mitigated": "challenge" }, null],
    ["Cloudflare", 503, { server: "cloudflare" }, "Just a moment..."],
    ["Cloudflare", 403, { server: "cloudflare" }, "Attention Required! | Cloudflare"],
    ["Cloudflare", 200, {}, "Just a moment..."],
    ["Vercel", 429, { "x-vercel-mitigated": "challenge" }, null],
    ["AWS WAF", 202, { "x-amzn-waf-action": "challenge" }, null],
    ["DataDome", 403, { "x-datadome": "protected" }, null],
    ["DDoS-Guard", 403, { server: "ddos-guard" }, null],
    ["Sucuri", 403, { "x-sucuri-block": "1" }, null],
    ["Imperva", 403, { "x-iinfo": "1-2-3" }, null],
    ["Imperva", 200, {}, "Pardon Our Interruption"],
    ["Akamai", 403, { server: "AkamaiGHost" }, "Access Denied"],
    ["HUMAN", 403, {}, "Access to this page has been denied."],
    ["Anubis", 200, {}, "Making sure you're not a bot!"],
    ["a bot check", 200, {}, "Are you a robot?"],
  ])("%s is named", (name, status, headers, title) => {
    const problem = problemOf(response(status, { headers, title }));
    expect(problem).toMatchObject({ code: "challenge", state: "blocked", points: 1, temporary: false });
    expect(problem?.reason).toContain(name);
    expect(problem?.reason).toMatch(/ask the site for access; Wirewatch does not evade blocks$/);
  });

  test("a plain 403 is not called one", () => {
    expect(problemOf(response(403, { headers: { server: "nginx" }, title: "403 Forbidden" }))?.code).toBe("forbidden");
    expect(problemOf(response(404, { headers: { server: "AkamaiGHost" } }))?.code).toBe("notFound");
  });

  test("a page that came with 200 although it could not be read as a feed is one by its header", () => {
    const error = { code: "html", message: "", alternates: [] };
    expect(problemOf(response(200, { headers: { "cf-mitigated": "challenge" }, error }))?.code).toBe("challenge");
  });
});

describe("documents that are not what they were", () => {
  test.each<readonly [string, PollAnswer, Partial<PollProblem>, RegExp]>([
    [
      "a page",
      unreadable("html"),
      { code: "html", points: 0.5 },
      /^the address gives an HTML page now, not a feed and names no feed: look on the site/,
    ],
    [
      "a page with a feed",
      unreadable("html", "", ["https://news.example/rss"]),
      { code: "html", points: 0.5 },
      /not a feed; the page names this feed: https:\/\/news\.example\/rss$/,
    ],
    [
      "a page with many feeds",
      unreadable(
        "html",
        "",
        ["a", "b", "c", "d", "e"].map((name) => `https://news.example/${name}`),
      ),
      { code: "html" },
      /these feeds: https:\/\/news\.example\/a, https:\/\/news\.example\/b, https:\/\/news\.example\/c and 2 more$/,
    ],
    ["nothing", unreadable("empty"), { code: "empty", points: 0.5 }, /^the document is empty/],
    [
      "something else",
      unreadable("notFeed", "this is a sitemap, not a feed"),
      { code: "notFeed" },
      /^this is a sitemap, not a feed: .*`kind`/,
    ],
    [
      "too much",
      unreadable("tooLarge", "the document has more than 500000 elements"),
      { code: "tooLarge", points: 1 },
      /smaller feed/,
    ],
    [
      "a page without the selector",
      unreadable("notFound", '"main" finds nothing'),
      { code: "selector" },
      /correct the selectors/,
    ],
    [
      "what we have no word for",
      unreadable("brandNew", "it did not work"),
      { code: "unreadable" },
      /^it did not work$/,
    ],
  ])("%s", (_, answer, expected, sentence) => {
    const problem = problemOf(answer);
    expect(problem).toMatchObject({ state: "failing", temporary: false, ...expected });
    expect(problem?.reason).toMatch(sentence);
  });

  test("what comes from outside stays one line of bounded length", () => {
    const hostile = unreadable("html", "", [`https://news.example/${"x".repeat(100_000)}`, "https://a\n\u0000\uD800b"]);
    const reason = problemOf(hostile)?.reason ?? "";
    expect(reason.length).toBeLessThan(1000);
    expect(reason).not.toMatch(/\p{Cc}/u);
    expect(reason.isWellFormed()).toBe(true);
    expect(problemOf({ kind: "failed", code: "protocol", reason: "y".repeat(10_000) })?.reason.length).toBeLessThan(
      1000,
    );
  });
});
