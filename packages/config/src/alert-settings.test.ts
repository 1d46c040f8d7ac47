import { describe, expect, it } from "vitest";
import { configOf, problemsOf, warningsOf } from "./fake-files.ts";

const desk = "{ name: desk, terminal: true }";

/** A file with these lines, a route to `desk` and its receiver unless the lines say otherwise. */
function file(...lines: readonly string[]): string {
  const has = (key: string): boolean => lines.some((line) => line.startsWith(`${key}:`));
  return [
    ...lines,
    ...(has("route") ? [] : ["route: { receiver: desk }"]),
    ...(has("receivers") ? [] : [`receivers: [${desk}]`]),
    "",
  ].join("\n");
}

const nights = `time_intervals:
  - { name: nights, time_zone: Europe/London, times: [{ start: "19:00", end: "07:00" }], weekdays: ["monday:friday"] }
  - { name: always, time_zone: UTC }`;

describe("time intervals and quiet hours", () => {
  it("are read, and handed down until a route says none", async () => {
    const { alerts } = await configOf({
      alerts: file(
        nights,
        "route:",
        "  receiver: desk",
        "  quiet_hours: { during: nights, then: hold, except: ['severity=\"critical\"'] }",
        "  routes:",
        "    - { name: inherits }",
        "    - { name: ends, quiet_hours: none }",
        "    - { name: changes, quiet_hours: { during: nights, then: drop } }",
      ),
    });
    expect(alerts.timeIntervals[0]).toEqual({
      name: "nights",
      timeZone: "Europe/London",
      times: [{ startMinute: 1140, endMinute: 420 }],
      weekdays: [1, 2, 3, 4, 5],
    });
    const hold = { during: "nights", action: "hold", except: ['severity="critical"'] };
    expect(alerts.route.quietHours).toEqual(hold);
    expect(alerts.route.routes.map(({ quietHours }) => quietHours)).toEqual([
      hold,
      null,
      { during: "nights", action: "drop", except: [] },
    ]);
  });

  it.each([
    ["saturday:monday", [1, 6, 7]],
    ["sunday", [7]],
    ["sunday:saturday", [1, 2, 3, 4, 5, 6, 7]],
  ])("know the days of %s", async (range, days) => {
    const { alerts } = await configOf({
      alerts: file(`time_intervals: [{ name: a, time_zone: UTC, weekdays: ["${range}"] }]`),
    });
    expect(alerts.timeIntervals[0]?.weekdays).toEqual(days);
  });

  it.each([
    [
      "time_intervals: [{ name: a }]",
      "alerts.yaml:1:18 time_zone is missing: expected the name of a time zone such as Europe/London or UTC.",
    ],
    [
      "time_intervals: [{ name: a, time_zone: london }]",
      'alerts.yaml:1:40 time_zone: found "london", expected the name of a time zone such as Europe/London or UTC. Did you mean Europe/London?',
    ],
    [
      'time_intervals: [{ name: a, time_zone: "+01:00" }]',
      'alerts.yaml:1:40 time_zone: found "+01:00", expected the name of a time zone',
    ],
    [
      "time_intervals: [{ name: a, time_zone: UTC, times: [{ start: 7 pm, end: 07:00 }] }]",
      'start: found "7 pm", expected a time of day in quotes such as "07:30". Did you mean 19:00?',
    ],
    [
      "time_intervals: [{ name: a, time_zone: UTC, weekdays: [mon-fri] }]",
      'weekdays[0]: found "mon-fri", expected a weekday such as monday, or a range such as monday:friday. Did you mean monday:friday?',
    ],
    [
      "time_intervals: [{ name: a, time_zone: UTC }, { name: a, time_zone: UTC }]",
      "two time intervals are named `a`: each needs a name of its own.",
    ],
    [
      "route: { receiver: desk, quiet_hours: { during: nihgts, then: hold } }",
      "there is no time interval `nihgts`. Did you mean nights?",
    ],
    ["route: { receiver: desk, quiet_hours: { during: nights } }", "then"],
    [
      "route: { receiver: desk, quiet_hours: { during: always, then: hold } }",
      "the quiet hours `always` never end: leave out a day or an hour",
    ],
    [
      "route: { receiver: desk, quiet_hours: { during: nights, then: hold, except: [severity==1] } }",
      'the matcher "severity==1" cannot be read',
    ],
  ])("refuses %s", async (line, problem) => {
    const lines = line.startsWith("route") ? [nights, line] : [line];
    expect(await problemsOf({ alerts: file(...lines) })).toEqual([expect.stringContaining(problem)]);
  });
});

