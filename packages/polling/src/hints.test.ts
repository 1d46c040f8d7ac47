import { describe, expect, test } from "vitest";
import { feedHints, retryAfterMs } from "./hints.ts";
import { parseHttpDate } from "./http-date.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("hints of the publisher", () => {
  test.each([
    ["silence", {}, null, null],
    ["max-age", { "cache-control": "public, max-age=300" }, null, 5 * minute],
    ["max-age in quotes and capitals", { "cache-control": 'Max-Age="300"' }, null, 5 * minute],
    ["not s-maxage", { "cache-control": "s-maxage=300" }, null, null],
    ["no-cache", { "cache-control": "no-cache, max-age=0" }, null, null],
    ["ttl", {}, { ttlMs: 10 * minute }, 10 * minute],
    ["no ttl", {}, { ttlMs: null }, null],
    ["the longer of both", { "cache-control": "max-age=300" }, { ttlMs: 10 * minute }, 10 * minute],
    ["no more than an hour", { "cache-control": "max-age=86400" }, null, hour],
    ["a number without end", { "cache-control": `max-age=${"9".repeat(400)}` }, null, hour],
    ["nonsense", { "cache-control": "max-age=soon" }, { ttlMs: Number.NaN }, null],
  ])("%s", (_, headers, feed, minMs) => {
    expect(feedHints(headers, feed)).toEqual({ minMs });
  });
});

describe("Retry-After", () => {
  const now = new Date("2024-02-29T12:00:00Z");

  test.each([
    [null, null],
    [undefined, null],
    ["", null],
    ["120", 2 * minute],
    [" 120 ", 2 * minute],
    ["0", 0],
    ["Thu, 29 Feb 2024 12:01:00 GMT", minute],
    ["Thursday, 29-Feb-24 12:01:00 GMT", minute],
    ["Thu Feb 29 12:01:00 2024", minute],
    ["Thu, 29 Feb 2024 11:00:00 GMT", 0],
    ["Thu, 30 Feb 2024 12:01:00 GMT", null],
    ["2024-02-29T12:01:00Z", null],
    ["soon", null],
    ["-5", null],
    ["1.5", null],
    ["999999999", 24 * hour],
    ["999999999999999", 24 * hour],
    ["Thu, 29 Feb 2124 12:01:00 GMT", 24 * hour],
  ])("%s", (header, delayMs) => {
    expect(retryAfterMs(header, now)).toBe(delayMs);
  });
});

describe("dates of HTTP", () => {
  const now = new Date("2026-06-01T00:00:00Z");

  test.each([
    ["Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
    ["Friday, 06-Nov-26 08:49:37 GMT", "2026-11-06T08:49:37.000Z"],
    ["Monday, 06-Nov-76 08:49:37 GMT", "2076-11-06T08:49:37.000Z"],
    ["Sunday, 06-Nov-77 08:49:37 GMT", "1977-11-06T08:49:37.000Z"],
    ["Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00.000Z"],
  ])("%s", (text, iso) => {
    expect(parseHttpDate(text, now)?.toISOString()).toBe(iso);
  });

  test.each([
    "",
    "Sun, 06 Nov 1994",
    "Sun, 31 Jun 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 25:00:00 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT",
  ])("not %j", (text) => {
    expect(parseHttpDate(text, now)).toBeNull();
  });
});
