import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { readHabits } from "./habits.ts";
import { newRhythm, observe, type Rhythm } from "./rhythm.ts";
import { readRhythm } from "./stored-rhythm.ts";
import { dayMs, hourMs, minuteMs } from "./stretches.ts";
import { everySo, monday, watchedSource } from "./watched-source.ts";

describe("the rate", () => {
  test.each([0.1, 1, 12])("of %d items an hour is known after four days", (perHour) => {
    const toMs = monday + 4 * dayMs;
    const rhythm = watchedSource(everySo(hourMs / perHour, monday, toMs), { toMs });
    expect(readHabits(rhythm).perHour / perHour).toBeCloseTo(1, 0);
  });

  test("falls when nothing comes any more, without the source being forgotten at once", () => {
    const toMs = monday + 10 * dayMs;
    const rhythm = watchedSource(everySo(hourMs, monday, monday + 4 * dayMs), { toMs });
    const { perHour } = readHabits(rhythm);
    expect(perHour).toBeLessThan(0.2);
    expect(perHour).toBeGreaterThan(0.05);
  });

  test("does not depend on how often the source was polled", () => {
    const toMs = monday + 6 * dayMs;
    const items = everySo(hourMs / 2, monday, toMs);
    const rates = [hourMs / 12, hourMs, 6 * hourMs].map(
      (everyMs) => readHabits(watchedSource(items, { toMs, everyMs })).perHour,
    );
    for (const rate of rates) expect(rate).toBeCloseTo(2, 0);
  });
});

describe("habits", () => {
  const days = Array.from({ length: 14 }, (_, day) => monday + day * dayMs);
  const toMs = monday + 14 * dayMs;

  test("of the day: the morning's half-hours stand out, the night's do not", () => {
    const mornings = days.flatMap((day) => everySo(10 * minuteMs, day + 8 * hourMs, day + 11 * hourMs));
    const { day, clock } = readHabits(watchedSource(mornings, { toMs }));
    expect((day[18] ?? 0) * (clock[18] ?? 0)).toBeGreaterThan(5);
    expect((day[4] ?? 1) * (clock[4] ?? 1)).toBeLessThan(0.2);
  });

  test("of the week: days are counted by themselves", () => {
    const weekdays = days
      .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
      .flatMap((day) => everySo(hourMs, day, day + dayMs));
    const { weekday, trust } = readHabits(watchedSource(weekdays, { toMs }));
    // 0 is Sunday.
    const factorOf = (day: number): number => weekday[(day + 3) % 7] ?? 0;
    expect(factorOf(1)).toBeGreaterThan(3 * factorOf(6));
    expect(trust.weekday).toBeGreaterThan(0.6);
  });

  test("of the hour: a slot shows sharper than any single poll could see it", () => {
    const onTheHour = everySo(hourMs, monday, toMs).map((at) => Math.floor(at / hourMs) * hourMs + 30_000);
    const { minute, trust } = readHabits(watchedSource(onTheHour, { toMs, everyMs: 7 * minuteMs }));
    expect(minute[0]).toBe(Math.max(...minute));
    expect(minute[0]).toBeGreaterThan(2.5);
    expect(trust.minute).toBeGreaterThan(0.9);
  });

  test("are not seen where there are none", () => {
    const random = seededRandom(1);
    const anyTime = Array.from({ length: 14 * 48 }, () => monday + random() * 14 * dayMs);
    const { day, minute, weekday } = readHabits(watchedSource(anyTime, { toMs }));
    for (const factor of [...day, ...minute, ...weekday]) {
      expect(factor).toBeGreaterThan(0.5);
      expect(factor).toBeLessThan(1.6);
    }
  });

  test("a surge is noticed and fades", () => {
    const calm = everySo(2 * hourMs, monday, toMs);
    const burst = everySo(3 * minuteMs, toMs - hourMs, toMs);
    const during = watchedSource([...calm, ...burst], { toMs });
    expect(readHabits(during).surge).toBeGreaterThan(3);
    const after = observe(during, { at: new Date(toMs + 12 * hourMs), newItems: 3, items: 30 });
    expect(readHabits(after).surge).toBeLessThan(1.5);
  });
});

