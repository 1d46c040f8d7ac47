import { defineConfig } from "vitest/config";

const sources = ["packages/*/src/**", "services/*/src/**", "infra/**", "test/support/**"];

/*
 * The projects run one after the other (groupOrder): scenarios with processes and time limits want the machine alone.
 */
export default defineConfig({
  test: {
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
        },
      },
      {
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: [...sources.map((folder) => `${folder}/*.integration.test.ts`), "test/integration/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          sequence: { groupOrder: 2 },
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "quality",
          sequence: { groupOrder: 3 },
          include: ["test/quality/**/*.test.ts"],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
