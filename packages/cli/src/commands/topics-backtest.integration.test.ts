import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveConfig, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addArchived, daysAgo } from "../../../../test/support/archive.ts";
import { configFrom } from "../../../../test/support/config.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import type { Backtest } from "./topics-backtest-run.ts";
import { topicsBacktest } from "./topics-backtest.ts";

let store: TestStore;
let folder: string;

beforeAll(async () => {
  store = await startTestStore();
  folder = mkdtempSync(join(tmpdir(), "wirewatch backtest "));
});
afterEach(() =>
  sql`truncate config, article_body, topic_match, article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store.stop();
});

const sources = [{ id: "site", name: "The Site", url: "https://site.example/rss", tags: ["ports"] }];
const harbour = { id: "harbour", name: "Harbour", any: ["harbourmaster"] };

/** The command, with these topics in the files, and perhaps others running. */
async function run(words: readonly string[], topics: readonly object[] = [harbour], running?: readonly object[]) {
  writeFileSync(join(folder, "sources.yaml"), JSON.stringify({ version: 1, sources }));
  writeFileSync(join(folder, "topics.yaml"), JSON.stringify({ version: 1, topics }));
  if (running !== undefined)
    await saveConfig(store.db, JSON.stringify(running), await configFrom({ sources: { sources }, topics: running }));
  const { write, text } = collector();
  const code = await topicsBacktest(words, environmentOf(store.url, folder), write, () => undefined);
  return { code, text: text() };
}

async function result(words: readonly string[] = [], ...given: [(readonly object[])?, (readonly object[])?]) {
  return JSON.parse((await run(["harbour", "--json", ...words], ...given)).text) as Backtest;
}

describe("a backtest", () => {
  test("counts hits, stories, and alerts as they would be grouped", async () => {
    for (const story_id of ["1", "1", "2", null]) await addArchived(store.db, "The harbourmaster spoke.", { story_id });
    await addArchived(store.db, "The harbourmaster spoke.", { story_id: "3", baseline: true });
    await addArchived(store.db, "The harbourmaster spoke.", { story_id: "4", too_old: true });
    await addArchived(store.db, "Nothing.");
    const { found, articles, looked } = await result();
    expect({ articles, looked }).toEqual({ articles: 7, looked: 7 });
    expect(found).toMatchObject({ hits: 6, silent: 2, stories: 5, alerts: 3, clauses: { "any[0]": 6 } });
  });

  test.each<[string, object, number]>([
    ["a correction that says nothing new", { verdict: "revision", material: false }, 0],
    ["a material revision", { verdict: "revision", material: true }, 1],
    ["an article that was weeks old when it was seen", { published_at: daysAgo(40) }, 0],
  ])("expects what people would be told of %s", async (_what, given, alerts) => {
    await addArchived(store.db, "The harbourmaster spoke.", given);
    expect((await result()).found).toMatchObject({ hits: 1, alerts });
  });

  test("gives the alerts of a day by the time that the articles came in", async () => {
    for (const days of [10, 5, 0.1]) await addArchived(store.db, "A harbourmaster.", { seen_at: daysAgo(days) });
    const { found, days } = await result();
    expect([Math.round(days), found.alertsPerDay.toFixed(2)]).toEqual([10, "0.30"]);
    expect((await result(["--since", "6d"])).found).toMatchObject({ hits: 2 });
  });

  test("reads many articles page by page, and says how many when they are too many to look at", async () => {
    for (let at = 0; at < 230; at++) await addArchived(store.db, at % 2 === 0 ? "A harbourmaster." : "Nothing.");
    expect(await result()).toMatchObject({ articles: 230, looked: 230, found: { hits: 115 } });
    expect(await result(["--limit", "150"])).toMatchObject({ articles: 230, looked: 150, found: { hits: 75 } });
    const { text } = await run(["harbour", "--limit", "150"]);
    expect(text).toContain("asked about the latest 150 of 230 articles (65 %)");
  });

  test("asks as the classifier does: by the source's tags, and the standfirst with the text", async () => {
    await addArchived(store.db, "Then a ferry came.", { standfirst: "The harbourmaster spoke." });
    const both = { ...harbour, all: ["ferry"], where: { tags: ["ports"] } };
    expect((await result([], [both])).found.hits).toBe(1);
    expect((await result([], [{ ...both, where: { tags: ["trains"] } }])).found.hits).toBe(0);
  });

  test("writes nothing", async () => {
    await addArchived(store.db, "The harbourmaster spoke.");
    await run(["harbour"]);
    const { rows } =
      await sql`select (select count(*)::int from topic_match) as matches, (select count(*)::int from config) as configs`.execute(
        store.db,
      );
    expect(rows).toEqual([{ matches: 0, configs: 0 }]);
  });
});

describe("against the running version", () => {
  const running = [{ ...harbour, any: ["harbourmaster", "ferry"] }];

  test("a change shows what it finds more and less", async () => {
    await addArchived(store.db, "The harbourmaster spoke.", { title: "Both" });
    await addArchived(store.db, "A ferry came.", { title: "Only before" });
    await addArchived(store.db, "The quay is closed.", { title: "Only now" });
    const changed = [{ ...harbour, any: ["harbourmaster", "quay"] }];
    expect(await result([], changed, running)).toMatchObject({
      found: { hits: 2 },
      running: { found: { hits: 2 } },
      added: { articles: 1, samples: [{ title: "Only now" }] },
      removed: { articles: 1, samples: [{ title: "Only before", match: { clauses: [{ words: ["ferry"] }] } }] },
    });
    const { text } = await run(["harbour"], changed);
    expect(text).toContain("Against it: 1 article more, 1 fewer.");
    expect(text).toContain("1 article only the running version finds:");
    expect(text).toMatch(/any\[1\] {2}ferry {3}found: ferry\n {4}A «ferry» came\./u);
  });

  test("the same topic says so, and so does one that does not run", async () => {
    await addArchived(store.db, "A ferry came.");
    expect((await run(["harbour"], running, running)).text).toContain("The running version is the same.");
    const { text } = await run(["new"], [{ id: "new", any: ["ferry"] }]);
    expect(text).toContain("The topic is not in the running configuration yet.");
    expect((await result([], running)).added.articles).toBe(0);
  });
});

test("a hit is shown with its passage, its query and its words, one of each story", async () => {
  for (const story_id of ["1", "1", "2"])
    await addArchived(store.db, "It rained. The Harbourmaster spoke of ships.", { story_id, title: "Harbour news" });
  const { code, text } = await run(["harbour"]);
  expect(code).toBe(0);
  expect(text).toContain("Topic harbour (Harbour) from topics.yaml:1, version ");
  expect(text).toMatch(/hits +3/u);
  expect(text).toMatch(/alerts +about 2\.0 a day, one for each story \(over 1 day\)/u);
  expect(text).toContain("Found, the latest 2:");
  expect(text.split("“Harbour news”")).toHaveLength(3);
  expect(text).toContain("any[0]  harbourmaster   found: Harbourmaster");
  expect(text).toContain("«Harbourmaster» spoke");
});

test("an outside text cannot write to the terminal", async () => {
  await addArchived(store.db, "The harbourmaster spoke.", { title: "evil\u001B[2J\u202Egpj" });
  expect((await run(["harbour"])).text).toContain("“evil [2J gpj”");
});

describe("refused are", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["no topic", [], /name one topic; write: wirewatch topics backtest/u],
    ["two topics", ["harbour", "boats"], /name one topic/u],
    ["an unknown topic", ["boats"], /no topic "boats" in topics\.yaml or the console; topics are harbour$/u],
    ["a time that is none", ["harbour", "--since", "30"], /--since is "30"/u],
    ["a limit that is none", ["harbour", "--limit", "0"], /--limit is "0"/u],
    ["a folder without files", ["harbour", "--config", "/nonexistent"], /cannot be used/u],
  ])("%s", async (_what, words, message) => {
    await expect(run(words)).rejects.toThrow(message);
  });

  test("files with mistakes, named with their place", async () => {
    await expect(run(["harbour"], [{ ...harbour, any: ['"open'] }])).rejects.toThrow(/topics\.yaml:1:\d+/u);
  });
});
