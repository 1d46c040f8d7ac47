import { once } from "node:events";
import { deduplicatorStages } from "@wirewatch/deduplicator";
import { runStage } from "@wirewatch/pipeline";
import { openStore, sql } from "@wirewatch/store";
import { testRunner } from "../support/runner.ts";

/* One of the deduplicator processes of `similarity-race.ts`: works on its share of the waiting texts when told to, then ends. */

export interface RaceOrders {
  readonly storeUrl: string;
  readonly connections: number;
  /** This process takes every article whose place in the order is `part` modulo `parts`. */
  readonly part: number;
  readonly parts: number;
  readonly seed: number;
  readonly order: "shuffled" | "together";
}

const { storeUrl, connections, part, parts, seed, order } = JSON.parse(process.argv[2] ?? "{}") as RaceOrders;
const db = openStore({ url: storeUrl, connections });
const [stage] = deduplicatorStages({ db });
if (stage === undefined) throw new Error("the deduplicator has no stage");
// Places of all articles, decided or not: they are the same for every process, whenever it looks.
const { rows: waiting } = await sql<{ articleId: string; revision: number }>`
  select article_id as "articleId", revision from (
    select article_id, revision, stage, row_number() over (
      order by ${order === "together" ? sql`article_id` : sql`md5(article_id::text || ${String(seed)})`}) as place
    from article_revision) placed
  where stage = 'deduplicate' and place % ${parts} = ${part} order by place`.execute(db);
process.send?.("ready");
await once(process, "message");

const { deps } = testRunner(db);
let at = 0;
const lane = async (): Promise<void> => {
  for (let message = waiting[at++]; message !== undefined; message = waiting[at++]) {
    await runStage(stage, message, deps);
    if (at % 50 === 0) process.send?.({ done: at });
  }
};
await Promise.all(Array.from({ length: connections }, lane));
await db.destroy();
process.disconnect();
