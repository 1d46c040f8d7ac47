import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { configFolder } from "../operator-scene/config-folder.ts";
import type { ConfigFolder } from "../operator-scene/config-folder.ts";
import { testRoutes } from "./routes-test.ts";
import { routes } from "./routes.ts";

const files = {
  "sources.yaml": `
sources:
  - { id: example-times, url: "https://news.example.com/rss.xml", language: en, country: GB, tags: [tier-1, national] }
  - { id: wire, url: "https://wire.example.net/rss.xml" }
`,
  "topics.yaml": `
topics:
  - { id: acme, any: ['"Acme Corp"'], labels: { desk: corporate } }
  - { id: floods, severity: critical, any: [flood] }
`,
  "alerts.yaml": `
time_zone: Europe/London
route:
  receiver: newsdesk
  routes:
    - { name: duty, matchers: [severity="critical"], receiver: duty, group_wait: 0s, continue: true }
    - name: corporate
      matchers: [desk="corporate"]
      receiver: corporate
      quiet_hours: { during: nights, then: hold, except: ['severity="critical"'] }
      routes:
        - { name: wire, matchers: [source="wire"], group_wait: 5m, quiet_hours: none }
    - { name: tier-1, matchers: ['source_tag="tier-1"'], receiver: duty }
inhibit_rules:
  - { name: floods-first, source_matchers: [topic="floods"], target_matchers: [topic="acme"], equal: [story], for: 24h }
time_intervals:
  - { name: nights, time_zone: Europe/London, times: [{ start: "19:00", end: "07:00" }], weekdays: [monday:friday] }
receivers:
  - { name: newsdesk, terminal: true }
  - { name: duty, terminal: true, remind: { every: 15m, max: 2 }, escalate: { unless_acknowledged_within: 10m, to: newsdesk } }
  - { name: corporate, digest: { schedule: { at: "07:30", time_zone: Europe/London }, via: { terminal: true } } }
dead_man: { receiver: newsdesk, after: 30m }
`,
};

let folder: ConfigFolder;
beforeAll(() => {
  folder = configFolder(files);
});
afterAll(() => folder.remove());

/** A Sunday. */
const now = new Date("2026-11-22T11:30:00Z");

const aside = (): void => undefined;

async function run(verb: string, ...words: string[]): Promise<string> {
  const { write, text } = collector();
  const env = environmentOf(undefined, folder.path);
  const code =
    verb === "test"
      ? await testRoutes(words, env, write, now, aside)
      : await routes([verb, ...words], env, write, aside);
  expect(code).toBe(0);
  return text();
}

describe("routes show", () => {
  it("draws the tree with what each route says itself", async () => {
    expect(await run("show")).toBe(`root → newsdesk: what no route below takes
│  one message by topic and story; first message after 1m, critical at once; then at most every 15m; closed after 2d without news
│  another message for 5 new sources, a higher severity, a changed text or a new passage
├─ duty → duty: severity="critical"; the next ones are asked as well
│     first message at once
├─ corporate → corporate (digest): desk="corporate"
│  │  quiet hours nights (19:00–07:00 Mon–Fri, Europe/London): hold, except severity="critical"
│  └─ wire → corporate (digest): source="wire"
│        first message after 5m, critical at once
│        no quiet hours
└─ tier-1 → duty: source_tag="tier-1"

Takes the place of others:
  floods-first: topic="floods" keeps topic="acme" with the same story silent for 1d

When all stands still for 30m, newsdesk is told past the queues.

"wirewatch routes test --topic <id>" shows which way a match goes, and when it would be told.
`);
  });

  it("gives the tree to programs", async () => {
    const shown: unknown = JSON.parse(await run("show", "--json"));
    expect(shown).toMatchObject({ route: { name: "root", routes: [{ name: "duty" }, {}, {}] }, timeIntervals: [{}] });
  });

  it("reports every problem of files that cannot be used, at its place", async () => {
    const broken = configFolder({ ...files, "alerts.yaml": "route: { receiver: nobody }\nreceivers: []\n" });
    const shown = routes(["show"], environmentOf(undefined, broken.path), () => undefined, aside);
    await expect(shown).rejects.toThrow(/cannot be used\n\n.*alerts\.yaml:1:\d+/u);
    broken.remove();
  });
});

