import type { SystemMessage } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** What happened in the last 24 hours. */
export interface Activity {
  readonly articles: number;
  readonly matches: number;
  readonly told: number;
  readonly suppressed: number;
  readonly sent: number;
  readonly failed: number;
  /** Feeds that fail at this moment. */
  readonly failing: number;
  readonly feeds: number;
}

export async function readActivity(db: Kysely<Database>): Promise<Activity> {
  const { rows } = await sql<Activity>`
    with since as (select now() - interval '24 hours' as day),
    matched as (select outcome from topic_match, since where matched_at > day)
    select (select count(*)::int from article_revision, since where stage = 'done' and outcome_at > day
        and outcome in ('matched', 'unmatched', 'duplicate')) as articles,
      (select count(*)::int from matched) as matches,
      (select count(*)::int from matched where outcome in ('sent', 'digested', 'joined')) as told,
      (select count(*)::int from matched where outcome = 'suppressed') as suppressed,
      (select count(*)::int from delivery, since where sent_at > day) as sent,
      (select count(*)::int from delivery, since where state = 'failed' and created_at > day) as failed,
      (select count(*)::int from feed where stage = 'poll' and failing_since is not null) as failing,
      (select count(*)::int from feed where stage = 'poll') as feeds`.execute(db);
  const [activity] = rows;
  if (activity === undefined) throw new Error("the store did not say what happened");
  return activity;
}

/** That Wirewatch runs, and what it did. */
export function heartbeatMessage(
  activity: Activity,
  { timeZone, publicUrl, now }: { readonly timeZone: string; readonly publicUrl: string | null; readonly now: Date },
): Omit<SystemMessage, "id"> {
  const { articles, matches, told, suppressed, sent, failed, failing, feeds } = activity;
  return {
    event: "system.heartbeat",
    at: now.toISOString(),
    severity: "low",
    title: "Wirewatch runs",
    lines: [
      "In the last 24 hours:",
      `${count(articles, "article")} read`,
      `${count(matches, "match", "matches")}: ${told} told, ${suppressed} suppressed`,
      `${count(sent, "message")} delivered, ${failed} failed`,
      failing === 0 ? `All ${feeds} feeds can be read` : `${failing} of ${count(feeds, "feed")} cannot be read`,
    ],
    timeZone,
    links: publicUrl === null ? {} : { open: publicUrl },
  };
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
