import { describe, expect, test } from "vitest";
import { randomWorld } from "../fixtures/random-world.ts";
import { routesFor } from "../routing.ts";
import { renderTimeline } from "./render-timeline.ts";
import { routeTimeline } from "./route-timeline.ts";
import type { TimelineRoute } from "./route-timeline.ts";

const timers = {
  groupWaitMs: 60_000,
  groupIntervalMs: 900_000,
  closeAfterMs: 172_800_000,
  quietHours: null,
  matchers: [],
  continue: false,
  routes: [],
};
const hold = { during: "london-nights", action: "hold", except: ['severity="critical"'] } as const;
const root: TimelineRoute = {
  ...timers,
  name: "root",
  receiver: "newsdesk",
  routes: [
    {
      ...timers,
      name: "duty",
      receiver: "duty-editor",
      matchers: ['severity="critical"'],
      continue: true,
      groupWaitMs: 0,
    },
    {
      ...timers,
      name: "corporate",
      receiver: "corporate-slack",
      matchers: ['desk="corporate"', 'severity!="low"'],
      quietHours: hold,
    },
    { ...timers, name: "rest", receiver: "morning-digest", matchers: ['severity=~"low|normal"'] },
  ],
};
const nights = {
  name: "london-nights",
  timeZone: "Europe/London",
  times: [{ startMinute: 1140, endMinute: 420 }],
  weekdays: [],
};
const plain = { rateLimit: null, digest: null, remind: null, escalate: null };
const receivers = [
  { ...plain, name: "newsdesk" },
  {
    ...plain,
    name: "duty-editor",
    remind: { everyMs: 900_000, max: 3 },
    escalate: { afterMs: 600_000, to: "duty-manager" },
  },
  { ...plain, name: "corporate-slack", rateLimit: { max: 20, perMs: 3_600_000 } },
  { ...plain, name: "morning-digest", digest: { atMinute: 450, weekdays: [], timeZone: "Europe/London" } },
];
const at = new Date("2026-03-28T21:00:00Z");
const facts = { root, intervals: [nights], receivers, at, hours: 24 };

function instants(dates: readonly Date[]): string[] {
  return dates.map((date) => date.toISOString().slice(0, 16));
}

describe("the timeline of a match", () => {
  test("shows which routes took it, which did not, and by which matcher", () => {
    const { path } = routeTimeline({ ...facts, labels: { severity: "normal", desk: "corporate" } });
    expect(path.map(({ route, answer, matchers }) => [route, answer, matchers.map(({ isMet }) => isMet)])).toEqual([
      ["root", "passes", []],
      ["duty", "refuses", [false]],
      ["corporate", "takes", [true, true]],
      ["rest", "notAsked", []],
    ]);
    expect(path[1]?.matchers[0]?.found).toEqual(["normal"]);
  });

  test("holds it until the quiet hours end, an hour earlier after the change of spring", () => {
    const { plans } = routeTimeline({ ...facts, labels: { severity: "normal", desk: "corporate" } });
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatchObject({
      route: "corporate",
      dueWhy: "groupWait",
      out: { kind: "hold" },
      reminders: [],
      escalation: null,
    });
    expect(instants([plans[0]?.leavesAt ?? at, plans[0]?.updateNotBefore ?? at, plans[0]?.closesAt ?? at])).toEqual([
      "2026-03-29T06:00",
      "2026-03-29T06:15",
      "2026-03-30T21:00",
    ]);
    expect(plans[0]?.quiet?.stretches.flatMap(({ start, end }) => instants([start, end]))).toEqual([
      "2026-03-28T19:00",
      "2026-03-29T06:00",
      "2026-03-29T18:00",
      "2026-03-30T06:00",
    ]);
  });

  test("has reminders and escalation of what is critical, on each route for itself", () => {
    const { plans } = routeTimeline({ ...facts, labels: { severity: "critical", desk: "corporate" } });
    expect(plans.map(({ route, dueWhy, out }) => [route, dueWhy, out.kind])).toEqual([
      ["duty", "critical", "open"],
      ["corporate", "critical", "open"],
    ]);
    expect(instants(plans[0]?.reminders ?? [])).toEqual(["2026-03-28T21:15", "2026-03-28T21:30", "2026-03-28T21:45"]);
    expect(plans[0]?.escalation).toEqual({ at: new Date("2026-03-28T21:10:00Z"), to: "duty-manager" });
    expect(plans[1]).toMatchObject({ quiet: { isExcepted: true }, reminders: [] });
  });

  test("has the digests of a receiver, at the local hour", () => {
    const { plans } = routeTimeline({ ...facts, hours: 72, labels: { severity: "low" } });
    expect(instants(plans[0]?.digests ?? [])).toEqual(["2026-03-29T06:30", "2026-03-30T06:30", "2026-03-31T06:30"]);
    expect(instants([plans[0]?.leavesAt ?? at])).toEqual(["2026-03-29T06:30"]);
  });

  test("ends with the hours asked for, and does not go on for ever", () => {
    const eager = [{ ...plain, name: "duty-editor", remind: { everyMs: 0, max: 1e9 } }];
    const { plans, until } = routeTimeline({
      ...facts,
      receivers: eager,
      hours: 1e9,
      labels: { severity: "critical" },
    });
    expect(until.toISOString()).toBe("2026-04-28T21:00:00.000Z");
    expect(plans[0]?.reminders).toHaveLength(50);
  });

  test("of any tree takes the routes that a match takes", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = randomWorld(seed, at, 25);
      for (const { labels } of world.matches) {
        const { path, plans } = routeTimeline({ ...world, at, hours: 48, labels });
        const taken = routesFor(labels, world.root).map(({ name }) => name);
        expect(plans.map(({ route }) => route)).toEqual(taken);
        expect(path.filter(({ answer }) => answer === "takes").map(({ route }) => route)).toEqual(taken);
      }
    }
  });
});

