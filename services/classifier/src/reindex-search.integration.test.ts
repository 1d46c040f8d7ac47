import { runStage } from "@wirewatch/pipeline";
import { readIndexState, saveText, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addArchived } from "../../../test/support/archive.ts";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addRevision } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { classifyStage } from "./classify.ts";
import { reindexSearch } from "./reindex-search.ts";
import { createTopicMatcher } from "./topic-matcher.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate article_search, article_body, topic_match, trail, article_revision, article, reindex restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

const unstopped = new AbortController().signal;

/** What is in the index: article, revision, language and words of interest. */
async function indexed(): Promise<readonly unknown[]> {
  const { rows } = await sql<{ row: unknown }>`
    select json_build_array(article_id::int, revision, language, tokens @@ 'quay', tokens @@ '''~vessel''') as row
    from article_search order by article_id`.execute(store.db);
  return rows.map(({ row }) => row);
}

async function classify(text: string, given: Partial<ArticleRevision> = {}): Promise<ArticleRevision> {
  const config = await configFrom({ sources: { sources: [] } });
  const matcher = createTopicMatcher();
  const row = await addRevision(store.db, {
    stage: "classify",
    verdict: "unique",
    story_id: "1",
    language: "en-GB",
    ...given,
  });
  await saveText(store.db, row.article_id, row.revision, { text, sections: [{ heading: null, text, role: "main" }] });
  const { deps } = testRunner(store.db);
  const stage = classifyStage({ db: store.db, config: readerOf(config, "1"), matcher });
  const message = { articleId: row.article_id, revision: row.revision } as const;
  await runStage(stage, message, deps);
  return row;
}

describe("the classifier", () => {
  test("makes an article findable in the transaction in which it is decided, its newest revision only", async () => {
    const row = await classify("The quay and its vessels.");
    expect(await indexed()).toEqual([[1, 1, "en", true, true]]);
    await classify("Only ships.", { article_id: row.article_id, revision: 2, verdict: "revision" });
    expect(await indexed()).toEqual([[1, 2, "en", false, false]]);
  });
});

describe("a rebuild of the index", () => {
  test("gives what the classifier gives, and changes nothing the second time", async () => {
    await classify("The quay and its vessels.");
    await classify("Le quai.", { language: null });
    const before = await sql`select * from article_search order by article_id`.execute(store.db);
    await sql`truncate article_search`.execute(store.db);
    for (let round = 0; round < 2; round++) {
      expect(await reindexSearch(store.db, () => undefined, unstopped)).toEqual({ done: 2, of: 2 });
      expect((await sql`select * from article_search order by article_id`.execute(store.db)).rows).toEqual(before.rows);
    }
  });

  test("goes on where it was stopped, and only then says that all is there", async () => {
    for (let at = 0; at < 70; at++) await addArchived(store.db, "The quay.");
    const stop = new AbortController();
    const stopped = await reindexSearch(store.db, () => stop.abort(), stop.signal);
    expect([stopped, (await indexed()).length, await readIndexState(store.db)]).toEqual([
      { done: 50, of: 70 },
      50,
      { isComplete: false },
    ]);
    expect(await reindexSearch(store.db, () => undefined, unstopped)).toEqual({ done: 70, of: 70 });
    expect([(await indexed()).length, await readIndexState(store.db)]).toEqual([70, { isComplete: true }]);
  });

  test("leaves out what no topic was asked about, and takes the newest revision that was", async () => {
    const row = await addArchived(store.db, "The quay.");
    await addArchived(store.db, "The vessels.", {
      article_id: row.article_id,
      revision: 2,
      page_url: "https://site.example/2",
      language: "en",
    });
    await addRevision(store.db, {
      article_id: row.article_id,
      revision: 3,
      page_url: "https://site.example/3",
      stage: "strip",
    });
    await addArchived(store.db, "Unchanged.", { outcome: "unchanged" });
    await reindexSearch(store.db, () => undefined, unstopped);
    expect(await indexed()).toEqual([[1, 2, "en", false, true]]);
  });
});
