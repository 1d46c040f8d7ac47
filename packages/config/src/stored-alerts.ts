import { z } from "zod";
import { webhookEvents } from "./channel-schemas.ts";

const milliseconds = z.int().min(0);
const strings = z.array(z.string());

/** A route as every service reads it, see `config.ts`. */
export const routeConfig = z.object({
  /** Unique in the tree; part of an alert group's identity. */
  name: z.string(),
  receiver: z.string(),
  groupBy: z.array(z.enum(["topic", "story"])),
  groupWaitMs: milliseconds,
  groupIntervalMs: milliseconds,
  closeAfterMs: milliseconds,
  updates: z.object({
    newSources: z.int().positive(),
    severityRaised: z.boolean(),
    textChanged: z.enum(["material", "never"]),
  }),
  /** `during`: the name of a time interval; what all `except` match is sent at any hour. Null: no quiet hours. */
  quietHours: z
    .object({ during: z.string(), action: z.enum(["hold", "digest", "drop"]), except: strings })
    .nullable()
    .default(null),
  matchers: strings,
  continue: z.boolean(),
  /** Children with inherited values filled in. */
  get routes() {
    return z.array(routeConfig);
  },
});

/** Minutes of a local day, 0 to 1440. */
const minuteOfDay = z.int().min(0).max(1440);

export const timeIntervalConfig = z.object({
  name: z.string(),
  /** IANA name. */
  timeZone: z.string(),
  /** An end that is not after the start is on the next day; empty: the whole day. */
  times: z.array(z.object({ startMinute: minuteOfDay, endMinute: minuteOfDay })),
  /** 1 (Monday) to 7; the days on which it starts; empty: every day. */
  weekdays: z.array(z.int().min(1).max(7)),
});

export const inhibitRuleConfig = z.object({
  name: z.string(),
  sourceMatchers: strings,
  targetMatchers: strings,
  /** Labels that both must have alike. */
  equal: strings,
  /** How long a source match keeps targets silent. */
  forMs: milliseconds,
});

const repeat = z.enum(["at-least-once", "at-most-once"]);

export const channelConfig = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("webhook"),
    url: z.string(),
    /** References; the first signs, all of them sign during a rotation. */
    secrets: strings,
    events: z.array(z.enum(webhookEvents)),
    repeat,
  }),
  z.object({ kind: z.literal("email"), to: z.string(), repeat }),
  /** Either `url` (incoming webhook, a reference) or `channel` with `token` (a reference). */
  z.object({
    kind: z.literal("slack"),
    url: z.string().nullable(),
    channel: z.string().nullable(),
    token: z.string().nullable(),
    /** Later messages of a group go into the thread of its first. */
    threadBy: z.enum(["story", "none"]).default("story"),
    /** The first message of a group is kept up to date. */
    updateInPlace: z.boolean().default(false),
    repeat,
  }),
  /** An incoming webhook; `url` is a reference. */
  z.object({ kind: z.literal("teams"), url: z.string(), repeat }),
  z.object({ kind: z.literal("discord"), url: z.string(), repeat }),
  /** `token` is a reference. */
  z.object({ kind: z.literal("telegram"), token: z.string(), chat: z.string(), repeat }),
  z.object({
    kind: z.literal("ntfy"),
    topicUrl: z.string(),
    /** A reference. */
    token: z.string().nullable(),
    /** Null: by the severity. */
    priority: z.enum(["min", "low", "default", "high", "max"]).nullable(),
    repeat,
  }),
  /** `routingKey` is a reference. */
  z.object({ kind: z.literal("pagerduty"), routingKey: z.string(), region: z.enum(["us", "eu"]), repeat }),
  /** `target`: an Apprise URL, as a reference; sent through the API at `appriseUrl`. */
  z.object({ kind: z.literal("apprise"), target: z.string(), repeat }),
  z.object({ kind: z.literal("terminal"), repeat }),
]);

export const receiverConfig = z.object({
  name: z.string(),
  channels: z.array(channelConfig),
  /** Zone of the times in its messages; null: that of all. */
  timeZone: z.string().nullable().default(null),
  /** Messages in a time; what is beyond goes into the receiver's digest. */
  rateLimit: z.object({ max: z.int().positive(), perMs: milliseconds }).nullable().default(null),
  /** Null: alerts are sent as they come. High and critical ones always are. */
  digest: z
    .object({
      atMinute: minuteOfDay,
      /** Empty: every day. */
      weekdays: z.array(z.int().min(1).max(7)),
      timeZone: z.string(),
      sections: z.array(z.enum(["topic", "story", "source"])),
      maxStories: z.int().positive(),
      sendEmpty: z.boolean(),
    })
    .nullable()
    .default(null),
  /** High and critical alerts again, while nobody has acknowledged them. */
  remind: z.object({ everyMs: milliseconds, max: z.int().positive() }).nullable().default(null),
  escalate: z.object({ afterMs: milliseconds, to: z.string() }).nullable().default(null),
  /** Gets what could not be delivered to this one. */
  fallback: z.string().nullable().default(null),
  heartbeat: z.object({ atMinute: minuteOfDay, timeZone: z.string() }).nullable().default(null),
});

export const smtpConfig = z.object({
  host: z.string(),
  port: z.int(),
  /** TLS from the first byte (port 465); false: STARTTLS when the server offers it. */
  secure: z.boolean(),
  user: z.string().nullable(),
  /** A reference. */
  password: z.string().nullable(),
  from: z.string(),
});

export const alertsConfig = z.object({
  publicUrl: z.string().nullable(),
  /** Zone of the times in messages. */
  timeZone: z.string().default("UTC"),
  route: routeConfig,
  receivers: z.array(receiverConfig),
  smtp: smtpConfig.nullable(),
  /** The Apprise API. */
  appriseUrl: z.string().nullable().default(null),
  timeIntervals: z.array(timeIntervalConfig).default(() => []),
  inhibitRules: z.array(inhibitRuleConfig).default(() => []),
  /** Told, past the queues, when the pipeline stands still for so long. */
  deadMan: z.object({ receiver: z.string(), afterMs: milliseconds }).nullable().default(null),
});