describe("a drawn timeline", () => {
  const held = routeTimeline({ ...facts, labels: { severity: "normal", desk: "corporate" } });

  test("reads like this", () => {
    expect(renderTimeline(held, { width: 76, timeZone: "Europe/London" })).toEqual([
      "labels: severity=normal desk=corporate",
      "",
      "○ root → newsdesk: asks its routes",
      '  × duty → duty-editor: not severity="critical", it is "normal"',
      '  ● corporate → corporate-slack: takes it, desk="corporate" and',
      '      severity!="low"',
      "  - rest → morning-digest: not asked, a route before it took it",
      "",
      "corporate → corporate-slack, times in Europe/London",
      "  m░░░░░░░░░░░░░░░░░░░░░░░░░░A───────────────────────────────────(░░░░░░░░",
      "  21:00   23:40   03:20   06:00   08:40   11:20   14:00   16:40   19:20",
      "  Sat 2026-03-28 21:00  m  matched; quiet hours london-nights are on: hold",
      "  Sun 2026-03-29 07:00  )  quiet hours end",
      "  Sun 2026-03-29 07:00  A  message, held until the quiet hours end",
      "  Sun 2026-03-29 07:15  u  an update at the earliest",
      "  Sun 2026-03-29 19:00  (  quiet hours london-nights begin: hold",
      "  Mon 2026-03-30 22:00  c  closes, unless more matches come",
      "  at most 20 messages in 1 h, the rest in a digest",
    ]);
  });

  test("is in the zone that is asked for, and names it", () => {
    const lines = renderTimeline(held, { width: 76, timeZone: "Asia/Kolkata" });
    expect(lines).toContain("corporate → corporate-slack, times in Asia/Kolkata");
    expect(lines).toContain("  Sun 2026-03-29 02:30  m  matched; quiet hours london-nights are on: hold");
  });

  test.each([0, 40, 61, 120, 500, Number.NaN])(
    "of any world has no line that is too long at a width of %d",
    (width) => {
      for (let seed = 1; seed <= 10; seed++) {
        const world = randomWorld(seed, at, 5);
        for (const { labels } of world.matches) {
          const timeline = routeTimeline({ ...world, at, hours: 48, labels });
          const most = Math.max(40, Math.min(200, width || 40));
          for (const line of renderTimeline(timeline, { width, timeZone: "UTC" }))
            expect(line.length).toBeLessThanOrEqual(most);
        }
      }
    },
  );

  test("shows no control characters of a label", () => {
    const timeline = routeTimeline({ ...facts, labels: { severity: "low", topic: "\u001b[2J\n\u202Eevil" } });
    const lines = renderTimeline(timeline, { width: 80, timeZone: "UTC" });
    expect(lines[0]).toBe("labels: severity=low topic= [2J  evil");
    expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test("of no time at all is still drawn", () => {
    const timeline = routeTimeline({ ...facts, hours: 0, labels: { severity: "low" } });
    expect(renderTimeline(timeline, { width: 80, timeZone: "UTC" }).length).toBeGreaterThan(5);
  });
});
