import { defineConfig } from "vitest/config";
import { compileCache } from "./test/support/compile-cache.ts";

const sources = ["packages/*/src/**", "services/*/src/**", "infra/**", "test/support/**"];

/** Integration tests that hold code to limits of time and memory, which a busy neighbour would use up. */
const alone = [
  "packages/store/src/source-health.integration.test.ts",
  "services/fetcher/src/document-reader.integration.test.ts",
  "services/stripper/src/extract-pool.integration.test.ts",
  "services/stripper/src/page-threads.integration.test.ts",
];

/** Scenarios that wait for polls and groups most of their time, and have limits of a minute and more. */
const waiting = ["push", "reload", "source-health", "sources"].map((name) => `test/e2e/${name}.test.ts`);

/** One server for all files whose stores nobody kills. */
const globalSetup = "test/support/store-server.ts";

/*
 * The projects run one after the other (groupOrder): scenarios with processes and time limits want the machine alone.
 */
export default defineConfig({
  test: {
    env: { NODE_COMPILE_CACHE: compileCache },
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: sources.map((folder) => `${folder}/*.test.ts`),
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          testTimeout: 20_000,
          // Pure code has no state to keep apart; sharing modules saves most of the import time.
          isolate: false,
          // Of its own accord Vitest leaves a core unused.
          maxWorkers: "100%",
        },
      },
      {
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: [...sources.map((folder) => `${folder}/*.integration.test.ts`), "test/integration/**/*.test.ts"],
          exclude: [...alone, "**/node_modules/**"],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each has a database of its own, and waits as much as it works.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "integration-alone",
          sequence: { groupOrder: 2 },
          include: alone,
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e-waiting",
          sequence: { groupOrder: 3 },
          include: waiting,
          globalSetup,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          maxWorkers: waiting.length,
        },
      },
      {
        test: {
          name: "e2e",
          sequence: { groupOrder: 4 },
          include: ["test/e2e/**/*.test.ts"],
          exclude: waiting,
          globalSetup,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "quality",
          sequence: { groupOrder: 5 },
          include: ["test/quality/**/*.test.ts"],
          testTimeout: 300_000,
          maxWorkers: "100%",
        },
      },
    ],
  },
});
