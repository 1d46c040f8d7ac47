import type { Kysely } from "kysely";
import { findAnnouncements, findArticles } from "./explanation-lookup.ts";
import type { Announcement, KnownBy } from "./explanation-lookup.ts";
import { explainRevisions } from "./explanation-revisions.ts";
import type { ExplainedRevision } from "./explanation-revisions.ts";
import { nearestSources } from "./nearest-sources.ts";
import type { NearestSource } from "./nearest-sources.ts";
import type { Database, Id } from "./schema.ts";
import { readSystemState } from "./system-state.ts";

/** Everything that is known about a URL: why there was, or was no, alert for it. */
export interface Explanation {
  readonly url: string;
  /** The database's clock. */
  readonly asOf: Date;
  readonly isKnown: boolean;
  /** The items that named it, oldest first. */
  readonly announcements: readonly Announcement[];
  readonly articles: readonly ExplainedArticle[];
  /** For an unknown URL: the sources that could have announced it. */
  readonly nearest: readonly NearestSource[];
  /** Since when intake is stopped; null when it is not. */
  readonly drainedSince: Date | null;
  /** Services that run now; work that waits for another one stays where it is. */
  readonly services: readonly string[];
}

/** A page with all its versions. */
export interface ExplainedArticle {
  readonly id: Id;
  readonly url: string;
  readonly knownBy: KnownBy;
  /** Source that announced it first. */
  readonly sourceId: string;
  readonly firstSeenAt: Date;
  readonly revisions: readonly ExplainedRevision[];
}

/**
 * Tells the whole story of a URL from what the stages recorded. It is found by any of its addresses: as announced,
 * after redirects, or as the page names itself.
 *
 * @param url absolute, http or https
 */
export async function explainUrl(db: Kysely<Database>, url: string): Promise<Explanation> {
  const state = await readSystemState(db);
  const found = await findArticles(db, url);
  const announcements = await findAnnouncements(
    db,
    url,
    found.map((article) => article.id),
  );
  const articles: ExplainedArticle[] = [];
  for (const { id, knownBy } of found) {
    const article = await db.selectFrom("article").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    articles.push({
      id,
      knownBy,
      url: article.url,
      sourceId: article.source_id,
      firstSeenAt: article.first_seen_at,
      revisions: await explainRevisions(db, id),
    });
  }
  const isKnown = articles.length > 0 || announcements.length > 0;
  return {
    url,
    asOf: state.asOf,
    isKnown,
    announcements,
    articles,
    nearest: isKnown ? [] : await nearestSources(db, url),
    drainedSince: state.drainedSince,
    services: [...new Set(state.workers.flatMap((worker) => worker.services))],
  };
}
