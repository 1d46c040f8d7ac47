import { describe, expect, test } from "vitest";
import { feedHints, nextPollDelayMs, type PollFacts, retryAfterMs } from "./poll-schedule.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("hints of the publisher", () => {
  test.each([
    ["silence", {}, null, null],
    ["max-age", { "cache-control": "public, max-age=300" }, null, 5 * minute],
    ["not s-maxage", { "cache-control": "s-maxage=300" }, null, null],
    ["no-cache", { "cache-control": "no-cache, max-age=0" }, null, null],
    ["ttl", {}, { ttlMs: 10 * minute }, 10 * minute],
    ["the longer of both", { "cache-control": "max-age=300" }, { ttlMs: 10 * minute }, 10 * minute],
    ["no more than an hour", { "cache-control": "max-age=86400" }, null, hour],
  ])("%s", (_, headers, feed, minMs) => {
    expect(feedHints(headers, feed)).toEqual({ minMs });
  });
});

describe("the next poll", () => {
  test.each<readonly [string, Partial<PollFacts>, number]>([
    ["at the target", {}, 5 * minute],
    ["a tenth sooner", { random: () => 0 }, 4.5 * minute],
    ["a tenth later", { random: () => 1 }, 5.5 * minute],
    ["not sooner than the hint", { hintMs: 20 * minute }, 20 * minute],
    ["not later for a shorter hint", { hintMs: minute }, 5 * minute],
    ["never under the shortest interval", { targetMs: minute, random: () => 0 }, 2 * minute],
    ["never over the longest", { hintMs: hour, random: () => 1 }, hour],
    ["twice as long after a failure", { failures: 1 }, 10 * minute],
    ["eight times after three", { failures: 3 }, 40 * minute],
    ["once a day in the end", { failures: 1000 }, 24 * hour],
    ["not before Retry-After", { retryAfterMs: 2 * hour }, 2 * hour],
    ["sooner than a Retry-After of a week", { retryAfterMs: 168 * hour }, 24 * hour],
  ])("%s", (_, facts, delayMs) => {
    expect(nextPollDelayMs({ ...usual, ...facts })).toBe(delayMs);
  });

  test("contradictory limits are an error", () => {
    expect(() => nextPollDelayMs({ ...usual, minMs: hour, maxMs: minute })).toThrow(RangeError);
  });
});

test.each([
  [null, null],
  ["", null],
  ["120", 120_000],
  ["Thu, 29 Feb 2024 12:01:00 GMT", minute],
  ["Thu, 29 Feb 2024 11:00:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  ["999999999", 24 * hour],
  ["Thu, 29 Feb 2124 12:01:00 GMT", 24 * hour],
])("Retry-After %s", (header, delayMs) => {
  expect(retryAfterMs(header, new Date("2024-02-29T12:00:00Z"))).toBe(delayMs);
});

const usual: PollFacts = {
  targetMs: 5 * minute,
  minMs: 2 * minute,
  maxMs: hour,
  hintMs: null,
  failures: 0,
  retryAfterMs: null,
  random: () => 0.5,
};
