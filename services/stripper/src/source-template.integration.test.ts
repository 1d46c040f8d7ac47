import type { Article } from "@wirewatch/model";
import { runStage } from "@wirewatch/pipeline";
import { loadText, openStore, savePage, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inventedText, seededRandom } from "../../../test/support/articles.ts";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { deduplicateStage } from "../../deduplicator/src/deduplicate.ts";
import type { ExtractPool } from "./extract-pool.ts";
import { stripStage } from "./strip.ts";

let store: TestStore;
/** Another process, as far as the database can tell. */
let second: Kysely<Database>;

beforeAll(async () => {
  store = await startTestStore();
  second = openStore({ url: store.url, connections: 8 });
});
afterEach(() =>
  sql`truncate page, article_body, source_page, source_block, fp_exact, fp_key, fp_doc, cluster, cluster_member, story, story_term, trail, topic_match, alert,
    article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(async () => {
  await second.destroy();
  await store.stop();
});

const random = seededRandom(3);
const appeal =
  "Dear readers, a small newspaper lives from people who think that somebody should sit in the room when decisions are made.";
const own = (): string => inventedText(random, 4).join(" ");

/** What the extraction threads give for pages, by their addresses: here, the page's body is the text. */
const pool: ExtractPool = {
  extract: ({ url, body }) => Promise.resolve({ ...resultOf(articleOf(url, String(body))), ms: 1 }),
  counts: () => ({ pages: 0, secondOpinions: 0, failedSecondOpinions: 0 }),
  close: () => Promise.resolve(),
};

function articleOf(url: string, text: string): Article {
  return {
    url,
    canonicalUrl: url,
    title: text.slice(0, 40),
    standfirst: null,
    authors: ["A. Fenwick"],
    publishedAt: "2026-03-02T12:00:00Z",
    modifiedAt: null,
    language: "en",
    siteName: null,
    leadImage: "https://site.example/quay.jpg",
    tags: ["Harbour"],
    isPaywalled: true,
    isLive: false,
    alternates: [{ language: "de", url: "https://site.example/de" }],
    text,
    sections: [{ heading: null, text, role: "main" }],
    captions: ["The quay in spring."],
    cut: [{ text: "Menu", reason: "navigation" }],
    method: "scorer",
    agreement: null,
  };
}

function resultOf(article: Article) {
  return { kind: "article", article, needsSecondOpinion: false, doubts: [], notes: [] } as const;
}

async function stageOn(db: Kysely<Database>) {
  const config = await configFrom({ sources: { sources: [{ id: "site", url: "https://site.example/rss" }] } });
  return stripStage({ db, config: readerOf(config), pool });
}

/** A page of these blocks that waits for the stripper. */
async function fetched(blocks: readonly string[], given: Partial<ArticleRevision> = {}): Promise<ArticleRevision> {
  const row = await addRevision(store.db, { fetched_at: new Date(), ...given });
  await savePage(store.db, row.article_id, row.revision, { contentType: "text/html", body: blocks.join("\n\n") });
  return row;
}

const messageOf = ({ article_id, revision }: ArticleRevision) => ({ articleId: article_id, revision });

async function strip(row: ArticleRevision, db = store.db): Promise<ArticleRevision> {
  expect(await runStage(await stageOn(db), messageOf(row), testRunner(db).deps)).toBe("finished");
  return revisionNow(store.db, row);
}

async function deduplicate(row: ArticleRevision): Promise<ArticleRevision> {
  expect(await runStage(deduplicateStage({ db: store.db }), messageOf(row), testRunner(store.db).deps)).toBe(
    "finished",
  );
  return revisionNow(store.db, row);
}

/** The text of a page of these blocks after the stripper read it. */
async function textOfPage(blocks: readonly string[], given: Partial<ArticleRevision> = {}): Promise<string> {
  const row = await strip(await fetched(blocks, given));
  return (await loadText(store.db, row.article_id, row.revision))?.text ?? "";
}

const page = (): string[] => ["All news", own(), own(), own(), appeal];

/** Revisions that were opened to clean a text again, by article. */
const opened = (): Promise<ArticleRevision[]> =>
  store.db.selectFrom("article_revision").selectAll().where("trigger", "=", "template").orderBy("article_id").execute();

const done = (row: ArticleRevision, outcome: "matched" | "unmatched" = "matched") =>
  sql`update article_revision set stage = 'done', outcome = ${outcome}, story_id = 1, body_hash = 'before', due_at = 'infinity'
    where article_id = ${row.article_id} and stage <> 'strip'`.execute(store.db);

const due = () =>
  sql`update article_revision set due_at = now() where trigger = 'template' and stage = 'strip'`.execute(store.db);

describe("what three articles of a source have", () => {
  test("is taken out of the third, and listed with its reason", async () => {
    expect(await textOfPage(page())).toContain("All news");
    expect(await textOfPage(page())).toContain(appeal);
    const row = await strip(await fetched(page()));
    const text = await loadText(store.db, row.article_id, 1);
    expect(text?.text).not.toContain("All news");
    expect(text?.text).not.toContain(appeal);
    expect(text?.cut).toEqual([
      { text: "Menu", reason: "navigation" },
      { text: "All news", reason: "template" },
      { text: appeal, reason: "template" },
    ]);
    expect(row).toMatchObject({ stage: "deduplicate", characters: text?.text.length });
  });

  test("is not taken out of another source's", async () => {
    await textOfPage(page());
    await textOfPage(page());
    expect(await textOfPage(page(), { source_id: "other" })).toContain(appeal);
  });

  test("is left when they are copies of one text", async () => {
    const copy = page();
    for (const _ of [1, 2, 3]) expect(await textOfPage(copy)).toBe(copy.join("\n\n"));
  });

  test("is counted once for an article, however often it is read", async () => {
    const first = await fetched(page());
    await strip(first);
    for (const revision of [2, 3, 4])
      await strip(await fetched(page(), { article_id: first.article_id, revision, page_url: first.page_url }));
    expect(await textOfPage(page())).toContain(appeal);
    expect(await store.db.selectFrom("source_page").select("article_id").execute()).toHaveLength(2);
  });

  test("is counted once when work that was done but not committed is done again", async () => {
    const row = await fetched(page());
    const dies = testRunner(store.db, {
      fault: (point) => {
        if (point === "committing") throw new Error("Connection terminated unexpectedly");
      },
    });
    expect(await runStage(await stageOn(store.db), messageOf(row), dies.deps)).toBe("returned");
    expect(await store.db.selectFrom("source_page").selectAll().execute()).toEqual([]);
    await sql`update article_revision set due_at = now()`.execute(store.db);
    await strip(row);
    expect(await store.db.selectFrom("source_page").selectAll().execute()).toHaveLength(1);
  });
});

test("two processes on one source learn the same, without waiting for each other for ever", async () => {
  const rows = await Promise.all(Array.from({ length: 30 }, () => fetched(page())));
  await Promise.all(rows.map((row, at) => strip(row, at % 2 === 0 ? store.db : second)));
  expect(await store.db.selectFrom("source_page").selectAll().execute()).toHaveLength(30);
  // All thirty may have looked before the first was stored; the next article has them all to learn from.
  expect(await textOfPage(page())).not.toContain(appeal);
  expect(await store.db.selectFrom("source_block").select("sample").orderBy("sample").execute()).toEqual([
    { sample: "All news" },
    { sample: appeal },
  ]);
});

describe("what was not seen for 90 days", () => {
  const letPass = async (days: number): Promise<void> => {
    await sql`update source_page set seen_at = seen_at - make_interval(days => ${days})`.execute(store.db);
    await sql`update source_block set last_seen_at = last_seen_at - make_interval(days => ${days})`.execute(store.db);
  };

  test("is no template any more, and is forgotten as others are read", async () => {
    for (const _ of [1, 2, 3]) await textOfPage(page());
    await letPass(91);
    expect(await textOfPage(page())).toContain(appeal);
    expect(await store.db.selectFrom("source_page").selectAll().execute()).toHaveLength(1);
    expect(await store.db.selectFrom("source_block").selectAll().execute()).toEqual([]);
  });

  test("is learned anew after a redesign", async () => {
    for (const _ of [1, 2, 3]) await textOfPage(page());
    const redesigned = () => ["Latest", own(), own(), own(), "Stay in touch"];
    await textOfPage(redesigned());
    await textOfPage(redesigned());
    expect(await textOfPage(redesigned())).not.toMatch(/Latest|Stay in touch/);
  });

  test("counts from when it was seen last", async () => {
    for (const _ of [1, 2, 3]) await textOfPage(page());
    await letPass(60);
    await textOfPage(page());
    await letPass(60);
    expect(await textOfPage(page())).not.toContain(appeal);
  });
});

test("a source is remembered by its last hundred articles", async () => {
  await sql`insert into source_page (source_id, article_id, seen_at, blocks)
    select 'site', n, now() - make_interval(mins => n), ''::bytea from generate_series(1000, 1250) n`.execute(store.db);
  await textOfPage(page());
  const { rows } = await sql<{ pages: number; oldest: string }>`
    select count(*)::int as pages, max(article_id) as oldest from source_page`.execute(store.db);
  expect(rows).toEqual([{ pages: 100, oldest: "1098" }]);
});

describe("earlier articles of a source", () => {
  /** Two articles that were read, and told about, before a third showed their template. */
  async function learnedLate(): Promise<readonly [ArticleRevision, ArticleRevision, ArticleRevision]> {
    const [one, two] = [await strip(await fetched(page())), await strip(await fetched(page()))];
    await done(one);
    await done(two);
    return [one, two, await strip(await fetched(page()))];
  }

  test("are cleaned again: a revision without the template, with all else as it was", async () => {
    const [one] = await learnedLate();
    const before = await loadText(store.db, one.article_id, 1);
    const revisions = await opened();
    expect(revisions.map(({ article_id, revision, stage }) => ({ article_id, revision, stage }))).toEqual([
      { article_id: one.article_id, revision: 2, stage: "strip" },
      { article_id: String(Number(one.article_id) + 1), revision: 2, stage: "strip" },
    ]);
    await due();
    const again = await strip(revisions[0] ?? one);
    const text = await loadText(store.db, one.article_id, 2);
    expect(text?.text).toBe(before?.text.replace("All news\n\n", "").replace(`\n\n${appeal}`, ""));
    expect(text).toMatchObject({
      captions: ["The quay in spring."],
      cut: [{ text: "Menu" }, { text: "All news" }, { text: appeal }],
    });
    const { title, authors, published_at, lead_image, tags, is_paywalled, alternates, language, canonical_url } = one;
    const metadata = {
      title,
      authors,
      published_at,
      lead_image,
      tags,
      is_paywalled,
      alternates,
      language,
      canonical_url,
    };
    expect(again).toMatchObject(metadata);
    expect(again).toMatchObject({ stage: "deduplicate", characters: text?.text.length });
  });

  test("are remembered by later texts as they are now, and not told about again", async () => {
    const [one] = await learnedLate();
    await due();
    for (const row of await opened()) await deduplicate(await strip(row));
    for (const row of await opened()) expect(row).toMatchObject({ stage: "done", outcome: "unchanged", story_id: "1" });
    expect(
      await store.db
        .selectFrom("fp_doc")
        .select(["article_id", "revision"])
        .where("article_id", "=", one.article_id)
        .execute(),
    ).toEqual([{ article_id: one.article_id, revision: 2 }]);
    expect(await store.db.selectFrom("topic_match").selectAll().execute()).toEqual([]);
  });

  test("say why there is a revision", async () => {
    const [one] = await learnedLate();
    await due();
    await strip((await opened())[0] ?? one);
    const steps = await store.db
      .selectFrom("trail")
      .select(["result", "reason"])
      .where("article_id", "=", one.article_id)
      .where("revision", "=", 2)
      .execute();
    expect(steps).toEqual([
      { result: "deduplicate", reason: "text cleaned again: 2 blocks that 2 or more other pages of the source have" },
    ]);
  });

  test("read again later, are the same as cleaned", async () => {
    const blocks = page();
    const one = await strip(await fetched(blocks));
    await done(one);
    await textOfPage(page());
    await textOfPage(page());
    await due();
    for (const row of await opened()) if (row.article_id === one.article_id) await deduplicate(await strip(row));
    const recheck = await fetched(blocks, {
      article_id: one.article_id,
      revision: 3,
      page_url: one.page_url,
      trigger: "recheck",
    });
    expect(await deduplicate(await strip(recheck))).toMatchObject({ outcome: "unchanged", verdict: "duplicate" });
  });

  test("wait until the revision before them is done", async () => {
    const [one, two] = [await strip(await fetched(page())), await strip(await fetched(page()))];
    await strip(await fetched(page()));
    await due();
    const [first] = await opened();
    expect(first?.article_id).toBe(one.article_id);
    expect(await runStage(await stageOn(store.db), messageOf(first ?? one), testRunner(store.db).deps)).toBe(
      "returned",
    );
    await done(one);
    await done(two);
    await due();
    expect(await strip(first ?? one)).toMatchObject({ stage: "deduplicate" });
  });

  test("are opened once for a template, however many articles show it", async () => {
    await learnedLate();
    for (const _ of [1, 2, 3]) await textOfPage(page());
    expect(await opened()).toHaveLength(2);
  });

  test("are not cleaned when their page was read once more meanwhile", async () => {
    const [one] = await learnedLate();
    const { article_id, page_url } = one;
    await strip(await fetched(page(), { article_id, page_url, revision: 3 }));
    await due();
    expect(await strip((await opened())[0] ?? one)).toMatchObject({ stage: "done", outcome: "unchanged" });
    expect(await loadText(store.db, article_id, 2)).toBeNull();
  });

  test("are cleaned five times at most", async () => {
    const [one, two] = [await strip(await fetched(page())), await strip(await fetched(page()))];
    const { article_id, page_url } = one;
    for (const revision of [2, 3, 4, 5, 6])
      await addRevision(store.db, { article_id, page_url, revision, trigger: "template", stage: "done" });
    await sql`update article set revision = 6 where id = ${article_id}`.execute(store.db);
    await strip(await fetched(page()));
    expect((await opened()).filter(({ stage }) => stage === "strip").map((row) => row.article_id)).toEqual([
      two.article_id,
    ]);
  });

  test("end quietly when nothing is to be taken out", async () => {
    const [one] = await learnedLate();
    await sql`delete from source_page`.execute(store.db);
    await sql`delete from source_block`.execute(store.db);
    await due();
    expect(await strip((await opened())[0] ?? one)).toMatchObject({ stage: "done", outcome: "unchanged" });
  });
});
