import { beforeAll, describe, expect, test } from "vitest";
import { randomWorld } from "../fixtures/random-world.ts";
import type { World } from "../fixtures/random-world.ts";
import { simulate } from "../fixtures/simulator.ts";
import type { SimAlert, SimMessage, SimResult } from "../fixtures/simulated.ts";
import { meetsAll } from "../conditions.ts";
import type { NamedInterval } from "./way-out.ts";
import { matchEnd } from "./match-end.ts";
import { localTime } from "../time-zone.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const matchesOfWorld = 500;

/** Spring and autumn, each with the clock changes of London, New York, Lord Howe and Santiago. */
const starts = [new Date("2026-03-05T00:00:00Z"), new Date("2026-09-03T00:00:00Z"), new Date("2026-10-01T00:00:00Z")];

let runs: readonly { readonly world: World; readonly result: SimResult }[] = [];

beforeAll(() => {
  runs = Array.from({ length: 20 }, (_, seed) => {
    const world = randomWorld(seed + 1, starts[seed % starts.length] ?? new Date(0), matchesOfWorld);
    return { world, result: simulate(world) };
  });
}, 240_000);

function each(check: (run: { readonly world: World; readonly result: SimResult }) => void): void {
  expect(runs.length * matchesOfWorld).toBe(10_000);
  for (const run of runs) check(run);
}

/** By definition; the intervals of a world begin and end at hours at which clocks do not change. */
function isQuiet(interval: NamedInterval, at: Date): boolean {
  const { hour, minute, weekday } = localTime(interval.timeZone, at);
  const now = hour * 60 + minute;
  const starts = (day: number): boolean =>
    interval.weekdays.length === 0 || interval.weekdays.includes(day === 0 ? 7 : day);
  const times = interval.times.length === 0 ? [{ startMinute: 0, endMinute: 1440 }] : interval.times;
  return times.some(({ startMinute, endMinute }) =>
    endMinute > startMinute
      ? starts(weekday) && startMinute <= now && now < endMinute
      : (starts(weekday) && startMinute <= now) || (starts(weekday - 1) && now < endMinute),
  );
}

function isKeptQuiet({ match, group }: SimAlert, at: Date, world: World): boolean {
  const { quietHours } = group.route;
  const interval = world.intervals.find(({ name }) => name === quietHours?.during);
  if (quietHours === null || interval === undefined || meetsAll(quietHours.except, match.labels)) return false;
  return isQuiet(interval, at);
}

function ofKind(result: SimResult, ...kinds: readonly SimMessage["kind"][]): readonly SimMessage[] {
  return result.messages.filter(({ kind }) => kinds.includes(kind));
}

