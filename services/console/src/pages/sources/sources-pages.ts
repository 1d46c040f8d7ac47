import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { pagesOf } from "../page-routes.ts";
import { detailPages } from "./detail-pages.ts";
import { editPages } from "./edit-pages.ts";
import { exportRoutes } from "./export-routes.ts";
import { importPages } from "./import-pages.ts";
import { listPages } from "./list-pages.ts";
import { pausePages } from "./pause-pages.ts";
import { createRuns } from "./runs.ts";
import { testPages } from "./test-pages.ts";
import type { ImportState } from "./import-runs.ts";
import type { TestState } from "./test-runs.ts";

/** Longest test of some sources, and longest look at a list of them; milliseconds. */
const testLimitMs = 10 * 60_000;
const importLimitMs = 30 * 60_000;

/** The sources: their health, one by one, tests, pauses, lists in and out. */
export async function sourcesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  const { now } = deps;
  const tests = createRuns<TestState>({ atOnce: 3, limitMs: testLimitMs, now });
  const imports = createRuns<ImportState>({ atOnce: 2, limitMs: importLimitMs, now });
  app.addHook("onClose", async () => {
    tests.close();
    imports.close();
  });
  listPages(pages, deps);
  exportRoutes(app, deps);
  importPages(app, pages, deps, imports);
  testPages(pages, deps, tests);
  pausePages(pages, deps, tests);
  editPages(pages);
  detailPages(pages, deps);
}
