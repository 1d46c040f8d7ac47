import type { ConfigFiles } from "./config.ts";

/*
 * Configurations of alerts drawn by lot. Names stay the same from version to version, so that a later one changes what an earlier one began.
 */

/** Draws of one world. */
export interface Lots {
  /** In [0, 1). */
  readonly random: () => number;
  /** Below `n`. */
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

export function lotsOf(random: () => number): Lots {
  const below = (n: number): number => Math.floor(random() * n);
  return {
    random,
    below,
    pick(list) {
      const found = list[below(list.length)];
      if (found === undefined) throw new RangeError("there is nothing to draw from");
      return found;
    },
  };
}

/** Where the receivers of a world are. */
export interface Town {
  readonly url: string;
  readonly host: string;
}

/** What the receivers of a world keep through all versions of its configuration: what is checked over its whole time. */
export interface Constants {
  readonly intervals: readonly object[];
  readonly limit: { readonly max: number; readonly per: string };
  /** Local times at which digests leave, by receiver. */
  readonly digestAt: Readonly<Record<DigestReceiver, string>>;
}

/** Receivers with a digest every day, also an empty one, and their zones. */
export const digestZones = {
  london: "Europe/London",
  "new-york": "America/New_York",
  kolkata: "Asia/Kolkata",
} as const;
export type DigestReceiver = keyof typeof digestZones;

export const topicIds = ["acme", "rumour", "confirmed", "harbour"] as const;
export const sourceIds = ["one", "two", "three", "four", "five", "six"] as const;

/** Texts that stand for secrets in the files; the second is an address below the town's. */
export const hookSecret = "${env:HOOK}";
export const slackUrl = "${env:SLACK}";

const receivers = ["london", "new-york", "kolkata", "weekly", "limited", "duty", "room", "ops"] as const;

/** Hours at which days change, at which clocks change (and some times are not, or come twice), and ordinary ones. */
const digestTimes = ["00:00", "00:30", "01:30", "02:30", "07:30", "12:00", "23:50"] as const;

export function drawConstants({ random, below, pick }: Lots): Constants {
  const zones = [...Object.values(digestZones), "Australia/Lord_Howe", "UTC"];
  // From 04:00 on, where clocks do not change; they last over the changes.
  const clock = (minute: number): string =>
    `${String(Math.floor((minute % 1440) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const late = () => ({ start: clock(1080 + below(300)), end: clock(300 + below(300)) });
  const noon = () => ({ start: clock(660 + below(60)), end: clock(730 + below(60)) });
  const intervals = [0, 1, 2].map((index) => ({
    name: `interval-${index}`,
    time_zone: pick(zones),
    ...(random() < 0.2
      ? { weekdays: ["saturday:sunday"] }
      : {
          times: random() < 0.4 ? [late(), noon()] : [late()],
          ...(random() < 0.5 ? { weekdays: ["monday:friday"] } : {}),
        }),
  }));
  return {
    intervals,
    limit: { max: 1 + below(3), per: pick(["10m", "1h", "6h"]) },
    digestAt: { london: pick(digestTimes), "new-york": pick(digestTimes), kolkata: pick(digestTimes) },
  };
}

/** One version of a configuration. */
export function drawConfig(lots: Lots, town: Town, constants: Constants): ConfigFiles {
  const { random, below, pick } = lots;
  const hook = (path: string, more: object = {}) => ({ url: `${town.url}/${path}`, secret: hookSecret, ...more });
  const digest = (path: string, at: string, zone: string, more: object) => ({
    digest: {
      schedule: { at, time_zone: zone },
      sections: pick([["topic", "story"], ["story"], ["source", "topic"], []]),
      max_stories: 500,
      via: { webhook: [hook(path)] },
      ...more,
    },
  });
  const daily = Object.entries(digestZones).map(([name, zone]) => ({
    name,
    ...digest(name, constants.digestAt[name as DigestReceiver], zone, { send_empty: true }),
    ...(random() < 0.3 ? { rate_limit: { max: 1 + below(3), per: "1h" } } : {}),
  }));
  return {
    sources: {
      network: { allow_private: [town.host] },
      sources: sourceIds.map((id, index) => ({
        id,
        name: `The ${id}`,
        url: `https://${id}.example/rss`,
        tags: index % 2 === 0 ? ["tier-1"] : ["regional"],
        language: index % 3 === 0 ? "de" : "en",
      })),
    },
    topics: topicIds.map((id) => ({
      id,
      name: `All about ${id}`,
      any: [id],
      labels: { desk: id === "harbour" ? "coast" : "corporate" },
      ...(id === "harbour" ? { raise: [{ when: { sources: 3, within: "6h" }, to: "high" }] } : {}),
    })),
    alerts: {
      public_url: "https://wirewatch.example",
      time_zone: "Europe/London",
      time_intervals: constants.intervals,
      inhibit_rules: drawRules(lots),
      route: { name: "root", ...drawRoute(lots), receiver: pick(receivers), routes: drawChildren(lots, 1) },
      receivers: [
        ...daily,
        {
          name: "weekly",
          ...digest("weekly", pick(digestTimes), pick(Object.values(digestZones)), {
            schedule: {
              at: pick(digestTimes),
              time_zone: pick(Object.values(digestZones)),
              weekdays: pick([["monday"], ["monday:friday"], ["sunday", "wednesday"]]),
            },
          }),
        },
        { name: "limited", webhook: [hook("limited")], rate_limit: constants.limit },
        {
          name: "duty",
          webhook: [hook("duty"), hook("duty-once", { repeat: "at-most-once" })],
          remind: { every: pick(["5m", "15m", "1h"]), max: 1 + below(3) },
          escalate: { unless_acknowledged_within: pick(["10m", "40m"]), to: "ops" },
          fallback: "ops",
        },
        {
          name: "room",
          slack: [{ url: slackUrl }],
          ...(random() < 0.5 ? { fallback: "ops" } : {}),
          ...(random() < 0.5 ? { rate_limit: { max: 2 + below(3), per: "2h" } } : {}),
        },
        { name: "ops", webhook: [hook("ops")], heartbeat: { at: "09:00", time_zone: "UTC" } },
      ],
    },
  };
}

