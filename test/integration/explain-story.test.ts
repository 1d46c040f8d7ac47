import { afterAll, beforeAll, expect, test } from "vitest";
import { explain } from "../../packages/cli/src/commands/explain.ts";
import { collector, environmentOf, storeSceneConfig } from "../../packages/cli/src/operator-scene/command.ts";
import { decide, stripped } from "../../services/deduplicator/src/scene.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";

/* What the deduplicator decided is what `wirewatch explain` says. */

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
  await storeSceneConfig(store.db);
});
afterAll(() => store.stop());

const report = [
  "A fire destroyed the Elmouth ferry terminal on Monday night and killed two dockers, the Elmouth fire brigade said.",
  "Elmouth police closed the quay while divers searched the basin for the missing foreman, Anders Holm.",
  "The Elmouth terminal was built in 1931 and had no sprinklers, according to the union of dockers.",
];

async function told(url: string): Promise<string> {
  const { write, text } = collector();
  expect(await explain([url], environmentOf(store.url), write)).toBe(0);
  return text();
}

test("explain shows cluster, canonical member, story with its terms, and what a revision changed", async () => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  const first = { page_url: "https://one.example/fire", title: "Fire in Elmouth", source_id: "one" };
  const original = await decide(store.db, await stripped(store.db, report, first));
  const copy = {
    page_url: "https://two.example/fire",
    title: "Fire in Elmouth",
    source_id: "two",
    published_at: hourAgo,
  };
  await decide(store.db, await stripped(store.db, report, copy));
  const corrected = report.map((sentence) => sentence.replace("1931", "1913"));
  const revision = { ...first, article_id: original.article_id, revision: 2 };
  await decide(store.db, await stripped(store.db, corrected, revision));

  const text = await told("https://one.example/fire");
  expect(text).toMatch(/Revision 2[^]*Changed: material \(\d+ % of the words, 1 paragraph changed\)/u);
  expect(text).toMatch(/Changed: [^]*1931[^]*1913/u);
  expect(text).toMatch(/\[-1931-\] \{\+1913\+\}/u);
  expect(text).toMatch(
    /Cluster 1: 2 articles with this text\n {4}published first: article 2 in two, https:\/\/two\.example\/fire/u,
  );
  expect(text).toMatch(/Story 1 “Fire in Elmouth”: 2 articles\n {4}No recent story[^\n]*\n {4}its terms: .*elmouth/u);
  expect(await told("https://two.example/fire")).toMatch(
    /Verdict duplicate \(similarity 1\.00\)[^]*The story of the text it is a copy of/u,
  );
});
