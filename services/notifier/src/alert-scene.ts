import type { AnyMessage, RunnerDeps, StageName } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { ArticleRevision, Delivery, Digest, StoredMatch } from "@wirewatch/store";
import { expect } from "vitest";
import { addMatch, addRevision } from "../../../test/support/rows.ts";
import { sinkSecret as secret, useNotifierScene } from "./notifier-scene.ts";
import type { NotifierScene, StageRun } from "./notifier-scene.ts";

/*
 * For tests of matches that a desk is told about.
 */

/** How often a message may come. */
export type Repeat = "at-least-once" | "at-most-once";

/** The notifier of a desk with two webhooks, `/one` and `/two`. */
interface Desk {
  run(name: StageName, message: AnyMessage, given?: Partial<RunnerDeps>): Promise<StageRun>;
  /** Rings for a revision and for all that this makes due; the bells that were answered. */
  runAll(row: ArticleRevision): Promise<AnyMessage[]>;
}

/** An article with its match. */
interface MatchedArticle {
  readonly row: ArticleRevision;
  readonly match: StoredMatch;
}

/** A store with matches, a desk and what it was sent. */
export interface AlertScene extends NotifierScene {
  desk(repeat?: Repeat, groupWait?: string): Promise<Desk>;
  /** The notifier of any desk; what is not said of `alerts.yaml` and of the topics is as with `desk`. */
  deskWith(alerts: object, topics?: readonly object[]): Promise<Desk>;
  /** An article with a match that waits to be told about. */
  matched(
    storyId: string,
    given?: Partial<ArticleRevision>,
    passage?: string,
    match?: Parameters<typeof addMatch>[2],
  ): Promise<MatchedArticle>;
  matchNow(match: StoredMatch): Promise<StoredMatch>;
  deliveries(): Promise<Delivery[]>;
  attempts(): ReturnType<typeof readAttempts>;
  makeDue(table: "delivery" | "alert_group"): Promise<void>;
  digests(): Promise<Digest[]>;
  /** Each match's outcome and reason, in the order in which they came. */
  ends(): Promise<string[]>;
}

/** Starts a store for the file; each of its tests begins without matches and with an empty desk. */
export function useAlertScene(): AlertScene {
  const scene = useNotifierScene();
  return {
    get store() {
      return scene.store;
    },
    get sink() {
      return scene.sink;
    },
    notifier: (files) => scene.notifier(files),
    async desk(repeat = "at-least-once", groupWait = "0s") {
      const run = await scene.notifier(deskFiles(scene.sink, repeat, groupWait));
      return { run, runAll: (row) => runAll(run, row) };
    },
    async deskWith(alerts, topics) {
      const files = deskFiles(scene.sink, "at-least-once", "0s");
      const run = await scene.notifier({
        ...files,
        ...(topics === undefined ? {} : { topics }),
        alerts: { ...files.alerts, ...alerts },
      });
      return { run, runAll: (row) => runAll(run, row) };
    },
    async matched(storyId, given = {}, passage = "The harbourmaster spoke.", match = {}) {
      const row = await addRevision(scene.store.db, {
        stage: "notify",
        title: "Harbour news",
        verdict: "unique",
        story_id: storyId,
        ...given,
      });
      return { row, match: await addMatch(scene.store.db, row, { passage, ...match }) };
    },
    matchNow: ({ id }) =>
      scene.store.db.selectFrom("topic_match").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    digests: () => scene.store.db.selectFrom("digest").selectAll().orderBy("id").execute(),
    async ends() {
      const rows = await scene.store.db.selectFrom("topic_match").select(["outcome", "reason"]).orderBy("id").execute();
      return rows.map(({ outcome, reason }) => (reason === null ? String(outcome) : `${outcome} ${reason}`));
    },
    deliveries: () => scene.store.db.selectFrom("delivery").selectAll().orderBy("channel").execute(),
    attempts: () => readAttempts(scene),
    async makeDue(table) {
      await sql`update ${sql.table(table)} set due_at = now()`.execute(scene.store.db);
    },
  };
}

/** A webhook of the sink at that path. */
export const hook = (sink: NotifierScene["sink"], path: string): object => ({ url: `${sink.url}${path}`, secret });

/** Minutes of a day of UTC as configuration files write them, so many minutes from now. */
export function clockIn(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
}

/** The message that rings for a revision. */
export const messageOf = (row: ArticleRevision): AnyMessage => ({ articleId: row.article_id, revision: row.revision });

function deskFiles(sink: NotifierScene["sink"], repeat: Repeat, groupWait: string) {
  return {
    sources: {
      network: { allow_private: [sink.host] },
      sources: [
        { id: "site", name: "The Site", url: "https://site.example/rss" },
        { id: "copier", name: "The Copier", url: "https://copier.example/rss" },
      ],
    },
    topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
    alerts: {
      route: { receiver: "desk", group_wait: groupWait },
      receivers: [
        {
          name: "desk",
          webhook: [
            { url: `${sink.url}/one`, secret, repeat },
            { url: `${sink.url}/two`, secret, repeat },
          ],
        },
      ],
    },
  };
}

async function runAll(run: Desk["run"], row: ArticleRevision): Promise<AnyMessage[]> {
  const waiting: { stage: StageName; message: AnyMessage }[] = [{ stage: "notify", message: messageOf(row) }];
  const answered: AnyMessage[] = [];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { bells, logged } = await run(next.stage, next.message);
    expect(logged.filter((line) => line.level !== "info")).toEqual([]);
    answered.push(next.message);
    waiting.push(...bells);
  }
  return answered;
}

function readAttempts({ store }: NotifierScene) {
  return store.db.selectFrom("delivery_attempt").selectAll().orderBy("delivery_id").orderBy("attempt").execute();
}
