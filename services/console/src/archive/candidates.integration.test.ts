import { sql } from "@wirewatch/store";
import { articleLexemes, candidateCondition, createTopicEngine, stem } from "@wirewatch/topics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomDocument } from "../../../../test/quality/topics-differential-documents.ts";
import { queryWriter } from "../../../../test/quality/topics-differential-queries.ts";
import { chanceOf, vocabularyOf } from "../../../../test/quality/topics-differential-words.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

test("PostgreSQL reads every condition, and no match of random queries and texts is missing among its candidates", async () => {
  const random = seededRandom(77);
  const chance = chanceOf(random);
  const where = { languages: [] };
  const rows: {
    readonly query: string;
    readonly lexemes: string[];
    readonly condition: string;
    readonly isMatch: boolean;
  }[] = [];
  for (let round = 0; round < 400; round++) {
    const vocabulary = vocabularyOf(chance);
    const document = randomDocument(chance, vocabulary);
    const dialect = (["wql", "lucene", "factiva", "lexis"] as const)[round % 4] ?? "wql";
    const query = queryWriter(chance, vocabulary, dialect).query();
    const engine = createTopicEngine();
    const isStemmed = random() < 0.3;
    if (!engine.parse(query, { dialect, stem: isStemmed }).ok) continue;
    engine.add([{ id: "query", query, opts: { dialect, stem: isStemmed } }]);
    const topic = { any: [query], all: [], stem: isStemmed, dialect, where };
    const condition = candidateCondition([topic], { languages: ["en", "ru", "de", "ar"], stem });
    if (condition === null) continue;
    const isMatch = engine.match(document).length > 0;
    rows.push({ query, lexemes: articleLexemes(document, { stem }), condition, isMatch });
  }
  const missing: string[] = [];
  for (const { query, lexemes, condition, isMatch } of rows) {
    const answer = await sql<{ isCandidate: boolean }>`
      select array_to_tsvector(${lexemes}::text[]) @@ ${condition}::tsquery as "isCandidate"`.execute(store.db);
    if (isMatch && answer.rows[0]?.isCandidate !== true) missing.push(query);
  }
  expect(missing).toEqual([]);
  expect(rows.filter(({ isMatch }) => isMatch).length).toBeGreaterThan(25);
}, 120_000);

test("PostgreSQL reads every word as it is, whatever signs it has", async () => {
  const words = [
    "'",
    "''",
    "\\",
    "\\'",
    "a b",
    "a:*",
    "!",
    "&",
    "|",
    "(",
    ")",
    "<->",
    "a\nb",
    "😀",
    "x".repeat(500),
    "'quoted'",
  ];
  for (const word of words) {
    const topic = {
      any: [`harbour OR source:"${word.replaceAll(/["\\]/gu, "\\$&")}"`],
      all: [],
      stem: false,
      dialect: "wql",
      where: { languages: [] },
    } as const;
    const condition = candidateCondition([topic], { languages: [], stem });
    const { rows } = await sql<{ isCandidate: boolean }>`
      select array_to_tsvector(array['harbour']) @@ ${condition}::tsquery as "isCandidate"`.execute(store.db);
    expect([word, condition === null || rows[0]?.isCandidate]).toEqual([word, true]);
  }
});

test("an article with a hundred thousand words fits into the index and is a candidate of everything", async () => {
  const body = Array.from({ length: 100_000 }, (_, at) => `w${at.toString(36)}ö`).join(" ");
  const lexemes = articleLexemes({ title: "Long", body }, { stem });
  const { rows } = await sql<{ isCandidate: boolean }>`
    select array_to_tsvector(${lexemes}::text[]) @@ ${"('nowhere' | '!')"}::tsquery as "isCandidate"`.execute(store.db);
  expect(rows).toEqual([{ isCandidate: true }]);
});
