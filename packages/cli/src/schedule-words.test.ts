import { expect, it } from "vitest";
import { intervalWords, scheduleWords } from "./schedule-words.ts";

it.each([
  [[], [], "all day, UTC"],
  [[[1140, 420]], [1, 2, 3, 4, 5], "19:00–07:00 Mon–Fri, UTC"],
  [[[0, 1440]], [6, 7], "00:00–24:00 Sat, Sun, UTC"],
  [
    [
      [720, 780],
      [1080, 1140],
    ],
    [1, 3, 4, 5, 7],
    "12:00–13:00 and 18:00–19:00 Mon, Wed–Fri, Sun, UTC",
  ],
  [[], [1, 2, 3, 4, 5, 6, 7], "all day, UTC"],
] as const)("times %j on %j are %s", (times, weekdays, words) => {
  const spans = times.map(([startMinute, endMinute]) => ({ startMinute, endMinute }));
  expect(intervalWords({ times: spans, weekdays: [...weekdays], timeZone: "UTC" })).toBe(words);
});

it("a schedule without days is every day", () => {
  expect(scheduleWords({ atMinute: 450, timeZone: "Europe/London" })).toBe("07:30 every day, Europe/London");
  expect(scheduleWords({ atMinute: 450, weekdays: [1], timeZone: "UTC" })).toBe("07:30 Mon, UTC");
});
