import { afterEach, describe, expect, test } from "vitest";
import { after, day, facts, minute, route, spoke, stepOf, told, waiting } from "./flush-scene.ts";
import type { WaitingAlert } from "./group-facts.ts";

describe("a further message", () => {
  test("leaves with the interval, for an original with a new passage", () => {
    const given = { ...told, waiting: [waiting(2)] };
    expect(stepOf(facts(spoke, { ...given, now: after(2 * minute) }))).toEqual({
      kind: "wait",
      untilMs: 3 * minute,
    });
    expect(stepOf(facts(spoke, { ...given, now: after(5 * minute) }))).toMatchObject({
      kind: "send",
      why: "newPassage",
      message: { revision: 2, event: "alert.updated" },
    });
  });

  test("leaves for a revision that says something else, unless the route wants none", () => {
    const given = {
      ...told,
      waiting: [waiting(2, { verdict: "revision", passage: "Passage 1." })],
      now: after(6 * minute),
    };
    expect(stepOf(facts(spoke, given))).toMatchObject({ kind: "send", why: "textChanged" });
    const silent = { ...route, updates: { ...route.updates, textChanged: "never" as const } };
    expect(stepOf(facts(spoke, { ...given, route: silent }))).toMatchObject({ kind: "join", why: "notMaterial" });
  });

  test("leaves for a higher severity, also of a copy, but not before the interval", () => {
    const given = { ...told, waiting: [waiting(2, { verdict: "duplicate", severity: "critical" })] };
    expect(stepOf(facts(spoke, { ...given, now: after(minute) }))).toEqual({ kind: "wait", untilMs: 4 * minute });
    expect(stepOf(facts(spoke, { ...given, now: after(6 * minute) }))).toMatchObject({
      kind: "send",
      why: "severityRaised",
      message: { severity: "critical" },
    });
  });

  test("leaves when enough new sources have it, counting those that joined silently", () => {
    const copies = [waiting(4, { verdict: "duplicate", sourceId: "d" })];
    const given = { ...told, waiting: copies, now: after(6 * minute) };
    expect(stepOf(facts(spoke, { ...given, joinedSources: ["b"] }))).toMatchObject({ kind: "join" });
    expect(stepOf(facts(spoke, { ...given, joinedSources: ["b", "c"] }))).toMatchObject({
      kind: "send",
      why: "newSources",
    });
  });

  test.each<[string, WaitingAlert]>([
    ["a copy", waiting(2, { verdict: "duplicate", sourceId: "b" })],
    ["a near copy", waiting(2, { verdict: "nearDuplicate", sourceId: "b" })],
    ["a passage that was told", waiting(2, { passage: "Passage 1." })],
  ])("does not leave for %s: it joins", (_what, alert) => {
    expect(stepOf(facts(spoke, { ...told, waiting: [alert], now: after(6 * minute) }))).toEqual({
      kind: "join",
      why: "notMaterial",
      untilMs: day - 6 * minute,
    });
  });

  test("does not leave a seventh time a day", () => {
    const six = { ...spoke, updates_today: 6, updates_on: new Date(2026, 2, 2) };
    const given = { ...told, waiting: [waiting(2)], now: after(6 * minute) };
    expect(stepOf(facts(six, given))).toMatchObject({ kind: "join", why: "dailyLimit" });
    expect(stepOf(facts({ ...six, updates_today: 5 }, given))).toMatchObject({ kind: "send" });
    const yesterday = { ...six, updates_on: new Date(2026, 2, 1) };
    expect(stepOf(facts(yesterday, given))).toMatchObject({ kind: "send" });
  });

  describe("in another time zone", () => {
    const zone = process.env.TZ;
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });

    // The driver gives a date as midnight of the process's own zone.
    test.each(["Asia/Tokyo", "America/Los_Angeles", "UTC"])("(%s) has the same daily limit", (name) => {
      process.env.TZ = name;
      for (const hours of [0, 8, 16, 23]) {
        const now = new Date(Date.UTC(2026, 2, 2, hours, 30));
        const group = {
          ...spoke,
          opened_at: new Date(now.getTime() - 10 * minute),
          flushed_at: new Date(now.getTime() - 10 * minute),
          updates_today: 6,
        };
        const given = { ...told, waiting: [waiting(2)], now };
        expect(stepOf(facts({ ...group, updates_on: new Date(2026, 2, 2) }, given))).toMatchObject({
          kind: "join",
        });
        expect(stepOf(facts({ ...group, updates_on: new Date(2026, 2, 1) }, given))).toMatchObject({
          kind: "send",
        });
      }
    });
  });
});