describe("10,000 random matches through random routes, silences, quiet hours, limits, digests and clock changes", () => {
  test("end each in exactly one way", () => {
    const seen = new Set<string>();
    each(({ world, result }) => {
      const byMatch = Map.groupBy(result.alerts, ({ match }) => match.id);
      for (const alert of result.alerts) expect(alert.ends.map(({ end }) => end)).toHaveLength(1);
      for (const { id } of world.matches) {
        const ends = byMatch.get(id)?.flatMap((alert) => alert.ends) ?? [];
        expect(ends.length > 0).not.toBe(result.refused.has(id));
        const end = matchEnd(ends.map((how) => how.end)) ?? "suppressed";
        const reason = ends.find((how) => how.end === end)?.reason ?? result.refused.get(id);
        seen.add(end === "suppressed" || end === "digested" ? `${end} ${reason}` : end);
      }
    });
    // Nothing of all this passes because it never happened.
    expect([...seen].toSorted()).toEqual([
      "digested held",
      "digested overflow",
      "digested scheduled",
      "joined",
      "sent",
      "suppressed baseline",
      "suppressed duplicate",
      "suppressed inhibited",
      "suppressed not_material",
      "suppressed quiet_hours",
      "suppressed silenced",
      "suppressed too_old",
    ]);
  });

  test("are in one message at most", () => {
    each(({ result }) => {
      const told = ofKind(result, "alert", "held", "scheduled", "overflow").flatMap(({ alerts }) =>
        alerts.map(({ id }) => id),
      );
      expect(new Set(told).size).toBe(told.length);
      const ends = result.alerts.filter(({ ends }) => ends.some(({ end }) => end === "sent" || end === "digested"));
      expect(ends.filter(({ id }) => !told.includes(id))).toEqual([]);
    });
  });

  test("leave within a minute of the end of the quiet hours that held them", () => {
    let held = 0;
    each(({ world, result }) => {
      for (const alert of result.alerts) {
        const [how] = alert.ends;
        if (alert.heldAt === null || how?.end !== "digested") continue;
        held += 1;
        let over = Math.floor(alert.heldAt.getTime() / minuteMs) * minuteMs;
        while (isKeptQuiet(alert, new Date(over), world)) over += minuteMs;
        expect(how.at.getTime() - over).toBeGreaterThanOrEqual(0);
        expect(how.at.getTime() - over).toBeLessThanOrEqual(minuteMs);
      }
    });
    expect(held).toBeGreaterThan(200);
  });

  test("do not disturb at quiet hours, whatever sent them", () => {
    each(({ world, result }) => {
      for (const { at, alerts } of ofKind(result, "alert")) {
        expect(alerts.every((alert) => isKeptQuiet(alert, at, world))).toBe(false);
      }
      for (const { at, alerts } of ofKind(result, "held", "overflow")) {
        expect(alerts.filter((alert) => isKeptQuiet(alert, at, world))).toEqual([]);
      }
    });
  });

  test("do not leave while they are silenced", () => {
    each(({ world, result }) => {
      for (const { at, alerts } of ofKind(result, "alert", "held", "scheduled", "overflow")) {
        const active = world.silences.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
        expect(alerts.filter(({ match }) => active.some(({ matchers }) => meetsAll(matchers, match.labels)))).toEqual(
          [],
        );
      }
    });
  });

  test("are told by a group no oftener than its interval, counted from any message that named it", () => {
    each(({ result }) => {
      const named = new Map<unknown, Date>();
      for (const { kind, at, alerts } of ofKind(result, "alert", "held", "scheduled", "overflow")) {
        for (const group of new Set(alerts.map((alert) => alert.group))) {
          const last = named.get(group);
          if (kind === "alert" && last !== undefined) {
            expect(at.getTime() - last.getTime()).toBeGreaterThanOrEqual(group.route.groupIntervalMs);
          }
          named.set(group, at);
        }
      }
    });
  });

  test("keep the limits of receivers", () => {
    let limited = 0;
    each(({ world, result }) => {
      // What is critical goes beyond them.
      const bound = ofKind(result, "alert", "overflow").filter(({ alerts }) =>
        alerts.every(({ match }) => match.labels.severity !== "critical"),
      );
      for (const { receiver, at } of bound) {
        const limit = world.receivers.find(({ name }) => name === receiver)?.rateLimit;
        if (limit === undefined || limit === null) continue;
        limited += 1;
        const before = bound.filter(
          (other) => other.receiver === receiver && other.at < at && at.getTime() - other.at.getTime() < limit.perMs,
        );
        expect(before.length).toBeLessThan(limit.max);
      }
    });
    expect(limited).toBeGreaterThan(200);
  });

  test("are in digests that come exactly once each local day, at the local hour", () => {
    let gaps = 0;
    each(({ world, result }) => {
      for (const { name, digest, sendEmpty } of world.receivers) {
        if (digest === null || !sendEmpty) continue;
        const days = ofKind(result, "scheduled")
          .filter(({ receiver }) => receiver === name)
          .map(({ at }) => {
            // Everything is up to 20 s late, also over midnight; a skipped time is the end of its gap.
            const { year, month, day, hour, minute } = localTime(digest.timeZone, new Date(at.getTime() - 20_000));
            const late = (hour * 60 + minute - digest.atMinute + 1 + 1_440) % 1_440;
            expect(late).toBeLessThanOrEqual(61);
            if (late > 1) gaps += 1;
            return Date.UTC(year, month - 1, day) / dayMs;
          });
        expect(days).toEqual(days.map((_, index) => (days[0] ?? 0) + index));
        expect(days.length).toBeGreaterThanOrEqual(33);
      }
    });
    expect(gaps).toBeLessThan(3);
  });

  test("are reminded of and escalated only while they are high, and within their number", () => {
    let reminders = 0;
    each(({ world, result }) => {
      for (const { at, kind, about: group } of ofKind(result, "reminder", "escalation")) {
        if (group !== null) {
          expect(["high", "critical"]).toContain(group.told?.severity);
          const { acknowledgedAt, newsAt } = group;
          const wasAcknowledged = acknowledgedAt !== null && acknowledgedAt <= at;
          if (wasAcknowledged) expect(newsAt.some((news) => news > acknowledgedAt && news <= at)).toBe(true);
          const quiet = group.route.quietHours;
          const interval = world.intervals.find(({ name }) => name === quiet?.during);
          const isExcepted = quiet !== null && meetsAll(quiet.except, { severity: group.told?.severity ?? "low" });
          if (kind === "reminder" && interval !== undefined && !isExcepted) expect(isQuiet(interval, at)).toBe(false);
          reminders += 1;
        }
      }
    });
    expect(reminders).toBeGreaterThan(200);
  });
});
