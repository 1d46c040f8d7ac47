import { defineConfig } from "vitest/config";
import { compileCache } from "./test/support/compile-cache.ts";
import { LongestFirst } from "./test/support/longest-first.ts";

const sources = ["packages/*/src/**", "services/*/src/**", "infra/**", "test/support/**"];

/** Integration tests that hold code to limits of time and memory, which a busy neighbour would use up. */
const alone = [
  "packages/store/src/source-health.integration.test.ts",
  "services/fetcher/src/document-reader.integration.test.ts",
  "services/stripper/src/extract-pool.integration.test.ts",
  "services/stripper/src/page-threads.integration.test.ts",
];

/** Scenarios in which all work has to end within seconds of the last fault. */
const againstTheClock = ["test/e2e/chaos/death.test.ts"];

/** One server for all files whose stores nobody kills. */
const globalSetup = "test/support/store-server.ts";

/** Files at once of what waits as much as it works: for time to pass, for processes to start, for another process's answer. */
const sideBySide = 3;
/** Of scenarios, which hold the whole system to times in which its work has to end, and of scores beside them. */
const scenarios = 2;

/*
 * Groups of projects run one after the other (groupOrder). Side by side run files that wait much of their time; each has stores of its own.
 */
export default defineConfig({
  test: {
    env: { NODE_COMPILE_CACHE: compileCache },
    sequence: { sequencer: LongestFirst },
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
          // State is in the database of each file. Loading the modules of a service or the console anew takes two seconds per file.
          isolate: false,
          maxWorkers: sideBySide,
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
          name: "e2e",
          sequence: { groupOrder: 3 },
          include: ["test/e2e/**/*.test.ts"],
          exclude: againstTheClock,
          globalSetup,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          maxWorkers: scenarios,
        },
      },
      {
        test: {
          name: "e2e-alone",
          sequence: { groupOrder: 4 },
          include: againstTheClock,
          globalSetup,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "quality",
          // Scores take processor time and nothing else, which scenarios leave.
          sequence: { groupOrder: 3 },
          include: ["test/quality/**/*.test.ts"],
          testTimeout: 300_000,
          maxWorkers: scenarios,
        },
      },
    ],
  },
});
