import type { SourceConfig } from "@wirewatch/config";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { path } from "../../views/html.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import type { Runs } from "./runs.ts";
import { mostTested, startTest } from "./test-runs.ts";
import type { TestState } from "./test-runs.ts";
import { testView } from "./test-view.ts";

/** `/sources/:id/test` starts one, `/sources/tests/:run` shows it. */
export function testPages(pages: Pages, deps: ConsoleDeps, tests: Runs<TestState>): void {
  pages.post("/sources/:id/test", "operator", (request) => startPage(request, deps, tests));
  pages.get("/sources/tests/:run", "operator", (request) => runPage(request, tests));
}

async function startPage(request: PageRequest, deps: ConsoleDeps, tests: Runs<TestState>): Promise<PageAnswer> {
  const source = request.config.sources.find(({ id }) => id === request.params["id"]);
  if (source === undefined) throw new Problem(404, "there is no such source in the configuration");
  return testSources(request, [source], deps, tests);
}

async function runPage(request: PageRequest, tests: Runs<TestState>): Promise<PageAnswer> {
  const run = tests.get(request.params["run"] ?? "");
  if (run === null) throw new Problem(404, "this test is over and forgotten; start another one");
  return {
    title: "Test of sources",
    section: "sources",
    body: testView(run, request),
    ...(run.endedAt === null ? { everySeconds: 2 } : {}),
  };
}

/** Tests sources, and leads to where their results show. */
export async function testSources(
  request: PageRequest,
  sources: readonly SourceConfig[],
  { sourceProbe }: ConsoleDeps,
  tests: Runs<TestState>,
): Promise<PageAnswer> {
  if (sourceProbe === undefined) throw new Problem(409, "sources cannot be tried where this console runs");
  if (sources.length > mostTested)
    return { to: "/sources", note: `Choose at most ${mostTested} sources for a test; ${sources.length} were chosen.` };
  const run = startTest(tests, sourceProbe, sources, request.config, request.viewer.login);
  if (run === null) throw new Problem(429, "other tests are under way; try again when they are done");
  await request.audit({
    action: "source.tested",
    targetKind: "source",
    targetId: sources.length === 1 ? (sources[0]?.id ?? null) : null,
    detail: { sources: sources.map(({ id }) => id) },
  });
  return { to: path`/sources/tests/${run}` };
}
