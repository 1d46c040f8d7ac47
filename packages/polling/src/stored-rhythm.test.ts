import { describe, expect, test } from "vitest";
import { newRhythm } from "./rhythm.ts";
import { dayMs, hourMs } from "./stretches.ts";
import { readRhythm } from "./stored-rhythm.ts";
import { everySo, monday, watchedSource } from "./watched-source.ts";

const toMs = monday + 3 * dayMs;
const known = watchedSource(everySo(hourMs / 3, monday, toMs), { toMs });

test.each([
  ["a new one", newRhythm(new Date(monday))],
  ["a known one", known],
])("%s comes back from the store as it was", (_, rhythm) => {
  expect(readRhythm(JSON.parse(JSON.stringify(rhythm)))).toEqual(rhythm);
});

test("what is not ours is left behind", () => {
  expect(readRhythm({ ...known, extra: "x", __proto__: { polluted: true } })).toEqual(known);
});

describe("anything else is not a rhythm", () => {
  test.each<[string, unknown]>([
    ["null", null],
    ["undefined", undefined],
    ["a text", JSON.stringify(known)],
    ["a list", [known]],
    ["an empty object", {}],
    ["another version", { ...known, version: 2 }],
    ["a part missing", { ...known, seen: undefined }],
    ["a part of another kind", { ...known, seen: [1, 2] }],
    ["a list too short", { ...known, minutes: { ...known.minutes, items: [1] } }],
    ["a list too long", { ...known, gaps: { ...known.gaps, hours: Array.from({ length: 100_000 }, () => 1) } }],
    ["a text in a list", { ...known, weekdays: { ...known.weekdays, hours: ["1", "2", "3", "4", "5", "6", "7"] } }],
    ["a negative amount", { ...known, seen: { items: -1, hours: 1 } }],
    ["an endless amount", { ...known, seen: { items: Infinity, hours: 1 } }],
    ["no number", { ...known, busy: { now: Number.NaN, peak: 1 } }],
    ["belief beyond bounds", { ...known, credit: { ...known.credit, surge: 1e6 } }],
    ["watched since after its last poll", { ...known, sinceMs: known.atMs + 1 }],
    ["an instant no Date has", { ...known, atMs: 1e18 }],
  ])("%s", (_, stored) => {
    expect(readRhythm(stored)).toBeNull();
  });
});