describe("inhibit rules", () => {
  const rule = (equal: string): string =>
    `inhibit_rules: [{ name: sure, source_matchers: [topic="a"], target_matchers: [topic="b"], equal: [${equal}], for: 24h }]`;

  it("are read", async () => {
    const { alerts } = await configOf({ alerts: file(rule("story")) });
    expect(alerts.inhibitRules).toEqual([
      {
        name: "sure",
        sourceMatchers: ['topic="a"'],
        targetMatchers: ['topic="b"'],
        equal: ["story"],
        forMs: 86_400_000,
      },
    ]);
  });

  it.each([
    [rule("storey"), "there is no label `storey`. Did you mean story?"],
    [rule("story").replace(", for: 24h", ""), "for"],
    [rule("story").replace('[topic="a"]', "[]"), "at least one matcher"],
    [rule("story").replace('[topic="b"]', '[topic~"b"]'), "cannot be read"],
  ])("refuses %s", async (line, problem) => {
    expect(await problemsOf({ alerts: file(line) })).toEqual([expect.stringContaining(problem)]);
  });

  it("may ask for a label that a topic has", async () => {
    const topics = "topics: [{ id: acme, any: [Acme], labels: { desk: a } }]\n";
    expect(await problemsOf({ alerts: file(rule("desk")), topics })).toEqual([]);
  });
});