describe("the first poll", () => {
  const at = new Date(monday);
  const later = new Date(monday + 10 * minuteMs);

  test("teaches nothing when all it finds is new, whenever the watch was opened", () => {
    const first = observe(newRhythm(at), { at: later, newItems: 50, items: 50 });
    expect(first.seen).toEqual({ items: 0, hours: 0 });
    expect(first.window).toBe(50);
    expect(first.sinceMs).toBe(later.getTime());
    const second = observe(first, { at: new Date(monday + 20 * minuteMs), newItems: 50, items: 50 });
    expect(second.seen.items).toBe(50);
  });

  test("teaches when only some of it is new", () => {
    expect(observe(newRhythm(at), { at: later, newItems: 1, items: 50 }).seen.items).toBe(1);
  });

  test("may know the rate from the items' dates", () => {
    const dates = everySo(hourMs, monday - 2 * dayMs, monday).map((date) => new Date(date));
    const rhythm = newRhythm(at, dates);
    expect(readHabits(rhythm).perHour).toBeCloseTo(1, 0);
    expect(rhythm).toMatchObject({ sinceMs: monday, atMs: monday, polls: 0, gaps: { count: 0 } });
  });

  test.each<[string, readonly Date[]]>([
    ["none", []],
    ["all the same", Array.from({ length: 50 }, () => new Date(monday - hourMs))],
    ["in the future", everySo(hourMs, monday, monday + dayMs).map((date) => new Date(date))],
    ["years old", everySo(hourMs, 0, dayMs).map((date) => new Date(date))],
    ["no dates", [new Date(Number.NaN), new Date(Number.NaN), new Date(Number.NaN)]],
  ])("learns nothing from dates that are %s", (_, dates) => {
    expect(newRhythm(at, dates)).toEqual(newRhythm(at));
  });
});

describe("whatever is observed", () => {
  const known = watchedSource(everySo(hourMs, monday, monday + dayMs), { toMs: monday + dayMs });

  test.each([
    ["time that stands still", { at: new Date(known.atMs), newItems: 5, items: 30 }],
    ["time that runs backwards", { at: new Date(known.atMs - hourMs), newItems: 5, items: 30 }],
    ["no time", { at: new Date(Number.NaN), newItems: 5, items: 30 }],
  ])("%s teaches nothing", (_, observation) => {
    expect(observe(known, observation)).toEqual(known);
  });

  test("the rhythm stays finite and small", () => {
    const random = seededRandom(7);
    const odd = [0, 1, 3, 50, 1e9, -4, 2.5, Number.NaN, Infinity];
    let rhythm: Rhythm = newRhythm(new Date(monday));
    let at = monday;
    for (let poll = 0; poll < 2000; poll++) {
      at += random() < 0.01 ? random() * 400 * dayMs : random() * 6 * hourMs;
      const newItems = random() < 0.9 ? Math.floor(random() * 3) : (odd[Math.floor(random() * odd.length)] ?? 0);
      rhythm = observe(rhythm, { at: new Date(at), newItems, items: odd[Math.floor(random() * odd.length)] ?? 0 });
    }
    const stored: unknown = JSON.parse(JSON.stringify(rhythm));
    expect(JSON.stringify(rhythm).length).toBeLessThan(4096);
    // JSON has no NaN and no Infinity.
    expect(stored).toEqual(rhythm);
    expect(readRhythm(stored)).toEqual(rhythm);
  });

  test("nothing given is changed", () => {
    const before = structuredClone(known);
    observe(known, { at: new Date(known.atMs + hourMs), newItems: 2, items: 30 });
    expect(known).toEqual(before);
  });
});
