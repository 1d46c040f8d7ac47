import type { TopicConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** When each source last had something on a story. */
export interface Spread {
  readonly sourceId: string;
  readonly lastSeenAt: Date;
}

/** Sources of a story with articles of the last `withinMs`. */
export async function readSpread(db: Kysely<Database>, storyId: string | null, withinMs: number): Promise<Spread[]> {
  if (storyId === null || withinMs === 0) return [];
  const { rows } = await sql<Spread>`
    select source_id as "sourceId", max(seen_at) as "lastSeenAt" from article_revision
    where story_id = ${storyId} and not baseline and seen_at > now() - make_interval(secs => ${withinMs / 1000})
    group by source_id`.execute(db);
  return rows;
}

/**
 * A match's severity, raised where its topic asks for it and its story is in so many sources within the time. It is asked when the match
 * arrives, so the source that makes the number full brings the higher severity, and those that come after it.
 */
export function raisedSeverity(
  severity: Severity,
  rules: TopicConfig["raiseBySources"],
  spread: readonly Spread[],
  now: Date,
): Severity {
  const reached = rules.filter(({ sources, withinMs }) => {
    const since = now.getTime() - withinMs;
    return (
      new Set(spread.filter(({ lastSeenAt }) => lastSeenAt.getTime() > since).map(({ sourceId }) => sourceId)).size >=
      sources
    );
  });
  return highestSeverity([severity, ...reached.map(({ to }) => to)]);
}

/** The highest of them; `low` when there are none. */
export function highestSeverity(found: readonly Severity[]): Severity {
  return found.reduce<Severity>((a, b) => (severities.indexOf(b) > severities.indexOf(a) ? b : a), "low");
}
