import { isStageName, readStagePauses, stageNames, stages } from "@wirewatch/pipeline";
import type { QueueView, StageName } from "@wirewatch/pipeline";
import { loadOf, readStageLoads, readStagePaces, readSystemState, readWorkFailures } from "@wirewatch/store";
import { z } from "zod";
import { pauseStage, resumeStage, tellQueues } from "../../pages/pipeline/pause-stage.ts";
import { chosenFailures, retryWork, ringForWork } from "../../pages/pipeline/retry-work.ts";
import { Problem } from "../../problem.ts";
import { operation } from "../operation.ts";
import { idParam, instant, rowId, when, word } from "../schemas.ts";

const lag = z.object({ p50Ms: z.number(), p95Ms: z.number(), count: z.int() }).nullable();

const queue = z
  .object({
    stage: z.string(),
    service: z.string(),
    waiting: z.int().meta({ description: "Rows that are due and that nobody works on yet." }),
    atHost: z.int().meta({ description: "Rows that are due and wait for their host." }),
    active: z.int(),
    delayed: z.int(),
    oldestMs: z.number().nullable().meta({ description: "Age of the longest wait of what is due." }),
    perMinuteLately: z
      .number()
      .nullable()
      .meta({ description: "Finished runs a minute in the last 5 minutes; null where it is not recorded." }),
    perMinuteHour: z.number().nullable(),
    wait: lag,
    work: lag,
    workers: z.int().meta({ description: "Processes alive that work on it." }),
    paused: z.object({ since: instant, by: z.string() }).nullable(),
    bells: z
      .object({
        waiting: z.int(),
        active: z.int(),
        delayed: z.int(),
        failed: z.int(),
        isPaused: z.boolean(),
        oldestAt: instant.nullable(),
      })
      .nullable()
      .meta({ description: "What the queue itself says; null when it does not answer." }),
  })
  .meta({ id: "Queue" });

const stageParam = z.strictObject({ stage: z.enum(stageNames as [StageName, ...StageName[]]) });
const weekMs = 7 * 86_400_000;

export const queueOperations = [
  operation({
    id: "listQueues",
    method: "GET",
    path: "/queues",
    tag: "queues",
    scope: "read",
    summary: "The stages of the pipeline: what waits, how fast they work, who works on them.",
    response: z.object({ items: z.array(queue) }),
    async handle({ db, deps }) {
      const [loads, paces, pauses, { workers }, views] = await Promise.all([
        readStageLoads(db),
        readStagePaces(db, stageNames),
        readStagePauses(db),
        readSystemState(db),
        deps.queues.inspect().catch((): Partial<Record<StageName, QueueView>> => ({})),
      ]);
      const items = stageNames.map((stage) => {
        const { service } = stages[stage];
        const pace = paces.get(stage);
        return {
          stage,
          service,
          ...loadOf(loads, stage),
          perMinuteLately: pace?.perMinuteLately ?? null,
          perMinuteHour: pace?.perMinuteHour ?? null,
          wait: pace?.wait ?? null,
          work: pace?.work ?? null,
          workers: workers.filter(({ services }) => services.includes(service)).length,
          paused: pauses.find((pause) => pause.stage === stage) ?? null,
          bells: views[stage] ?? null,
        };
      });
      return { items };
    },
  }),
  ...(["pause", "resume"] as const).map((what) =>
    operation({
      id: `${what}Queue`,
      method: "POST",
      path: `/queues/{stage}/${what}`,
      tag: "queues",
      scope: "ops",
      summary: what === "pause" ? "Lets a stage rest: its rows wait, what is running ends." : "Lets a stage go on.",
      params: stageParam,
      response: z.object({ stage: z.string(), isPaused: z.boolean(), isChanged: z.boolean() }),
      async handle({ db, deps, params: { stage }, actor, audit, afterwards }) {
        const change = what === "pause" ? pauseStage : resumeStage;
        const isChanged = await change({ db, actor, audit }, stage);
        afterwards(() => tellQueues(deps.db, deps.queues));
        return { stage, isPaused: what === "pause", isChanged };
      },
    }),
  ),
  operation({
    id: "listWorkFailures",
    method: "GET",
    path: "/failures",
    tag: "queues",
    scope: "read",
    summary: "Articles whose work failed, by stage and error.",
    query: z.strictObject({
      since: when.exactOptional().meta({ description: "The last 7 days when it is left out." }),
    }),
    response: z.object({
      items: z.array(
        z.object({
          stage: z.string(),
          error: z.string(),
          count: z.int(),
          sources: z.array(z.string()),
          firstAt: instant,
          lastAt: instant,
          works: z.array(
            z.object({
              articleId: rowId,
              revision: z.int(),
              sourceId: z.string(),
              url: z.string(),
              reason: z.string().nullable(),
              failedAt: instant,
            }),
          ),
        }),
      ),
    }),
    handle: async ({ db, deps, query }) => ({ items: await readWorkFailures(db, query.since ?? weekAgo(deps.now())) }),
  }),
  operation({
    id: "retryWork",
    method: "POST",
    path: "/failures/retry",
    tag: "queues",
    scope: "ops",
    summary: "Puts failed work back into the stage that gave up.",
    description: "Named articles, or all with an error in a stage. What is finished is never done again.",
    body: z.union([
      z.strictObject({
        works: z
          .array(z.strictObject({ articleId: idParam, revision: z.int().min(1).max(1_000_000) }))
          .min(1)
          .max(1000),
      }),
      z.strictObject({ stage: word(40), error: word(1000), since: when.exactOptional() }),
    ]),
    response: z.object({ retried: z.int(), skipped: z.int() }),
    async handle({ db, deps, body, audit, afterwards }) {
      const works = "works" in body ? body.works : await meant(db, deps.now(), body);
      const report = await retryWork(db, works);
      if (report.retried > 0) {
        const detail = {
          retried: report.retried,
          ...("works" in body ? {} : { stage: body.stage, error: body.error }),
        };
        await audit({ action: "work.retried", targetKind: "work", detail });
      }
      afterwards(() => ringForWork(deps.db, deps.queues, report));
      return { retried: report.retried, skipped: report.skipped };
    },
  }),
];

async function meant(
  db: Parameters<typeof chosenFailures>[0],
  now: Date,
  { stage, error, since = weekAgo(now) }: { readonly stage: string; readonly error: string; readonly since?: Date },
) {
  if (!isStageName(stage))
    throw new Problem(422, "stage: there is no such stage", { fields: [{ field: "stage", message: "there is none" }] });
  return chosenFailures(db, { stage, error, since });
}

function weekAgo(now: Date): Date {
  return new Date(now.getTime() - weekMs);
}