describe("routes test", () => {
  it("shows the way, and a line of time with the quiet hours that hold the message", async () => {
    const text = await run("test", "--topic", "acme", "--severity", "high", "--at", "tuesday 22:00");
    expect(text).toMatch(
      /^The topic acme is from topics\.yaml:3\.\nA match at Tue 2026-11-24 22:00 Europe\/London, if nothing else came/u,
    );
    expect(text).toContain('× duty → duty: not severity="critical", it is "high"');
    expect(text).toContain('● corporate → corporate: takes it, desk="corporate"');
    expect(text).toContain('× wire → corporate: not source="wire", it is empty');
    expect(text).toContain("- tier-1 → duty: not asked, a route before it took it");
    expect(text).toContain("Wed 2026-11-25 07:00");
    expect(text).toMatch(/m░+A/u);
  });

  it("knows what labels a source gives", async () => {
    const asked = ["--topic", "floods", "--source", "example-times", "--severity", "normal", "--json"];
    const shown: unknown = JSON.parse(await run("test", ...asked));
    expect(shown).toMatchObject({
      labels: { topic: "floods", severity: "normal", source: "example-times", source_tag: ["tier-1", "national"] },
      at: "2026-11-22T11:30:00.000Z",
      until: "2026-11-24T11:30:00.000Z",
      plans: [{ route: "tier-1", receiver: "duty" }],
    });
  });

  it("takes the topic's severity and labels, unless others are given", async () => {
    const labels = ["--label", "desk=corporate", "--label", "source_tag=a", "--label", "source_tag=b"];
    const shown: unknown = JSON.parse(await run("test", "--topic", "floods", ...labels, "--hours", "5", "--json"));
    expect(shown).toMatchObject({
      labels: { severity: "critical", desk: "corporate", source_tag: ["a", "b"] },
      until: "2026-11-22T16:30:00.000Z",
      plans: [{ route: "duty" }, { route: "corporate" }],
    });
  });

  it("reads the time in another zone when asked to, and shows it there", async () => {
    const text = await run("test", "--topic", "floods", "--at", "2026-03-02 22:00", "--time-zone", "Asia/Kolkata");
    expect(text).toContain("A match at Mon 2026-03-02 22:00 Asia/Kolkata");
    expect(text).toContain("reminder 2, unless acknowledged");
  });

  it("follows messages about sources as well", async () => {
    expect(await run("test", "--topic", "wirewatch.source")).toContain("● root → newsdesk");
  });

  it.each([
    [
      ["--topic", "acm"],
      'there is no topic "acm" in topics.yaml or the console; did you mean acme? topics are acme, floods',
    ],
    [
      ["--topic", "acme", "--source", "wir"],
      'there is no source "wir" in sources.yaml or the console; did you mean wire?',
    ],
    [["--topic", "acme", "--severity", "urgent"], "it takes low, normal, high, critical"],
    [["--topic", "acme", "--label", "desk"], "it takes name=value"],
    [["--topic", "acme", "--at", "soon"], "it takes a time such as"],
    [["--topic", "acme", "--hours", "0"], "it takes a number from 1 to 744"],
    [["--topic", "acme", "--time-zone", "Mars"], "the name of a time zone"],
    [["acme"], '"acme" belongs to no option'],
    [[], "name a topic"],
  ])("%j is refused with what to write", async (words, message) => {
    await expect(run("test", ...words)).rejects.toThrow(message);
  });
});

it("wants to know what to do", async () => {
  await expect(run("draw")).rejects.toThrow("write: wirewatch routes show, or wirewatch routes test --topic <id>");
});
