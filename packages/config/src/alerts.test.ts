import { describe, expect, it } from "vitest";
import { configOf, fakeFolder, goodAlerts, problemsOf, warningsOf } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";

const receivers = "receivers: [{ name: desk, terminal: true }]\n";

/** A file with one receiver `desk`, given as lines below its name. */
function receiver(...settings: readonly string[]): string {
  return `route: { receiver: desk }\nreceivers:\n  - ${["name: desk", ...settings].join("\n    ")}\n`;
}

const noSettings = {
  timeZone: null,
  rateLimit: null,
  digest: null,
  remind: null,
  escalate: null,
  fallback: null,
  heartbeat: null,
};

describe("alerts.yaml", () => {
  it("hands down what a route sets to its children", async () => {
    const alerts = `route:
  receiver: desk
  group_wait: 10s
  updates: { new_sources: 2 }
  routes:
    - name: high
      matchers: [severity=~"high|critical"]
      group_interval: 1m
      continue: true
      routes:
        - { name: deep, matchers: ['topic="acme"'], group_wait: 0s, updates: { text_changed: never } }
${receivers}`;
    const { alerts: read } = await configOf({ alerts });
    expect(read.route).toEqual({
      name: "root",
      receiver: "desk",
      groupBy: ["topic", "story"],
      groupWaitMs: 10_000,
      groupIntervalMs: 900_000,
      closeAfterMs: 172_800_000,
      updates: { newSources: 2, severityRaised: true, textChanged: "material" },
      quietHours: null,
      matchers: [],
      continue: false,
      routes: [
        expect.objectContaining({
          name: "high",
          receiver: "desk",
          groupWaitMs: 10_000,
          groupIntervalMs: 60_000,
          continue: true,
        }),
      ],
    });
    expect(read.route.routes[0]?.routes).toEqual([
      expect.objectContaining({
        name: "deep",
        matchers: ['topic="acme"'],
        groupWaitMs: 0,
        groupIntervalMs: 60_000,
        updates: { newSources: 2, severityRaised: true, textChanged: "never" },
        continue: false,
      }),
    ]);
  });

  it("reads every channel and keeps references unresolved", async () => {
    const alerts = `${receiver(
      "webhook:",
      '  - { url: https://a.example.com/x, secrets: ["${env:PARTNER_WEBHOOK}", "${env:PARTNER_WEBHOOK}"], events: [alert.opened] }',
      "email: [{ to: desk@example.org, repeat: at-most-once }]",
      "slack:",
      '  - { channel: "#desk", token: "${env:PARTNER_WEBHOOK}" }',
      '  - { url: "${env:PARTNER_WEBHOOK}" }',
      "terminal: [{ repeat: at-most-once }]",
    )}smtp: { host: mail.example.org, secure: true, user: me, password: "\${env:PARTNER_WEBHOOK}", from: a@example.org }
public_url: https://wirewatch.example.org
`;
    const { alerts: read } = await configOf({ alerts });
    const slack = {
      kind: "slack",
      url: null,
      channel: null,
      token: null,
      threadBy: "story",
      updateInPlace: false,
      repeat: "at-least-once",
    };
    expect(read.receivers).toEqual([
      {
        ...noSettings,
        name: "desk",
        channels: [
          {
            kind: "webhook",
            url: "https://a.example.com/x",
            secrets: ["${env:PARTNER_WEBHOOK}", "${env:PARTNER_WEBHOOK}"],
            events: ["alert.opened"],
            repeat: "at-least-once",
          },
          { kind: "email", to: "desk@example.org", repeat: "at-most-once" },
          { ...slack, channel: "#desk", token: "${env:PARTNER_WEBHOOK}" },
          { ...slack, url: "${env:PARTNER_WEBHOOK}" },
          { kind: "terminal", repeat: "at-most-once" },
        ],
      },
    ]);
    expect(read.smtp).toEqual({
      host: "mail.example.org",
      port: 465,
      secure: true,
      user: "me",
      password: "${env:PARTNER_WEBHOOK}",
      from: "a@example.org",
    });
    expect(read.publicUrl).toBe("https://wirewatch.example.org");
  });

  it.each([
    [receivers, "alerts.yaml:1:1 route is missing: expected a mapping of keys to values."],
    [
      `route: { receiver: desk, matchers: [a=b] }\n${receivers}`,
      "alerts.yaml:1:26 unknown key `matchers` in route: expected one of name, receiver, group_by, group_wait, group_interval, close_after, updates, quiet_hours, routes.",
    ],
    [
      `route: { receiver: desk, group_by: [topik] }\n${receivers}`,
      'alerts.yaml:1:37 route.group_by[0]: found "topik", expected one of topic, story. Did you mean topic?',
    ],
    [`route: { receiver: desk, routes: [{ name: a, matchers: [severity=="high"] }] }\n${receivers}`, "alerts.yaml:1:"],
    [
      `route: { receiver: desk, routes: [{ name: a }, { name: a }] }\n${receivers}`,
      "alerts.yaml:1:56 two routes are named `a`: each needs a name of its own.",
    ],
    [
      `route: { receiver: desk }\nreceivers: []\n`,
      "alerts.yaml:1:20 there is no receiver `desk`. Expected a receiver; none is defined.",
    ],
    [
      receiver(),
      "alerts.yaml:3:5 the receiver `desk` has no channel: add webhook, email, slack, teams, discord, telegram, ntfy, pagerduty, apprise or terminal.",
    ],
    [receiver("terminal: yes"), 'alerts.yaml:4:15 terminal: found "yes", expected true.'],
    [
      receiver("terminal: [{ colour: red }]"),
      "alerts.yaml:4:18 unknown key `colour` in terminal[0]: expected one of repeat.",
    ],
    [
      receiver("email: [{ to: 'Desk <desk@example.org>' }]"),
      'alerts.yaml:4:19 to: found "Desk <desk@example.org>", expected one plain e-mail address such as desk@example.org. Did you mean desk@example.org?',
    ],
    [
      receiver("email: [{ to: desk@example.org }]"),
      "alerts.yaml:4:5 e-mail needs a mail server: add `smtp: { host, from }` at the top level of this file.",
    ],
    [
      receiver('email: [{ to: "b@x\\r\\nRCPT TO:<e@x>" }]'),
      'alerts.yaml:4:19 to: found "b@x\\r\\nRCPT TO:<e@x>", expected one plain e-mail address such as desk@example.org.',
    ],
    [
      receiver("webhook: [{ url: https://a.example.com/x }]"),
      'alerts.yaml:4:15 a webhook needs either `secret: "${env:NAME}"` (whsec_…) or, during a rotation, the list `secrets`.',
    ],
    [
      receiver('webhook: [{ url: http://a.example.com/x, secret: "${env:PARTNER_WEBHOOK}" }]'),
      'alerts.yaml:4:22 "http://a.example.com/x" cannot be called: webhooks need https; a.example.com may use http only if network.allow_private lists it.',
    ],
    [
      receiver('webhook: [{ url: "${env:PARTNER_WEBHOOK}", secret: "${env:PARTNER_WEBHOOK}" }]'),
      'alerts.yaml:4:22 url: found "${env:PARTNER_WEBHOOK}", expected an address that begins with http:// or https://.',
    ],
    [
      receiver("slack: [{ channel: #desk, token: x }]"),
      "alerts.yaml:4:24 the # begins a comment, so the rest of the line is not read: put text that begins with # in quotes.",
    ],
    [
      receiver('slack: [{ channel: "#desk" }]'),
      "alerts.yaml:4:13 a Slack channel needs either `url` (an incoming webhook) or `channel` with `token`. Text that begins with # needs quotes.",
    ],
    [
      `${receiver("terminal: true")}smtp: { host: h, from: a@b.example, user: me }\n`,
      "alerts.yaml:5:7 `smtp` has one of `user` and `password`: write both, or neither for a server without log-in.",
    ],
  ])("refuses %j", async (alerts, problem) => {
    expect(await problemsOf({ alerts })).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ["a webhook secret", receiver("webhook: [{ url: https://a.example.com/x, secret: hunter2 }]")],
    [
      "one of several secrets",
      receiver("webhook:", "  - url: https://a.example.com/x", "    secrets:", "      - hunter2"),
    ],
    ["a Slack token", receiver('slack: [{ channel: "#desk", token: hunter2 }]')],
    ["a Slack address", receiver("slack: [{ url: https://hooks.slack.com/services/T/B/hunter2 }]")],
    [
      "an SMTP password",
      `${receiver("terminal: true")}smtp: { host: h, from: a@b.example, user: me, password: hunter2 }\n`,
    ],
  ])("refuses %s that is written out, says how to write it and never shows it", async (_, alerts) => {
    const loaded = await loadConfig("config", { readFile: fakeFolder({ alerts }), env: {}, checkSecrets: true });
    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /found a literal value, expected a reference, never the secret itself: write "\$\{env:NAME\}"/,
      ),
    ]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("allows http to a webhook on a host that is listed", async () => {
    const alerts = `network: { allow_private: [127.0.0.1] }\n${receiver('webhook: [{ url: "http://127.0.0.1:9/x", secret: "${env:PARTNER_WEBHOOK}" }]')}`;
    expect(await problemsOf({ alerts })).toEqual([]);
  });

  it("does not judge addresses by a list that could not be read", async () => {
    const alerts = receiver('webhook: [{ url: "http://127.0.0.1:9/x", secret: "${env:PARTNER_WEBHOOK}" }]');
    expect(await problemsOf({ alerts, sources: "a: [\n" })).toEqual([expect.stringMatching(/^sources\.yaml/)]);
  });

  it("does not call a receiver unknown that is only wrong elsewhere", async () => {
    expect(await problemsOf({ alerts: receiver("terminal: maybe") })).toHaveLength(1);
  });

  it("warns when updates may leave sooner than first messages", async () => {
    const alerts = `route: { receiver: desk, group_wait: 5m, routes: [{ name: a, group_interval: 30s }] }\n${receivers}`;
    expect(await warningsOf({ alerts })).toEqual([
      "alerts.yaml:1:78 group_interval (30s) is shorter than group_wait (5m): an update would leave sooner than a first message.",
    ]);
  });

  it("warns about a route for a label that no topic has", async () => {
    const alerts = `route: { receiver: desk, routes: [{ name: a, matchers: ['dsk="a"', severity=high] }] }\n${receivers}`;
    const topics = "topics: [{ id: acme, any: [Acme], labels: { desk: a } }]\n";
    expect(await warningsOf({ alerts, topics })).toEqual([
      "alerts.yaml:1:57 there is no topic with the label `dsk`. Did you mean desk?",
    ]);
  });

  it("prints alerts to the terminal when there is no alerts.yaml, and says so", async () => {
    expect((await configOf({ alerts: null })).alerts).toMatchObject({
      route: { receiver: "terminal", routes: [] },
      receivers: [{ name: "terminal", channels: [{ kind: "terminal" }] }],
    });
    expect(await warningsOf({ alerts: null })).toEqual([
      "alerts.yaml:1:1 there is no alerts.yaml: alerts are printed to the terminal.",
    ]);
  });
});

describe("secrets of alerts.yaml", () => {
  it("asks for each missing variable once", async () => {
    const twice = receiver(
      "webhook:",
      ...[1, 2].map((n) => `  - { url: https://a.example.com/${n}, secret: "\${env:NONE}" }`),
    );
    expect(await problemsOf({ alerts: twice })).toEqual([
      "alerts.yaml:5:50 ${env:NONE} cannot be resolved: the environment variable NONE is not set.",
    ]);
  });

  it("refuses a webhook secret that cannot sign, without showing it", async () => {
    const env = { PARTNER_WEBHOOK: "hunter2" };
    const loaded = await loadConfig("config", { readFile: fakeFolder({}), env, checkSecrets: true });
    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems).toMatchObject([
      { line: 15, column: 17, message: expect.stringContaining("does not start with whsec_") },
    ]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("does not look for them when only spelling is checked", async () => {
    const loaded = await loadConfig("config", {
      readFile: fakeFolder({ alerts: goodAlerts }),
      env: {},
      checkSecrets: false,
    });
    expect(loaded.ok).toBe(true);
  });
});