describe("receivers", () => {
  it("are read with all their settings", async () => {
    const { alerts } = await configOf({
      alerts: file(
        "time_zone: Europe/London",
        "smtp: { host: mail.example.org, from: a@example.org }",
        "apprise: { url: https://apprise.example.org }",
        "dead_man: { receiver: ops, after: 15m }",
        "route: { receiver: morning }",
        "receivers:",
        "  - name: morning",
        "    digest:",
        '      schedule: { at: "07:30", weekdays: ["monday:friday"], time_zone: Europe/London }',
        "      via: { email: [{ to: desk@example.org }] }",
        "  - name: duty",
        '    telegram: [{ token: "${env:PARTNER_WEBHOOK}", chat: "@duty" }]',
        "    ntfy: [{ topic_url: https://ntfy.example.org/duty, priority: high }]",
        '    teams: [{ url: "${env:PARTNER_WEBHOOK}" }]',
        '    discord: [{ url: "${env:PARTNER_WEBHOOK}" }]',
        '    pagerduty: [{ routing_key: "${env:PARTNER_WEBHOOK}" }]',
        '    apprise: ["${env:PARTNER_WEBHOOK}", { target: "${env:PARTNER_WEBHOOK}", repeat: at-most-once }]',
        "    rate_limit: { max: 20, per: 1h, overflow: digest }",
        "    remind: { every: 15m, max: 3 }",
        "    escalate: { unless_acknowledged_within: 10m, to: ops }",
        "    fallback: ops",
        "    time_zone: Asia/Kolkata",
        '  - { name: ops, terminal: true, heartbeat: { at: "09:00", time_zone: UTC } }',
      ),
    });
    const [morning, duty, ops] = alerts.receivers;
    expect(alerts).toMatchObject({
      timeZone: "Europe/London",
      appriseUrl: "https://apprise.example.org",
      deadMan: { receiver: "ops", afterMs: 900_000 },
    });
    expect(morning).toMatchObject({
      channels: [{ kind: "email", to: "desk@example.org" }],
      digest: {
        atMinute: 450,
        weekdays: [1, 2, 3, 4, 5],
        timeZone: "Europe/London",
        sections: ["topic", "story"],
        maxStories: 50,
        sendEmpty: false,
      },
    });
    const reference = "${env:PARTNER_WEBHOOK}";
    const repeat = "at-least-once";
    expect(duty).toMatchObject({
      channels: [
        { kind: "teams", url: reference, repeat },
        { kind: "discord", url: reference, repeat },
        { kind: "telegram", token: reference, chat: "@duty", repeat },
        { kind: "ntfy", topicUrl: "https://ntfy.example.org/duty", token: null, priority: "high", repeat },
        { kind: "pagerduty", routingKey: reference, region: "us", repeat },
        { kind: "apprise", target: reference, repeat },
        { kind: "apprise", target: reference, repeat: "at-most-once" },
      ],
      rateLimit: { max: 20, perMs: 3_600_000 },
      remind: { everyMs: 900_000, max: 3 },
      escalate: { afterMs: 600_000, to: "ops" },
      fallback: "ops",
      timeZone: "Asia/Kolkata",
    });
    expect(ops).toMatchObject({ heartbeat: { atMinute: 540, timeZone: "UTC" } });
  });

  it.each([
    ["receivers: [{ name: desk, terminal: true, fallback: dsk }]", "there is no receiver `dsk`. Did you mean desk?"],
    ["dead_man: { receiver: nobody, after: 15m }", "there is no receiver `nobody`."],
    [
      "receivers: [{ name: desk, terminal: true, escalate: { unless_acknowledged_within: 5m, to: boss } }]",
      "there is no receiver `boss`.",
    ],
    ["receivers: [{ name: desk, terminal: true, fallback: desk }]", "the fallback of `desk` leads back to it"],
    [
      'receivers: [{ name: desk, terminal: true, digest: { schedule: { at: "07:30", time_zone: UTC }, via: { terminal: true } } }]',
      "the receiver `desk` has a digest, so its channels stand under `digest: { via: … }`",
    ],
    [
      'receivers: [{ name: desk, digest: { schedule: { at: "07:30", time_zone: UTC }, via: {} } }]',
      "the digest of `desk` has no channel: add webhook,",
    ],
    [
      'receivers: [{ name: desk, digest: { schedule: { at: "07:30", time_zone: UTC }, via: { email: [{ to: a@example.org }] } } }]',
      "e-mail needs a mail server",
    ],
    ['receivers: [{ name: desk, apprise: ["${env:PARTNER_WEBHOOK}"] }]', "apprise needs the address of an Apprise API"],
    ["receivers: [{ name: desk, apprise: [mailto://me:secret@example.org] }]", "expected"],
    [
      'receivers: [{ name: desk, slack: [{ url: "${env:PARTNER_WEBHOOK}", thread_by: story }] }]',
      "an incoming webhook of Slack has no threads",
    ],
    [
      'receivers: [{ name: desk, discord: [{ url: "https://discord.com/api/webhooks/1/secret" }] }]',
      "expected a reference, never the secret itself",
    ],
    ["receivers: [{ name: desk, terminal: true, rate_limit: { max: 0, per: 1h } }]", "a whole number from 1 to 10000"],
    [
      "receivers: [{ name: desk, terminal: true, rate_limit: { max: 5, per: 1h, overflow: drop } }]",
      "expected digest, the only way there is",
    ],
  ])("refuses %s", async (line, problem) => {
    expect(await problemsOf({ alerts: file(line) })).toEqual([expect.stringContaining(problem)]);
  });

  it("warns about nothing in a file that uses everything", async () => {
    expect(await warningsOf({ alerts: file(nights, "time_zone: UTC") })).toEqual([]);
  });
});
