import { expect, test } from "vitest";
import { localDay } from "./local-day.ts";

test.each([
  ["2026-03-02T23:30:00Z", "Europe/London", 0, "2026-03-02"],
  ["2026-03-02T23:30:00Z", "Asia/Kolkata", 0, "2026-03-03"],
  ["2026-01-03T12:00:00Z", "America/New_York", 6, "2025-12-28"],
  // Half past midnight; the day of 23 hours lies between.
  ["2026-03-31T23:30:00Z", "Europe/London", 6, "2026-03-26"],
])("%s in %s, %i days before, is %s", (at, timeZone, back, day) => {
  expect(localDay(new Date(at), timeZone, back)).toBe(day);
});
