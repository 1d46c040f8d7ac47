import { expect, test } from "vitest";
import { ago, clock, clockText, duration, fullText } from "./time.ts";

const london = { now: new Date("2026-07-14T12:00:00Z"), timeZone: "Europe/London" };

test.each([
  ["2026-07-14T06:03:00Z", "07:03"],
  ["2026-07-13T23:30:00Z", "00:30"],
  ["2026-07-13T22:30:00Z", "13 Jul 23:30"],
  ["2025-12-31T23:30:00Z", "31 Dec 2025 23:30"],
])("%s is %s in London", (at, text) => {
  expect(clockText(new Date(at), london)).toBe(text);
});

test("the whole instant stands behind it, with its zone", () => {
  const at = new Date("2026-07-14T06:03:09Z");
  expect(clock(at, london).markup).toBe(
    '<time datetime="2026-07-14T06:03:09.000Z" title="2026-07-14 07:03:09 Europe/London">07:03</time>',
  );
  expect(fullText(at, { timeZone: "Asia/Kolkata" })).toBe("2026-07-14 11:33:09 Asia/Kolkata");
  expect(clock(null, london).markup).toContain("never");
});

test.each([
  [-500, "now"],
  [-90_000, "1 min 30 s ago"],
  [-7_500_000, "2 h 5 min ago"],
  [-26 * 3_600_000, "1 d 2 h ago"],
  [600_000, "in 10 min"],
])("%d ms from now is %s", (ms, words) => {
  expect(ago(new Date(london.now.getTime() + ms), london).markup).toContain(`>${words}<`);
});

test.each([
  [0, "0 ms"],
  [999.4, "999 ms"],
  [1000, "1 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [11 * 60_000 + 5000, "11 min"],
  [40 * 86_400_000, "40 d"],
])("%d ms are %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
