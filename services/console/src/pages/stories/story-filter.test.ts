import { expect, test } from "vitest";
import { storyChoice, storyFilter } from "./story-filter.ts";

test("a day is the viewer's, also when its clocks change", () => {
  const filter = storyFilter(new URLSearchParams("day=2026-03-29"));
  expect(storyChoice(filter, "Europe/London").during).toEqual({
    from: new Date("2026-03-29T00:00:00Z"),
    to: new Date("2026-03-29T23:00:00Z"),
  });
  expect(storyChoice(filter, "Asia/Kolkata").during?.from).toEqual(new Date("2026-03-28T18:30:00Z"));
});

test.each(["2026-02-31", "2026-13-01", "0000-01-01", "yesterday", "2026-3-2", "2026-03-02T00:00"])(
  "%s is no day and asks for nothing",
  (day) => {
    const filter = storyFilter(new URLSearchParams({ day }));
    expect(filter.day).toBe("");
    expect(storyChoice(filter, "UTC").during).toBeNull();
  },
);

test("empty fields ask for nothing, long ones are cut, what no database takes is left out", () => {
  expect(storyChoice(storyFilter(new URLSearchParams("q=+&topic=&source=")), "UTC")).toEqual({
    text: null,
    topicId: null,
    sourceId: null,
    during: null,
  });
  expect(storyFilter(new URLSearchParams({ q: "a".repeat(10_000) })).q).toHaveLength(200);
  expect(storyFilter(new URLSearchParams({ q: "a\0b\uD800" })).q).toBe("ab\uFFFD");
});
