import { expect, test } from "vitest";
import { shortZonedTime, zonedTime } from "./zoned-time.ts";

test.each([
  ["2026-03-02T09:10:00Z", "UTC", "2026-03-02 09:10 UTC"],
  ["2026-03-02T09:10:59.999Z", "Etc/UTC", "2026-03-02 09:10 UTC"],
  ["2026-03-02T09:10:00Z", "Europe/London", "2026-03-02 09:10 GMT (Europe/London)"],
  ["2026-07-02T09:10:00Z", "Europe/London", "2026-07-02 10:10 GMT+1 (Europe/London)"],
  ["2026-03-02T03:10:00Z", "America/New_York", "2026-03-01 22:10 GMT-5 (America/New_York)"],
  ["2026-03-02T20:10:30Z", "Asia/Kolkata", "2026-03-03 01:40 GMT+5:30 (Asia/Kolkata)"],
  ["2026-03-02T03:10:00Z", "America/St_Johns", "2026-03-01 23:40 GMT-3:30 (America/St_Johns)"],
  ["2025-12-31T10:30:00Z", "Pacific/Kiritimati", "2026-01-01 00:30 GMT+14 (Pacific/Kiritimati)"],
  ["2026-03-02T09:10:00Z", "Mars/Olympus_Mons", "2026-03-02 09:10 UTC"],
  ["2026-03-02T09:10:00Z", "", "2026-03-02 09:10 UTC"],
  ["0001-01-02T09:10:00Z", "Europe/London", "0001-01-02 09:08 GMT-0:01 (Europe/London)"],
])("%s in %s is %s", (at, timeZone, expected) => {
  expect(zonedTime(new Date(at), timeZone)).toBe(expected);
});

test("the hour that comes twice can be told apart", () => {
  const times = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map((at) =>
    shortZonedTime(new Date(at), "Europe/London"),
  );
  expect(times).toEqual(["2026-10-25 01:30 GMT+1", "2026-10-25 01:30 GMT"]);
});
