import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addArchived, daysAgo } from "../../../test/support/archive.ts";
import { addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { archivedAfter, archivedBefore, latestArchived, openArchive } from "./topic-archive.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate article_body, article_revision, article restart identity cascade`.execute(store.db));
afterAll(() => store.stop());

const month = (): Date => daysAgo(30);

/** Ids of all articles of the last month, read in pages. */
async function ids(direction: "after" | "before", size: number): Promise<string[]> {
  const window = await openArchive(store.db, month());
  const found: string[] = [];
  for (;;) {
    const last = found.at(-1) ?? null;
    const page =
      direction === "after"
        ? await archivedAfter(store.db, window, last ?? "0", size)
        : await archivedBefore(store.db, window, last, size);
    if (page.length === 0) return found;
    found.push(...page.map((article) => article.article_id));
  }
}

describe("the archive", () => {
  test("is what topics were asked about, in that time", async () => {
    for (const outcome of ["matched", "unmatched", "duplicate"] as const)
      await addArchived(store.db, "text", { outcome });
    for (const outcome of ["unchanged", "notArticle", "gone", "refused", "failed"] as const)
      await addArchived(store.db, "text", { outcome });
    await addArchived(store.db, "text", { seen_at: daysAgo(31) });
    await addRevision(store.db, { stage: "notify" });
    const window = await openArchive(store.db, month());
    expect(window).toMatchObject({ articles: 3, firstArticleId: "1" });
    expect(await ids("after", 100)).toEqual(["1", "2", "3"]);
  });

  test.each([1, 2, 3, 5, 100])("is read in pages of %i, either way", async (size) => {
    for (let at = 0; at < 5; at++) await addArchived(store.db, "text");
    expect(await ids("after", size)).toEqual(["1", "2", "3", "4", "5"]);
    expect(await ids("before", size)).toEqual(["5", "4", "3", "2", "1"]);
  });

  test("has each article once, in the latest version that topics were asked about", async () => {
    const first = await addArchived(store.db, "first text");
    const again = { article_id: first.article_id };
    await addArchived(store.db, "second text", { ...again, revision: 2, verdict: "revision", outcome: "matched" });
    await addArchived(store.db, "second text", { ...again, revision: 3, outcome: "unchanged" });
    await addRevision(store.db, { ...again, revision: 4, stage: "classify" });
    const window = await openArchive(store.db, month());
    const [article, ...more] = await archivedAfter(store.db, window, "0", 10);
    expect(article).toMatchObject({ revision: 2, verdict: "revision", sections: [{ text: "second text" }] });
    expect([window.articles, more]).toEqual([1, []]);
  });

  test("has one article at a time too, also while it waits for its topics", async () => {
    const first = await addArchived(store.db, "first text", { seen_at: daysAgo(400) });
    expect(await latestArchived(store.db, first.article_id)).toMatchObject({ revision: 1 });
    await addRevision(store.db, { article_id: first.article_id, revision: 2, stage: "classify" });
    await addRevision(store.db, { article_id: first.article_id, revision: 3, stage: "strip" });
    expect(await latestArchived(store.db, first.article_id)).toMatchObject({ revision: 2, sections: [] });
    expect(await latestArchived(store.db, "99")).toBeNull();
  });

  test("may have articles without a text", async () => {
    await addRevision(store.db, { stage: "done", outcome: "unmatched" });
    const window = await openArchive(store.db, month());
    expect(await archivedBefore(store.db, window, null, 10)).toMatchObject([{ sections: [] }]);
  });

  test("may be empty", async () => {
    const window = await openArchive(store.db, month());
    expect(window).toMatchObject({ articles: 0, firstArticleId: "0", firstSeenAt: null });
    expect(await archivedBefore(store.db, window, null, 10)).toEqual([]);
  });
});
