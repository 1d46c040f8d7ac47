import { relative } from "node:path";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** Files that take more than 15 s on two cores, longest first. */
export const longFiles: readonly string[] = [
  "test/e2e/console.test.ts",
  "test/e2e/chaos/lifecycle.test.ts",
  "test/e2e/chaos/twice.test.ts",
  "test/e2e/chaos/death.test.ts",
  "test/e2e/scaling.test.ts",
  "test/e2e/push.test.ts",
  "test/integration/console-sources.test.ts",
  "test/integration/console-hostile.test.ts",
  "test/e2e/demo.test.ts",
  "test/e2e/source-health.test.ts",
  "test/quality/similarity.test.ts",
  "test/e2e/publishers.test.ts",
  "test/integration/alert-life.test.ts",
  "packages/cli/src/supervisor/service-process.integration.test.ts",
  "test/integration/infra.test.ts",
  "services/fetcher/src/subscribe.integration.test.ts",
  "services/deduplicator/src/race.integration.test.ts",
  "packages/cli/src/commands/topics-rematch.integration.test.ts",
];

/**
 * Starts the longest files of a project first, so that no worker is left with one of them when the others have ended. Vitest does
 * so by what the last run took, which a fresh checkout does not know: there it goes by the size of the files.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const byProject = Map.groupBy(sorted, ({ project }) => project.name);
    return [...byProject.values()].flatMap((own) => own.toSorted((a, b) => this.#place(a) - this.#place(b)));
  }

  #place({ moduleId }: TestSpecification): number {
    const place = longFiles.indexOf(relative(this.ctx.config.root, moduleId));
    return place === -1 ? longFiles.length : place;
  }
}
