import { describe, expect, it } from "vitest";
import { localInstant, readLength, readTimeZone, readWhen } from "./when.ts";

/** A Sunday, 11:30 in London. */
const now = new Date("2026-11-22T11:30:00Z");

describe("a point in time", () => {
  it.each([
    ["now", "Europe/London", "2026-11-22T11:30:00.000Z"],
    ["2026-03-02T22:00Z", "Europe/London", "2026-03-02T22:00:00.000Z"],
    ["2026-03-02 22:00:30+05:30", "UTC", "2026-03-02T16:30:30.000Z"],
    ["2026-03-02T22:00-0500", "UTC", "2026-03-03T03:00:00.000Z"],
    ["2026-07-02 22:00", "Europe/London", "2026-07-02T21:00:00.000Z"],
    ["2026-07-02", "Europe/London", "2026-07-01T23:00:00.000Z"],
    ["22:00", "Europe/London", "2026-11-22T22:00:00.000Z"],
    ["9:00", "Europe/London", "2026-11-23T09:00:00.000Z"],
    ["11:30", "Europe/London", "2026-11-23T11:30:00.000Z"],
    ["today 9:00", "Europe/London", "2026-11-22T09:00:00.000Z"],
    ["Tomorrow 09:00", "Asia/Kolkata", "2026-11-23T03:30:00.000Z"],
    ["tomorrow", "America/New_York", "2026-11-23T05:00:00.000Z"],
    ["sunday 09:00", "Europe/London", "2026-11-29T09:00:00.000Z"],
    ["sunday 12:00", "Europe/London", "2026-11-22T12:00:00.000Z"],
    ["friday 18:00", "Europe/London", "2026-11-27T18:00:00.000Z"],
    // Clocks go from 01:00 to 02:00, and from 02:00 to 01:00.
    ["2026-03-29 01:30", "Europe/London", "2026-03-29T01:00:00.000Z"],
    ["2026-10-25 01:30", "Europe/London", "2026-10-25T00:30:00.000Z"],
  ])("%s in %s is %s", (text, timeZone, expected) => {
    expect(readWhen(text, "--at", { now, timeZone }).toISOString()).toBe(expected);
  });

  it.each([
    ["never"],
    [""],
    ["2026-02-30 09:00"],
    ["2026-02-30T09:00Z"],
    ["25:00"],
    ["12:60"],
    ["someday 09:00"],
    ["09:00 tomorrow"],
    ["2026-03-02T09:00+99:99"],
    ["9".repeat(10_000)],
  ])("%s is refused with examples", (text) => {
    const read = () => readWhen(text, "--until", { now, timeZone: "UTC" });
    expect(read).toThrow(/^--until is ".{0,80}"; it takes a time such as "2026-03-02 22:00", "tomorrow 09:00"/u);
  });
});

describe("a length of time", () => {
  const max = 30 * 86_400_000;
  it.each([
    ["90m", 5_400_000],
    ["24h", 86_400_000],
    ["3 d", 259_200_000],
    ["1w", 604_800_000],
    ["30d", max],
  ])("%s is %d ms", (text, ms) => {
    expect(readLength(text, "--for", max)).toBe(ms);
  });

  it.each(["31d", "0h", "10s", "1.5h", "h", "", "-1h"])("%s is refused", (text) => {
    expect(() => readLength(text, "--for", max)).toThrow(
      "it takes a length of time such as 90m, 24h or 3d, at most 30d",
    );
  });
});

it("an instant is shown with its zone", () => {
  expect(localInstant("Asia/Kolkata", now)).toBe("Sun 2026-11-22 17:00 Asia/Kolkata");
});

it("a zone has to be one", () => {
  expect(readTimeZone("Europe/London", "--time-zone")).toBe("Europe/London");
  expect(() => readTimeZone("London", "--time-zone")).toThrow("it takes the name of a time zone such as Europe/London");
});
