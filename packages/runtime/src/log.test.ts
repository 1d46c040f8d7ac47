import { describe, expect, test } from "vitest";
import { createLog, scrub } from "./log.ts";

/** A log whose lines can be read. */
function readableLog(level = "info") {
  const lines: string[] = [];
  const log = createLog({ level, service: "fetcher", destination: { write: (line) => void lines.push(line) } });
  return { log, lines, text: () => lines.join("") };
}

describe("a line", () => {
  test("is JSON with level, time, service, fields and message", () => {
    const { log, lines } = readableLog();
    log.info({ stage: "fetch", waitMs: 5 }, "stage finished");
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: "fetcher",
      stage: "fetch",
      waitMs: 5,
      msg: "stage finished",
    });
    expect(lines).toEqual([expect.stringMatching(/\n$/)]);
  });

  test("below the level is not written", () => {
    const { log, lines } = readableLog("warn");
    log.info("nothing");
    expect(lines).toEqual([]);
  });
});

describe("a hidden value", () => {
  const secret = 'to"ken/with spaces+é';

  test.each<[string, (log: ReturnType<typeof readableLog>["log"]) => void]>([
    ["the message", (log) => log.info(`sent ${secret}`)],
    ["a field", (log) => log.info({ header: secret }, "sent")],
    ["a field far inside", (log) => log.info({ a: { b: [{ c: secret }] } }, "sent")],
    ["the message of an error", (log) => log.error({ err: new Error(`no answer from ${secret}`) }, "failed")],
    ["the cause of an error", (log) => log.error({ err: new Error("x", { cause: new Error(secret) }) }, "failed")],
    ["an address", (log) => log.info({ url: `https://h.example/?t=${encodeURIComponent(secret)}` }, "asked")],
  ])("never stands in %s", (_where, write) => {
    const { log, text } = readableLog();
    log.hide([secret]);
    write(log);
    expect(text()).toContain("***");
    expect(text()).not.toContain('to\\"ken');
    expect(text()).not.toContain("to%22ken");
    expect(text()).not.toContain("ken/with");
  });

  test("is hidden from children of the log, too", () => {
    const { log, text } = readableLog();
    const child = log.child({ stage: "poll" });
    log.hide(["s3cret-value"]);
    child.info("s3cret-value");
    expect(text()).not.toContain("s3cret-value");
  });

  test("leaves nothing of a longer one that begins like it", () => {
    const { log, text } = readableLog();
    log.hide(["abcd", "abcdefgh-the-rest"]);
    log.info("Bearer abcdefgh-the-rest");
    expect(text()).not.toContain("the-rest");
  });

  test("of less than four characters is not hidden: it would blank out every line", () => {
    const { log, text } = readableLog();
    log.hide(["", "in", "ms"]);
    log.info({ ms: 1 }, "in time");
    expect(text()).toContain("in time");
  });
});

describe("a password in an address", () => {
  test.each([
    ["postgres://wirewatch:hunter22@127.0.0.1:5432/wirewatch", "postgres://wirewatch:***@127.0.0.1:5432/wirewatch"],
    ["redis://:hunter22@cache:6379", "redis://:***@cache:6379"],
    ["HTTPS://Desk:hunter22@site.example/feed", "HTTPS://Desk:***@site.example/feed"],
    [
      "connect to https://a:hunter22@b/ failed, https://c:hunter22@d/ too",
      "connect to https://a:***@b/ failed, https://c:***@d/ too",
    ],
    [`https://a:${"x".repeat(1500)}hunter22@b/`, "https://a:***@b/"],
  ])("is masked without being told", (line, expected) => {
    expect(scrub(line, new Set())).toBe(expected);
  });

  test.each([
    "https://site.example:8080/a@b",
    "https://site.example/user:name@place",
    "2026-03-02T12:00:00Z mail to desk@site.example",
    '{"url":"https://site.example","at":"a:b@c"}',
  ])("is not seen in %j", (line) => {
    expect(scrub(line, new Set())).toBe(line);
  });

  test("takes no time to look for in an endless line", () => {
    const line = `${"https://a:".repeat(20_000)}${"x".repeat(200_000)}`;
    const startedMs = performance.now();
    scrub(line, new Set());
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});
