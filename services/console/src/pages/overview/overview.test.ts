import { describe, expect, test } from "vitest";
import { nextStep } from "./next-step.ts";
import { stageStrip } from "./stage-strip.ts";
import { usualBand } from "./usual-band.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe("what is usual in an hour", () => {
  const hour = 1000 * dayMs;
  const days = (...counts: readonly number[]) => new Map(counts.map((n, at) => [hour - (at + 1) * dayMs, n]));
  test.each([
    [days(), null],
    [days(3, 4), null],
    [days(3, 9, 4), [3, 9]],
    [days(5, 5, 5, 0, 900), [5, 5]],
    [days(1, 2, 3, 4, 5, 6, 7), [2, 6]],
    [days(1, 2, 3, 4, 5, 6, 7, 1000, 1000), [2, 6]],
  ])("%o: %o", (counts, band) => {
    expect(usualBand(counts, hour)).toEqual(band);
  });
  test("other hours say nothing", () => {
    expect(usualBand(new Map([1, 2, 3, 4].map((n) => [hour - n * dayMs + hourMs, 9])), hour)).toBeNull();
  });
});

test("one next step is named, the first that is missing", () => {
  const all = { sources: 1, topics: 1, hasArticles: true, hasAlerts: true };
  const cases = [
    [{ ...all, sources: 0, topics: 0 }, "Add a source"],
    [{ ...all, topics: 0, hasAlerts: false }, "Create your first topic"],
    [{ ...all, hasArticles: false, hasAlerts: false }, "Waiting for the first articles"],
    [{ ...all, hasAlerts: false }, "No topic has matched yet"],
    [all, undefined],
  ] as const;
  for (const [facts, title] of cases) expect(nextStep(facts)?.title).toBe(title);
});

describe("the strip", () => {
  test("has all steps in their order, also when nothing moves", () => {
    expect(stageStrip(new Map()).map(({ name, lastHour, open, tone }) => [name, lastHour, open, tone])).toEqual(
      ["discovered", "fetched", "stripped", "deduplicated", "classified", "alerted"].map((name) => [
        name,
        0,
        0,
        "good",
      ]),
    );
  });

  test("adds up what waits in the stages of a step, and takes the oldest", () => {
    const minute = 60_000;
    const strip = stageStrip(
      new Map([
        ["notify", { lastHour: 90, open: 2, oldestMs: 6 * minute }],
        ["deliver", { lastHour: 7, open: 1, oldestMs: 2 * minute }],
        ["strip", { lastHour: 1, open: 1, oldestMs: 40 * minute }],
        ["fetch", { lastHour: 5, open: 0, oldestMs: 99 * minute }],
      ]),
    );
    expect(strip.find(({ name }) => name === "alerted")).toMatchObject({
      lastHour: 7,
      open: 3,
      oldestMs: 6 * minute,
      tone: "warn",
    });
    expect(strip.find(({ name }) => name === "stripped")?.tone).toBe("bad");
    expect(strip.find(({ name }) => name === "fetched")).toMatchObject({ open: 0, oldestMs: 0, tone: "good" });
  });
});
