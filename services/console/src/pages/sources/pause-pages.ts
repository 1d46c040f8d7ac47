import type { SourceConfig } from "@wirewatch/config";
import { wakeGates } from "@wirewatch/pipeline";
import { pauseSources, resumeSources } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { path } from "../../views/html.ts";
import { count } from "../../views/parts.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import type { Runs } from "./runs.ts";
import { tagSources } from "./tag-sources.ts";
import { testSources } from "./test-pages.ts";
import type { TestState } from "./test-runs.ts";

/** Longest reason. */
const maxReason = 300;
/** Sources that one form changes. */
const mostAtOnce = 500;

/** Pausing and resuming, one source or many; tags and the test of many. */
export function pausePages(pages: Pages, deps: ConsoleDeps, tests: Runs<TestState>): void {
  pages.post("/sources/:id/pause", "operator", pauseOne);
  pages.post("/sources/:id/resume", "operator", (request) => resumeOne(request, deps));
  pages.post("/sources/bulk", "operator", (request) => changeMany(request, deps, tests));
}

async function pauseOne(request: PageRequest): Promise<PageAnswer> {
  const source = configured(request, request.params["id"] ?? "");
  if (source === null) throw new Problem(404, "there is no such source in the configuration");
  return { to: path`/sources/${source.id}`, note: await pause(request, [source]) };
}

async function resumeOne(request: PageRequest, deps: ConsoleDeps): Promise<PageAnswer> {
  const source = configured(request, request.params["id"] ?? "");
  if (source === null) throw new Problem(404, "there is no such source in the configuration");
  return { to: path`/sources/${source.id}`, note: await resume(request, [source.id], deps) };
}

async function changeMany(request: PageRequest, deps: ConsoleDeps, tests: Runs<TestState>): Promise<PageAnswer> {
  const chosen = request.form.getAll("id").slice(0, mostAtOnce);
  const sources = chosen.flatMap((id) => configured(request, id) ?? []);
  if (sources.length === 0) return { to: "/sources", note: "Choose sources first: each row has a box at its left." };
  switch (request.form.get("do")) {
    case "pause":
      return { to: "/sources", note: await pause(request, sources) };
    case "resume":
      return {
        to: "/sources",
        note: await resume(
          request,
          sources.map(({ id }) => id),
          deps,
        ),
      };
    case "tag":
      return { to: "/sources", note: await tagSources(request, sources, "add") };
    case "untag":
      return { to: "/sources", note: await tagSources(request, sources, "remove") };
    case "test":
      return testSources(request, sources, deps, tests);
    default:
      throw new Problem(400, "say what to do with the sources: pause, resume, tag or test them");
  }
}

function configured({ config }: PageRequest, id: string): SourceConfig | null {
  return config.sources.find((source) => source.id === id) ?? null;
}

/** @returns what was done */
async function pause(request: PageRequest, sources: readonly SourceConfig[]): Promise<string> {
  const reason = (request.form.get("reason") ?? "").replaceAll(/\s+/gu, " ").trim().slice(0, maxReason);
  const paused = await request.db.transaction().execute(async (tx) => {
    const ids = await pauseSources(
      tx,
      sources.map(({ id }) => id),
      { by: request.viewer.login, reason },
    );
    for (const id of ids) {
      await request.audit({ action: "source.paused", targetKind: "source", targetId: id, detail: { reason } }, tx);
    }
    return ids;
  });
  if (paused.length === 0) return "Nothing to pause: all of them are paused already.";
  return `Paused ${count(paused.length, "source")}.`;
}

async function resume(request: PageRequest, ids: readonly string[], deps: ConsoleDeps): Promise<string> {
  const { resumed, gates } = await request.db.transaction().execute(async (tx) => {
    const done = await resumeSources(tx, ids);
    for (const id of done.resumed) {
      await request.audit({ action: "source.resumed", targetKind: "source", targetId: id }, tx);
    }
    return done;
  });
  await wakeGates(deps.db, deps.queues, gates).catch((error: unknown) =>
    deps.log.warn({ err: error }, "a host's next task could not be started; the reconciler will"),
  );
  return resumed.length === 0 ? "Nothing was paused." : `Resumed ${count(resumed.length, "source")}.`;
}
