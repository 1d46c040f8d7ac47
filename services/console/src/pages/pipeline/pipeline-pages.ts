import { isStageName } from "@wirewatch/pipeline";
import type { StageName } from "@wirewatch/pipeline";
import { endDrain, readSystemState, readWorkFailures, startDrain } from "@wirewatch/store";
import type { FailedWork, WorkFailure } from "@wirewatch/store";
import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { count } from "../../views/parts.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageAnswer, PageRequest } from "../page-routes.ts";
import { pauseStage, resumeStage, tellQueues } from "./pause-stage.ts";
import { failuresView, pipelineView } from "./pipeline-view.ts";
import { failuresSince, forgetFailures, readPipeline } from "./read-pipeline.ts";
import { retryWork, ringForWork } from "./retry-work.ts";

const everySeconds = 2;

/** What waits where, who works on it, what failed; and the switches for it. */
export async function pipelinePages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const { queues } = deps;
  const pages = pagesOf(app, deps);
  pages.get("/pipeline", "viewer", async (page) => ({
    title: "Pipeline",
    section: "pipeline",
    body: pipelineView(await readPipeline(page.db, queues, page.now), page),
    everySeconds,
  }));
  pages.get("/pipeline/failures", "viewer", async (page) => {
    const group = await findGroup(page, page.query);
    if (group === null)
      throw new Problem(404, "nothing failed like this in the last days, or it was tried again meanwhile");
    return { title: `Failed in ${group.stage}`, section: "pipeline", body: failuresView(group, page) };
  });
  pages.post("/pipeline/failures/retry", "operator", async (page) => {
    const works = await meantWorks(page);
    const report = await page.db.transaction().execute(async (tx) => {
      const done = await retryWork(tx, works);
      const detail = {
        retried: done.retried,
        stage: page.form.get("stage"),
        error: page.form.get("error")?.slice(0, 300),
      };
      if (done.retried > 0) await page.audit({ action: "work.retried", targetKind: "work", detail }, tx);
      return done;
    });
    forgetFailures(page.db);
    await ringForWork(page.db, queues, report).catch((error: unknown) =>
      deps.log.warn({ err: error }, "work was put back, but not rung for; the reconciler will"),
    );
    const skipped = report.skipped === 0 ? "" : `, ${report.skipped} left alone since they ended another way`;
    return { to: "/pipeline", note: `${count(report.retried, "article")} put back to be tried again${skipped}.` };
  });
  for (const what of ["pause", "resume"] as const) {
    pages.post(`/pipeline/stages/:stage/${what}`, "operator", async (page) => {
      const stage = stageOf(page);
      const change = what === "pause" ? pauseStage : resumeStage;
      await page.db.transaction().execute((tx) => {
        const audit: Parameters<typeof change>[0]["audit"] = (entry) => page.audit(entry, tx);
        return change({ db: tx, actor: page.viewer.login, audit }, stage);
      });
      await tellQueues(page.db, queues).catch((error: unknown) =>
        deps.log.warn({ err: error, stage }, "a queue could not be told of its pause; the leader does it again"),
      );
      return { to: "/pipeline", note: what === "pause" ? `${stage} is paused.` : `${stage} goes on.` };
    });
  }
  pages.post("/pipeline/drain", "operator", (page) => switchIntake(page, "stop"));
  pages.post("/pipeline/resume-intake", "operator", (page) => switchIntake(page, "resume"));
}

async function switchIntake(page: PageRequest, what: "stop" | "resume"): Promise<PageAnswer> {
  await page.db.transaction().execute(async (tx) => {
    if (what === "resume") {
      if (await endDrain(tx)) await page.audit({ action: "intake.resumed", targetKind: "system" }, tx);
      return;
    }
    const { drainedSince } = await readSystemState(tx);
    await startDrain(tx, `by ${page.viewer.login}`);
    if (drainedSince === null) await page.audit({ action: "intake.stopped", targetKind: "system" }, tx);
  });
  const note = what === "stop" ? "Intake is stopped; what is here already goes on." : "Intake goes on.";
  return { to: "/pipeline", note };
}

function stageOf({ params }: PageRequest): StageName {
  const { stage = "" } = params;
  if (!isStageName(stage)) throw new Problem(404, "there is no such stage");
  return stage;
}

async function findGroup({ db, now }: PageRequest, asked: URLSearchParams): Promise<WorkFailure | null> {
  const groups = await readWorkFailures(db, failuresSince(now));
  return groups.find(({ stage, error }) => stage === asked.get("stage") && error === asked.get("error")) ?? null;
}

/** One article, or all with an error. */
async function meantWorks(page: PageRequest): Promise<readonly Pick<FailedWork, "articleId" | "revision">[]> {
  const [articleId, revision] = [page.form.get("article"), page.form.get("revision") ?? ""];
  if (articleId === null) return (await findGroup(page, page.form))?.works ?? [];
  if (!/^[1-9]\d{0,17}$/u.test(articleId) || !/^[1-9]\d{0,8}$/u.test(revision))
    throw new Problem(404, "there is no such article");
  return [{ articleId, revision: Number(revision) }];
}
