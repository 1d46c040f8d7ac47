import { createHash } from "node:crypto";
import type { Config } from "@wirewatch/config";
import {
  archivedAfter,
  finishReindex,
  openArchive,
  resumeReindex,
  saveReindex,
  sql,
  topicVersion,
} from "@wirewatch/store";
import type { ConfigVersion, Database, Kysely } from "@wirewatch/store";
import { saveRematches } from "./save-matches.ts";
import { createTopicMatcher } from "./topic-matcher.ts";

/** Articles of one transaction. */
const batch = 50;

/** Longest time that it waits for the pipeline before each batch, milliseconds. So it comes to an end under any load. */
const maxWaitMs = 5000;
const lookMs = 250;

/** Work that has waited for longer than this is late, milliseconds. */
const lateMs = 1000;

export interface RematchOptions {
  readonly db: Kysely<Database>;
  /** The configuration in force; it stays the same for the whole run. */
  readonly current: ConfigVersion<Config>;
  /** Ids of topics that are in it. */
  readonly topicIds: readonly string[];
  readonly since: Date;
  /** How the caller names `since`, e.g. `30d`: with the same name, topics and versions of them a stopped run is gone on with. */
  readonly span: string;
  /** Called after each batch. */
  readonly onProgress: (progress: Rematched) => void;
  /** Ends it between two batches. */
  readonly signal: AbortSignal;
}

/** How far a rematch has come. */
export interface Rematched {
  /** Articles looked at, earlier runs that were stopped included. */
  readonly done: number;
  readonly of: number;
  /** Matches that this run has written. */
  readonly written: number;
  readonly isFinished: boolean;
}

/**
 * Asks topics about articles that were archived before, and writes the matches that are missing. They are suppressed from the
 * beginning, with the reason `rematch`: no stage runs and nobody is told. It works while the system does, in small transactions, and
 * waits when stages are late. A run that was stopped or killed is gone on with; doing it again writes nothing.
 */
export async function rematchTopics(options: RematchOptions): Promise<Rematched> {
  const { db, current, since, onProgress, signal } = options;
  const wanted = new Set(options.topicIds);
  const topics = current.config.topics.filter((topic) => wanted.has(topic.id));
  const matcher = createTopicMatcher();
  matcher.use({ version: current.version, config: { ...current.config, topics } });

  const window = await openArchive(db, since);
  const name = `topics ${shortHash([options.span, ...topics.map((topic) => topic.id)])}`;
  const version = Number.parseInt(shortHash(topics.map((topic) => topicVersion(topic))).slice(0, 7), 16);
  let { afterArticleId, done } = await resumeReindex(db, name, version);
  let written = 0;
  const progress = (isFinished: boolean): Rematched => ({
    done,
    of: isFinished ? done : Math.max(window.articles, done),
    written,
    isFinished,
  });
  for (;;) {
    await giveWay(db, signal);
    if (signal.aborted) return progress(false);
    const articles = await archivedAfter(db, window, afterArticleId, batch);
    const last = articles.at(-1);
    if (last === undefined) break;
    const found = articles.map((row) => ({ row, ...matcher.ask(row, row.sections) }));
    const place = { afterArticleId: last.article_id, done: done + articles.length };
    written += await db.transaction().execute(async (tx) => {
      await saveReindex(tx, name, place);
      return saveRematches(tx, found, `found in the archive with configuration ${current.version}`);
    });
    ({ afterArticleId, done } = place);
    onProgress(progress(false));
  }
  await finishReindex(db, name);
  return progress(true);
}

/** Waits while something is late in the stages that an article passes from here on, a while at most. */
async function giveWay(db: Kysely<Database>, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < maxWaitMs && !signal.aborted; waitedMs += lookMs) {
    const { rows } = await sql<{ isLate: boolean }>`
      select exists (select 1 from article_revision where stage <> 'done' and stage <> 'fetch'
        and due_at <= now() - make_interval(secs => ${lateMs / 1000})) as "isLate"`.execute(db);
    if (rows[0]?.isLate !== true) return;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

function shortHash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
