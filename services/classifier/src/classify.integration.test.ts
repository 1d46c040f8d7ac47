import { runStage } from "@wirewatch/pipeline";
import type { Section } from "@wirewatch/model";
import { saveText, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { classifyStage } from "./classify.ts";
import { createTopicMatcher } from "./topic-matcher.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate article_body, topic_match, trail, article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(() => store.stop());

const harbour = { id: "harbour", name: "Harbour", severity: "high", any: ["harbourmaster"] };

interface Given {
  readonly topics?: readonly object[];
  readonly source?: object;
  readonly row?: Partial<ArticleRevision>;
  readonly version?: string;
}

/** An article of these sections, classified. */
async function classified(
  sections: readonly (string | Section)[],
  { topics = [harbour], source = {}, row = {}, version = "1" }: Given = {},
) {
  const config = await configFrom({
    sources: {
      sources: [
        { id: "site", url: "https://site.example/rss", ...source },
        { id: "other", url: "https://other.example/rss" },
      ],
    },
    topics,
  });
  const stage = classifyStage({ db: store.db, config: readerOf(config, version), matcher: createTopicMatcher() });
  const added = await addRevision(store.db, {
    stage: "classify",
    title: "A title",
    verdict: "unique",
    story_id: "7",
    ...row,
  });
  const whole = sections.map((section): Section =>
    typeof section === "string" ? { heading: null, text: section, role: "main" } : section,
  );
  await saveText(store.db, added.article_id, added.revision, {
    text: whole.map((section) => section.text).join("\n\n"),
    sections: whole,
  });
  const runner = testRunner(store.db);
  const message = { articleId: added.article_id, revision: added.revision };
  const report = await runStage(stage, message, runner.deps);
  return {
    row: await revisionNow(store.db, added),
    report,
    ...runner,
    repeat: () => runStage(stage, message, runner.deps),
  };
}

const matches = () => store.db.selectFrom("topic_match").selectAll().orderBy("topic_id").execute();
const topicsFound = async (): Promise<string[]> => (await matches()).map((match) => match.topic_id);

describe("an article with a topic in it", () => {
  test("goes on to be told about, with what matched and where", async () => {
    const { row, bells } = await classified(["Nothing here.", "The harbourmaster spoke."], { version: "42" });
    expect(row).toMatchObject({ stage: "notify", outcome: null });
    expect(bells).toEqual([{ stage: "notify", message: { articleId: row.article_id, revision: 1 } }]);
    expect(await matches()).toMatchObject([
      {
        topic_id: "harbour",
        topic_name: "Harbour",
        severity: "high",
        story_id: "7",
        config_version: "42",
        units: [1],
        spans: { s1: [[4, 17]] },
        clauses: [{ clause: "any[0]", query: "harbourmaster", words: ["harbourmaster"] }],
        snippet: { text: expect.stringContaining("harbourmaster") },
        snippets: [{ text: expect.stringContaining("harbourmaster") }],
        topic_version: expect.stringMatching(/^[0-9a-f]{12}$/u),
        text_language: null,
        raised_from: null,
        outcome: null,
      },
    ]);
  });

  test("is told of at a higher severity where a query under raise is true, and records why it ranks as it does", async () => {
    const raise = [
      { when: "resign*", to: "critical" },
      { when: "festival", to: "critical" },
    ];
    await classified(["The harbourmaster spoke.", "The harbourmasters resign."], {
      topics: [{ ...harbour, any: ["harbourmaster*"], raise }],
      row: { language: "en" },
    });
    await classified(["Nothing at all.\n\nOne harbourmaster. ".concat("Much more text. ".repeat(90))], {
      topics: [{ ...harbour, raise }],
    });
    expect(await matches()).toMatchObject([
      {
        severity: "critical",
        raised_from: "high",
        text_language: "en",
        is_brief: false,
        features: { inTitle: false, inLede: true, clauses: 1, hits: expect.any(Number), density: expect.any(Number) },
        snippets: [{ text: "The harbourmaster spoke." }, { text: "The harbourmasters resign." }],
      },
      { severity: "high", raised_from: null, is_brief: true, features: { inLede: false, hits: 1 } },
    ]);
  });

  test("has one match per topic, and its message may come again", async () => {
    const other = { id: "speech", any: ["spoke"] };
    const { repeat } = await classified(["The harbourmaster spoke."], {
      topics: [harbour, other, { id: "sport", any: ["goal"] }],
    });
    expect(await topicsFound()).toEqual(["harbour", "speech"]);
    expect(await repeat()).toBe("skipped");
    expect(await topicsFound()).toEqual(["harbour", "speech"]);
  });

  test("keeps its first matches when it is classified anew", async () => {
    const { row } = await classified(["The harbourmaster spoke."]);
    await sql`update topic_match set outcome = 'sent'`.execute(store.db);
    await sql`update article_revision set stage = 'classify', due_at = now()`.execute(store.db);
    const config = await configFrom({
      sources: { sources: [{ id: "site", url: "https://site.example/rss" }] },
      topics: [harbour],
    });
    await runStage(
      classifyStage({ db: store.db, config: readerOf(config, "2"), matcher: createTopicMatcher() }),
      { articleId: row.article_id, revision: 1 },
      testRunner(store.db).deps,
    );
    expect(await matches()).toMatchObject([{ outcome: "sent", config_version: "2" }]);
  });
});

describe("an article without one", () => {
  test("ends as unmatched, with how many topics asked", async () => {
    const { row, bells } = await classified(["Nothing here."]);
    expect(row).toMatchObject({ stage: "done", outcome: "unmatched", reason: "none of 1 topics is in it" });
    expect(bells).toEqual([]);
  });

  test.each(["duplicate", "nearDuplicate"])("that is a copy (%s) ends as one", async (verdict) => {
    const { row } = await classified(["Nothing here."], { row: { verdict, why: "the same text as article 3" } });
    expect(row).toMatchObject({ outcome: "duplicate", reason: "the same text as article 3" });
  });

  test("may have no text at all", async () => {
    const { row } = await classified([]);
    expect(row).toMatchObject({ outcome: "unmatched" });
  });
});

describe("what is searched", () => {
  const both = { id: "both", all: ["harbourmaster", "ferry"] };

  test("is one section at a time: a long page does not match across them", async () => {
    await classified(["The harbourmaster spoke.", "A ferry came."], { topics: [both] });
    expect(await topicsFound()).toEqual([]);
    await classified(["The harbourmaster saw the ferry."], { topics: [both] });
    expect(await topicsFound()).toEqual(["both"]);
  });

  test("is the whole document where the topic says so", async () => {
    await classified(["The harbourmaster spoke.", "A ferry came."], { topics: [{ ...both, scope: "document" }] });
    expect(await topicsFound()).toEqual(["both"]);
  });

  test("is the title with each section", async () => {
    await classified(["A ferry came."], { topics: [both], row: { title: "The harbourmaster speaks" } });
    expect(await topicsFound()).toEqual(["both"]);
  });

  test("is not what stands beside the article", async () => {
    await classified(["Text.", { heading: "Related", text: "The harbourmaster in pictures", role: "aside" }]);
    expect(await topicsFound()).toEqual([]);
  });

  test("is the standfirst, as the start of the text", async () => {
    const { row } = await classified(["Then a ferry came."], {
      topics: [both],
      row: { standfirst: "The harbourmaster speaks." },
    });
    expect(row.stage).toBe("notify");
    expect((await matches())[0]?.snippet.text).toContain("The harbourmaster speaks.");
  });

  test("is the standfirst alone where there is no text", async () => {
    await classified([{ heading: null, text: "Others", role: "aside" }], {
      row: { standfirst: "The harbourmaster speaks." },
    });
    expect(await topicsFound()).toEqual(["harbour"]);
  });

  test("is a standfirst once that the text begins with", async () => {
    const standfirst = "The harbourmaster speaks.";
    await classified([`${standfirst} And so on.`], { row: { standfirst } });
    expect((await matches())[0]?.spans).toEqual({ s0: [[4, 17]] });
  });
});

describe("a topic that asks for", () => {
  test.each<[string, object, Given, boolean]>([
    ["the source's tag", { tags: ["ports"] }, { source: { tags: ["ports", "local"] } }, true],
    ["another tag", { tags: ["ports"] }, { source: { tags: ["local"] } }, false],
    ["the source", { sources: ["site"] }, {}, true],
    ["another source", { sources: ["other"] }, {}, false],
    ["the article's language", { languages: ["en"] }, { row: { language: "en" } }, true],
    [
      "another language than the article's",
      { languages: ["en"] },
      { row: { language: "de" }, source: { language: "en" } },
      false,
    ],
    ["the source's language where the article names none", { languages: ["en"] }, { source: { language: "en" } }, true],
    ["the source's country", { countries: ["GB"] }, { source: { country: "GB" } }, true],
    ["another country", { countries: ["GB"] }, { source: { country: "FR" } }, false],
  ])("%s", async (_what, where, given, expected) => {
    await classified(["The harbourmaster spoke."], { ...given, topics: [{ ...harbour, where }] });
    expect((await matches()).length > 0).toBe(expected);
  });
});

test("an article with very many topics has all their matches, and a step that names the first fifty", async () => {
  const topics = Array.from({ length: 620 }, (_, at) => ({ id: `t${at}`, any: ["harbourmaster"] }));
  const { row } = await classified(["The harbourmaster spoke.", "The harbourmaster was silent."], { topics });
  const found = await matches();
  expect([found.length, new Set(found.map((match) => match.snippets.length))]).toEqual([620, new Set([1])]);
  const { detail } = await store.db
    .selectFrom("trail")
    .select("detail")
    .where("article_id", "=", row.article_id)
    .executeTakeFirstOrThrow();
  expect(detail).toMatchObject({ topics: 620, more: 570 });
  expect(detail?.["matched"]).toHaveLength(50);
});