function drawRules({ pick, below }: Lots): object[] {
  return [
    {
      name: "confirmed-beats-rumour",
      source_matchers: ['topic="confirmed"'],
      target_matchers: ['topic="rumour"'],
      equal: ["story"],
      for: pick(["1h", "24h"]),
    },
    {
      name: "critical-beats-all",
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~".+"'],
      equal: ["topic", "story"],
      for: "30m",
    },
  ].slice(0, below(3));
}

const matcherLists = [
  ['severity="critical"'],
  ['severity=~"low|normal"'],
  ['topic="acme"'],
  ['desk="corporate"', 'severity!="low"'],
  ['source_tag="tier-1"'],
  ['language="de"'],
] as const;

function drawRoute({ random, below, pick }: Lots): object {
  return {
    group_by: pick([["topic", "story"], ["story"], ["topic"]]),
    group_wait: pick(["0s", "60s", "90s"]),
    group_interval: pick(["2m", "15m", "30m"]),
    close_after: pick(["2h", "24h", "48h"]),
    updates: { new_sources: 1 + below(4), severity_raised: random() < 0.8, text_changed: pick(["material", "never"]) },
    ...(random() < 0.6
      ? {
          quiet_hours: {
            during: `interval-${below(3)}`,
            // oxlint-disable-next-line unicorn/no-thenable -- the word of the file
            then: pick(["hold", "hold", "hold", "digest", "drop"]),
            ...(random() < 0.5 ? { except: ['severity="critical"'] } : {}),
          },
        }
      : {}),
  };
}

function drawChildren(lots: Lots, depth: number, path = "r"): object[] {
  const count = depth > 2 ? 0 : lots.below(4);
  return Array.from({ length: count }, (_, index) => {
    const name = `${path}-${index}`;
    return {
      name,
      matchers: lots.pick(matcherLists),
      receiver: lots.pick(receivers),
      continue: lots.random() < 0.4,
      ...drawRoute(lots),
      routes: drawChildren(lots, depth + 1, name),
    };
  });
}
