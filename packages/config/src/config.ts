import { z } from "zod";
import type {
  channelConfig,
  inhibitRuleConfig,
  receiverConfig,
  routeConfig,
  smtpConfig,
  timeIntervalConfig,
} from "./stored-alerts.ts";
import { alertsConfig } from "./stored-alerts.ts";
import { refusedConfig } from "./refused-object.ts";
import { sourceConfig } from "./stored-source.ts";
import { topicConfig } from "./stored-topic.ts";

/*
 * The configuration as every service reads it: plain JSON, camelCase, all defaults filled in, durations in
 * milliseconds, secrets still references such as `${env:NAME}`. The leader stores it as one row; workers read
 * that row with `parseStoredConfig` and never see the YAML files. A field that a later version adds has a default
 * here: a worker of the new version may read a row that the old one wrote.
 */

const keepConfig = z.object({
  /** Pages as they came. */
  pagesMs: z.number().nullable(),
  /** Readable texts, and what search knows of them. */
  textsMs: z.number().nullable(),
});

export type KeepConfig = z.infer<typeof keepConfig>;

/** Where `sources.yaml` says nothing: nobody reads an old page again, its text is kept apart. */
export const defaultKeep: KeepConfig = { pagesMs: 30 * 86_400_000, textsMs: null };

/** Schema of a stored configuration; keys of a newer version are dropped. */
export const configSchema = z.object({
  sources: z.array(sourceConfig),
  /** What a source would be that says nothing itself: the `defaults` of the file. Absent when there are none. */
  sourceDefaults: sourceConfig.exactOptional(),
  topics: z.array(topicConfig),
  alerts: alertsConfig,
  network: z.object({
    /** Hosts and CIDR ranges that configured URLs may reach although they are private. */
    allowPrivate: z.array(z.string()),
  }),
  /** How long articles are kept, milliseconds; null: for ever. */
  keep: keepConfig.default(defaultKeep),
  /** Objects of the console that are not in use, and why. Absent when all of them are. */
  refused: z.array(refusedConfig).exactOptional(),
});

export type Config = z.infer<typeof configSchema>;
export type SourceConfig = z.infer<typeof sourceConfig>;
export type TopicConfig = z.infer<typeof topicConfig>;
export type AlertsConfig = z.infer<typeof alertsConfig>;
export type RouteConfig = z.infer<typeof routeConfig>;
export type ReceiverConfig = z.infer<typeof receiverConfig>;
export type ChannelConfig = z.infer<typeof channelConfig>;
export type TimeIntervalConfig = z.infer<typeof timeIntervalConfig>;
export type InhibitRuleConfig = z.infer<typeof inhibitRuleConfig>;
export type RefusedConfig = z.infer<typeof refusedConfig>;
export type SmtpConfig = z.infer<typeof smtpConfig>;

/**
 * The configuration out of its stored JSON.
 *
 * @throws {Error} naming the first places that do not fit, when the row was written by an incompatible version
 */
export function parseStoredConfig(json: unknown): Config {
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`the stored configuration does not fit this version (${places.join("; ")})`);
}
