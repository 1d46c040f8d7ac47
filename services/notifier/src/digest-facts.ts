import { nextTime } from "@wirewatch/alerting";
import type { Labels, NamedInterval, QuietHours } from "@wirewatch/alerting";
import type { Config, ReceiverConfig } from "@wirewatch/config";
import type { Snippet, Severity } from "@wirewatch/model";
import { readClock, sql } from "@wirewatch/store";
import type { Database, Digest, Kysely } from "@wirewatch/store";
import { articleOf } from "./article-view.ts";
import type { ArticleColumns } from "./article-view.ts";
import { audienceOf } from "./audience.ts";
import type { Audience } from "./audience.ts";
import type { NotifierDeps } from "./deps.ts";
import { findRoute } from "./group-facts.ts";
import { readActivity } from "./heartbeat.ts";
import type { Activity } from "./heartbeat.ts";
import { labelsOf } from "./labels.ts";
import { gatherMutes } from "./mute-facts.ts";
import type { MuteFacts } from "./mute-facts.ts";
import { readShare } from "./receiver-share.ts";
import type { ReceiverShare } from "./receiver-share.ts";

/** An alert that waits in a digest. */
export interface WaitingItem {
  readonly alertId: string;
  readonly groupId: string;
  readonly matchId: string;
  readonly labels: Labels;
  readonly at: Date;
  /** Of its route as it is today; null when it has none. */
  readonly quietHours: QuietHours | null;
  readonly topic: { readonly id: string; readonly name: string };
  readonly severity: Severity;
  readonly story: { readonly id: string; readonly title: string; readonly sources: number };
  readonly article: ReturnType<typeof articleOf>;
  readonly snippet: Snippet;
}

/** Everything the decision about a digest depends on. */
export interface DigestFacts extends Audience {
  readonly digest: Digest;
  /** Null when it is no longer in the configuration. */
  readonly receiver: ReceiverConfig | null;
  readonly items: readonly WaitingItem[];
  /** Alerts that were ever put into it and not taken out. */
  readonly itemCount: number;
  readonly mutes: MuteFacts;
  readonly intervals: readonly NamedInterval[];
  readonly share: ReceiverShare;
  /** What happened in a day; null where nobody asks. */
  readonly activity: Activity | null;
  readonly timeZone: string;
  readonly publicUrl: string | null;
  /** When the schedule that it belongs to comes next; null where it belongs to none. */
  readonly nextAt: Date | null;
  /** Its hour is one of that schedule. */
  readonly isOnSchedule: boolean;
  /** The database's clock. */
  readonly now: Date;
}

export async function gatherDigest({ db, config: reader }: NotifierDeps, row: Digest): Promise<DigestFacts> {
  const { config } = await reader.current(({ alerts }) => alerts.receivers.some(({ name }) => name === row.receiver));
  const { now, silences } = await readClock(db);
  const { rows: counts } = await sql<{ items: number }>`
    select count(*)::int as items from digest_item where digest_id = ${row.id}`.execute(db);
  const receiver = config.alerts.receivers.find(({ name }) => name === row.receiver) ?? null;
  const items = await readItems(db, config, row);
  const event = row.kind === "heartbeat" ? "system.heartbeat" : "alert.digest";
  const audience = await audienceOf(db, config, row.receiver, event);
  return {
    digest: row,
    receiver,
    items,
    itemCount: counts[0]?.items ?? 0,
    drafts: row.channel === "" ? audience.drafts : audience.drafts.filter(({ channel }) => channel === row.channel),
    noChannel: audience.noChannel,
    mutes: await gatherMutes(
      db,
      config,
      silences,
      items.map(({ labels }) => String(labels["story"] ?? "")),
    ),
    intervals: config.alerts.timeIntervals,
    share: await readShare(db, row.kind === "overflow" ? receiver : null),
    activity: row.kind === "heartbeat" ? await readActivity(db) : null,
    timeZone: receiver?.timeZone ?? config.alerts.timeZone,
    publicUrl: config.alerts.publicUrl,
    ...scheduleFacts(row, receiver, now),
    now,
  };
}

function scheduleFacts(
  row: Digest,
  receiver: ReceiverConfig | null,
  now: Date,
): Pick<DigestFacts, "nextAt" | "isOnSchedule"> {
  const schedule = scheduleOf(receiver, row.kind);
  if (schedule === null) return { nextAt: null, isOnSchedule: false };
  const before = new Date(row.for_at.getTime() - 1);
  const after = now > row.for_at ? now : row.for_at;
  const isOnSchedule = nextTime(schedule, before).getTime() === row.for_at.getTime();
  return { nextAt: nextTime(schedule, isOnSchedule ? after : now), isOnSchedule };
}

/** When digests of that kind leave to a receiver; null where they have no hour of their own. */
export function scheduleOf(receiver: ReceiverConfig | null, kind: Digest["kind"]) {
  if (kind === "scheduled") return receiver?.digest ?? null;
  const heartbeat = kind === "heartbeat" ? (receiver?.heartbeat ?? null) : null;
  return heartbeat === null ? null : { ...heartbeat, weekdays: [] };
}

interface ItemRow extends ArticleColumns {
  readonly alert_id: string;
  readonly group_id: string;
  readonly route: string;
  readonly match_id: string;
  readonly at: Date;
  readonly topic_id: string;
  readonly topic_name: string;
  readonly severity: Severity;
  readonly story_id: string;
  readonly story_title: string | null;
  readonly snippet: Snippet;
}

async function readItems(db: Kysely<Database>, config: Config, { id, kind }: Digest): Promise<WaitingItem[]> {
  // What is late was told already, only not through this channel.
  const { rows } = await sql<ItemRow>`
    select a.id as alert_id, a.group_id, g.route, m.id as match_id, coalesce(m.matched_at, a.created_at) as at, m.topic_id, m.topic_name,
      m.severity, m.story_id, s.title as story_title, coalesce(m.snippets -> 0, m.snippet) as snippet, r.article_id, r.source_id, r.title,
      r.page_url, r.canonical_url, r.language, r.published_at, r.seen_at
    from digest_item i join alert a on a.id = i.alert_id join alert_group g on g.id = a.group_id
      join topic_match m on m.id = a.match_id
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      left join story s on s.id = m.story_id
    where i.digest_id = ${id} and ${kind === "late" ? sql`true` : sql`a.state = 'held'`} order by a.id`.execute(db);
  const stories = [...new Set(rows.map((row) => row.story_id))];
  const { rows: counts } = await sql<{ story_id: string; sources: number }>`
    select story_id, count(distinct source_id)::int as sources from article_revision
    where story_id = any(${stories}::bigint[]) group by story_id`.execute(db);
  const sources = new Map(counts.map((row) => [row.story_id, row.sources]));
  return rows.map((row) => ({
    alertId: row.alert_id,
    groupId: row.group_id,
    matchId: row.match_id,
    at: row.at,
    labels: labelsOf(config, {
      topicId: row.topic_id,
      severity: row.severity,
      storyId: row.story_id,
      sourceId: row.source_id,
      language: row.language,
    }),
    quietHours: findRoute(config.alerts.route, row.route)?.quietHours ?? null,
    topic: { id: row.topic_id, name: row.topic_name },
    severity: row.severity,
    story: {
      id: `st_${row.story_id}`,
      title: row.story_title ?? row.title ?? "",
      sources: Math.max(1, sources.get(row.story_id) ?? 1),
    },
    article: articleOf(row, config),
    snippet: row.snippet,
  }));
}
