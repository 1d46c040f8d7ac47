import { runStage } from "@wirewatch/pipeline";
import { readTopicUsage, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addRevision } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { startClassifier } from "./main.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate topic_usage, topic_match, trail, article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(() => store.stop());

const log = { debug: () => undefined, warn: () => undefined };

/** A classifier as a process has it. */
async function started() {
  const config = readerOf(
    await configFrom({ sources: { sources: [] }, topics: [{ id: "harbour", any: ["harbourmaster"] }] }),
  );
  const classifier = await startClassifier({ db: store.db, config, log });
  const classify = async (title: string): Promise<void> => {
    const row = await addRevision(store.db, { stage: "classify", title });
    for (const stage of classifier.stages)
      await runStage(stage, { articleId: row.article_id, revision: 1 }, testRunner(store.db).deps);
  };
  return { classify, close: () => classifier.close() };
}

test("two classifiers add up what their topics cost and gave, when they end", async () => {
  const [one, other] = [await started(), await started()];
  await one.classify("The harbourmaster spoke");
  await one.classify("Nothing");
  await other.classify("The harbourmaster spoke");
  await other.classify("A harbourmaster, again");
  expect(await readTopicUsage(store.db, 1)).toEqual([]);
  await Promise.all([one.close(), other.close()]);
  const [usage, ...more] = await readTopicUsage(store.db, 1);
  expect(usage).toMatchObject({ topicId: "harbour", documents: 3, hits: 3 });
  expect(usage?.micros).toBeGreaterThan(0);
  expect(more).toEqual([]);
});

test("a classifier may start before there is a configuration", async () => {
  const config = { current: () => Promise.reject(new Error("no configuration was loaded yet")) };
  const classifier = await startClassifier({ db: store.db, config, log });
  expect(classifier.stages.map((stage) => stage.name)).toEqual(["classify"]);
  await classifier.close();
});
