import type { AnyMessage, Bell, DefinedStage } from "@wirewatch/pipeline";
import { readEnvironment } from "@wirewatch/runtime";
import { createConfigLoader } from "../../packages/cli/src/config-loader.ts";
import { openContext } from "../../packages/cli/src/context.ts";
import type { ServiceContext } from "../../packages/cli/src/context.ts";
import { buildService } from "../../packages/cli/src/services.ts";
import { pipelineServices } from "../support/system.ts";
import { openTestBed } from "../support/test-bed.ts";
import { benchPages, benchTopics, perHost } from "./run-pipeline.ts";

/** What the stage functions take by themselves. */
export interface BaselineFigures {
  readonly articles: number;
  readonly itemsPerSecond: number;
  readonly msPerArticle: number;
}

/**
 * Calls the same stage functions for one article after the other, in one process and without queues: for each stage the row
 * is read, then `gather`, `decide`, and `commit` in a transaction. No row is moved, rung for or traced.
 */
export async function runInOneProcess(articles: number): Promise<BaselineFigures> {
  const bed = await openTestBed({ backend: "postgres", topics: benchTopics, perHost: perHost.full });
  // Secrets of the configuration are looked up in the environment of the process that uses them.
  Object.assign(process.env, bed.env);
  const env = readEnvironment({ ...bed.env, LOG_LEVEL: "error" }, process.cwd());
  const context = openContext(env, bed.store.url, "bench");
  const services = await Promise.all(pipelineServices.map((name) => buildService(name, context)));
  const stages = services.flatMap((service) => service.stages);
  try {
    bed.site.publish(benchPages(articles));
    const loaded = await createConfigLoader(context.db, env.configFolder)();
    if (loaded.kind !== "loaded") throw new Error(`the configuration was not loaded: ${loaded.kind}`);
    const { id } = await context.db.selectFrom("feed").select("id").executeTakeFirstOrThrow();
    await runThrough({ stage: "poll", message: { feedId: id } }, stages, context);
    const rows = await context.db
      .selectFrom("article_revision")
      .select(["article_id", "revision"])
      .orderBy("article_id")
      .execute();

    const startedMs = performance.now();
    for (const row of rows) {
      await runThrough(
        { stage: "fetch", message: { articleId: row.article_id, revision: row.revision } },
        stages,
        context,
      );
    }
    const elapsedMs = performance.now() - startedMs;
    if (bed.sink.ids("/alerts").size !== articles)
      throw new Error(`${bed.sink.ids("/alerts").size} of ${articles} articles led to an alert`);
    return { articles, itemsPerSecond: (1000 * articles) / elapsedMs, msPerArticle: elapsedMs / articles };
  } finally {
    await Promise.all(services.map((service) => service.close()));
    await context.close();
    await bed.close();
  }
}

/** One row through its stage and all that follows from it. */
async function runThrough(bell: Bell, stages: readonly DefinedStage[], context: ServiceContext): Promise<void> {
  const stage = stages.find((candidate) => candidate.name === bell.stage);
  if (stage === undefined) throw new RangeError(`there is no stage ${bell.stage}`);
  const row = await readRow(bell.message, context);
  const facts = await stage.gather(row, new AbortController().signal);
  const decision = stage.decide(facts);
  const result = await context.db.transaction().execute((tx) => stage.commit(tx, decision, row, facts));
  if (result.kind === "next") await runThrough({ stage: result.stage, message: bell.message }, stages, context);
  for (const next of result.ring ?? []) await runThrough(next, stages, context);
}

function readRow(message: AnyMessage, { db }: ServiceContext): Promise<unknown> {
  if ("feedId" in message)
    return db.selectFrom("feed").selectAll().where("id", "=", message.feedId).executeTakeFirstOrThrow();
  if ("groupId" in message)
    return db.selectFrom("alert_group").selectAll().where("id", "=", message.groupId).executeTakeFirstOrThrow();
  if ("deliveryId" in message) {
    // Its stage sends nothing unless the row is claimed.
    return db
      .updateTable("delivery")
      .set({ claim: "bench" })
      .where("id", "=", message.deliveryId)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
  if (!("articleId" in message)) throw new Error("only articles, groups and deliveries are measured here");
  return db
    .selectFrom("article_revision")
    .selectAll()
    .where("article_id", "=", message.articleId)
    .where("revision", "=", message.revision)
    .executeTakeFirstOrThrow();
}
