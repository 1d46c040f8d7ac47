import { saveConfig, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addArchived } from "../../../../test/support/archive.ts";
import { configFrom } from "../../../../test/support/config.ts";
import { addMatch } from "../../../../test/support/rows.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import type { TopicAnswer } from "./explain-topic.ts";
import { explain } from "./explain.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
  const topics = [
    { id: "harbour", name: "Harbour", any: ["harbourmaster"], none: ["museum"] },
    { id: "trains", any: ["train"], where: { languages: ["de"] } },
  ];
  const sources = { sources: [{ id: "site", url: "https://site.example/rss" }] };
  await saveConfig(store.db, "test", await configFrom({ sources, topics }));
});
afterEach(() =>
  sql`truncate article_body, topic_match, article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(() => store.stop());

const url = "https://site.example/harbour";

async function told(topic: string, ...words: readonly string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await explain([url, "--topic", topic, ...words], environmentOf(store.url), write);
  return { code, text: text() };
}

describe("explain --topic", () => {
  test("says what a topic lacks that is not in the article", async () => {
    await addArchived(store.db, "Nothing to see.", { page_url: url, language: "en", title: "Quiet day" });
    const { code, text } = await told("harbour");
    expect(code).toBe(0);
    expect(text).toContain("Article 1 “Quiet day”, revision 1, in en");
    expect(text).toMatch(/The topic is not in it:\n {4}one of these, 1st `.*harbourmaster/u);
    expect(text).not.toContain("rematch");
    expect((await told("trains")).text).toMatch(/where\.languages.*de.*en/u);
  });

  test("says what rejects it", async () => {
    await addArchived(store.db, "The harbourmaster opens a museum.", { page_url: url });
    expect((await told("harbour")).text).toMatch(/none of these, 1st `.*museum/u);
  });

  test("says that it is in it, and how a match is recorded that is not", async () => {
    await addArchived(store.db, "The harbourmaster spoke.", { page_url: url });
    const { text } = await told("harbour");
    expect(text).toContain("  The topic is in it.\n  No match is recorded: the topic was added or changed after");
    expect(text).toContain('"wirewatch topics rematch harbour"');
  });

  test("shows the match that was recorded, also of another version", async () => {
    const row = await addArchived(store.db, "The harbourmaster spoke.", { page_url: url });
    await addMatch(store.db, row, { outcome: "sent" });
    const { text } = await told("harbour");
    expect(text).toContain("  Recorded:\n  Topic harbour (Harbour), severity normal, strength 0.50: sent");
    await sql`update topic_match set topic_version = 'other'`.execute(store.db);
    expect((await told("harbour")).text).toContain("  Recorded with another version of the topic:");
  });

  test("is there for programs, and asks about the latest text", async () => {
    const first = await addArchived(store.db, "The harbourmaster spoke.", { page_url: url });
    await addArchived(store.db, "He was quiet.", { page_url: url, article_id: first.article_id, revision: 2 });
    const { text } = await told("harbour", "--json");
    expect(JSON.parse(text) as TopicAnswer).toMatchObject({
      topic: { id: "harbour", version: expect.stringMatching(/^[0-9a-f]{12}$/u) },
      configVersion: "1",
      articles: [{ revision: 2, recorded: null, missing: [expect.stringContaining("any[0]")] }],
    });
  });

  test("knows only what it has: an address without a text, a topic that does not run", async () => {
    const { code, text } = await told("harbour");
    expect(code).toBe(1);
    expect(text).toContain("No article with a text is known at this address");
    await expect(told("boats")).rejects.toThrow(/no topic "boats" in the running configuration 1/u);
  });
});

test("a match tells the version, the language, and by which words and where each query was true", async () => {
  const row = await addArchived(store.db, "The harbourmaster spoke.", { page_url: url });
  await addMatch(store.db, row, { outcome: "suppressed", reason: "rematch" });
  const clauses = [
    {
      clause: "any[0]",
      query: "harbour*",
      spans: { title: [[0, 7]], h2: [[0, 7]], s2: [[4, 17]] },
      words: ["Harbour", "harbourmaster"],
    },
    ...Array.from({ length: 6 }, (_, at) => ({ clause: `any[${at + 1}]`, query: "ships", spans: {}, words: [] })),
  ];
  const passage = (text: string) => ({ text, marks: [], heading: null });
  await store.db
    .updateTable("topic_match")
    .set({
      topic_version: "0123456789ab",
      text_language: "en",
      raised_from: "low",
      is_brief: true,
      clauses: JSON.stringify(clauses),
      snippets: JSON.stringify([passage("One passage."), passage("Another passage.")]),
    })
    .execute();
  const { write, text } = collector();
  await explain([url], environmentOf(store.url), write);
  expect(text()).toContain("Revision 1: an article, but no topic was in it then");
  expect(text()).toMatch(
    /severity normal \(raised from low\), strength 0\.50, a brief mention: no message: the article was in the archive before the topic was/u,
  );
  expect(text()).toContain("by configuration 1, version 0123456789ab of the topic, read as en");
  expect(text()).toContain(
    "one of these, 1st  harbour*   found: Harbour, harbourmaster   in the title, the heading of section 3, section 3",
  );
  expect(text()).toContain("    and 2 more queries\n    One passage.\n    Another passage.\n");
});
