import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { runStage } from "./run-stage.ts";
import { defineStage } from "./stage.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

const strip = defineStage("strip", {
  gather: () => Promise.resolve(null),
  decide: () => null,
  commit: () => Promise.resolve({ kind: "next", stage: "deduplicate" }),
});
const messageOf = (row: ArticleRevision) => ({ articleId: row.article_id, revision: row.revision });

describe("of the rows that stopped their process, or were only there when it was killed,", () => {
  /** A runner whose processes of their own end when the test says so. */
  function aloneRunner() {
    const ends: (() => void)[] = [];
    const runner = testRunner(store.db, {
      runAlone: () => new Promise<boolean>((resolve) => ends.push(() => resolve(true))),
    });
    return { ...runner, ends };
  }

  test("one runs alone at a time: the others come again in a moment, as suspect as they were", async () => {
    const { deps, ends, logged } = aloneRunner();
    const first = await addRevision(store.db, { tries: 2 });
    const others = [await addRevision(store.db, { tries: 2 }), await addRevision(store.db, { tries: 7 })];
    const running = runStage(strip, messageOf(first), deps);
    await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(1);
    for (const row of others) expect(await runStage(strip, messageOf(row), deps)).toBe("returned");
    expect(ends).toHaveLength(1);
    for (const row of others) {
      const now = await revisionNow(store.db, row);
      expect(now).toMatchObject({ stage: "strip", claim: null, tries: row.tries, attempts: 0 });
      expect(now.due_at.getTime() - Date.now()).toBeGreaterThan(1000);
      expect(now.due_at.getTime() - Date.now()).toBeLessThan(10_000);
    }
    expect(logged.map(({ level }) => level)).toEqual(["info", "info"]);
    ends[0]?.();
    expect(await running).toBe("finished");
  });

  test("the next runs alone when the one before has ended", async () => {
    const { deps, ends } = aloneRunner();
    for (const nth of [1, 2]) {
      const running = runStage(strip, messageOf(await addRevision(store.db, { tries: 2 })), deps);
      await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(nth);
      ends.at(-1)?.();
      expect(await running).toBe("finished");
    }
  });

  test("none keeps those from running that are under no suspicion", async () => {
    const { deps, ends } = aloneRunner();
    const running = runStage(strip, messageOf(await addRevision(store.db, { tries: 2 })), deps);
    await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(1);
    const other = await addRevision(store.db, { tries: 1 });
    expect(await runStage(strip, messageOf(other), deps)).toBe("finished");
    expect(await revisionNow(store.db, other)).toMatchObject({ stage: "deduplicate" });
    ends[0]?.();
    await running;
  });
});
