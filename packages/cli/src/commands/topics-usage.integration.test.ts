import { addTopicUsage, saveConfig, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configFrom } from "../../../../test/support/config.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import type { UsageReport } from "./topics-usage.ts";
import { topicsUsage, usageLines, usageReport } from "./topics-usage.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
  const topics = ["harbour", "boats", "trains"].map((id) => ({ id, any: [id] }));
  await saveConfig(store.db, "test", await configFrom({ sources: { sources: [] }, topics }));
});
afterEach(() => sql`truncate topic_usage`.execute(store.db));
afterAll(() => store.stop());

const used = (topicId: string, documents: number, hits: number, micros: number) => ({
  topicId,
  documents,
  hits,
  micros,
});

async function told(words: readonly string[] = []): Promise<string> {
  const { write, text } = collector();
  expect(await topicsUsage(words, environmentOf(store.url), write)).toBe(0);
  return text();
}

describe("topics usage", () => {
  test("shows hits a day, the share of the time and the time of each try, the costliest first", async () => {
    await addTopicUsage(store.db, [used("harbour", 100, 4, 3000), used("boats", 10, 1, 1000)]);
    await sql`update topic_usage set day = day - 1`.execute(store.db);
    await addTopicUsage(store.db, [used("boats", 10, 2, 8000), used("gone", 10, 2, 8000)]);
    const lines = (await told()).split("\n").map((line) => line.trim().split(/ {2,}/u));
    expect(lines[0]).toEqual(["Topics of the last 7 days (UTC): 2 topics tried, 12 ms in all."]);
    expect(lines.slice(2, 5)).toEqual([
      ["topic", "hits a day", "most", "of the time", "tried on", "each"],
      ["boats", "1.5", "2", "45.0 %", "20", "450 µs"],
      ["harbour", "2.0", "4", "15.0 %", "100", "30 µs"],
    ]);
    expect(lines[5]).toEqual(["1 topic had no article with a word they look for."]);
  });

  test("names topics over their limits, and what to do", async () => {
    await addTopicUsage(store.db, [used("harbour", 900, 321, 90_000_000), used("boats", 10, 2, 8000)]);
    const text = await told();
    expect(text).toMatch(
      /To look at:\n {2}harbour: 321 hits on \d{4}-\d\d-\d\d \(more than 200\), 100 % of the matching time on .* \(more than 20 %\); "wirewatch topics backtest harbour"/u,
    );
    expect(text).not.toContain("boats:");
  });

  test("is there for programs", async () => {
    await addTopicUsage(store.db, [used("harbour", 100, 4, 3000)]);
    const report = JSON.parse(await told(["--json", "--days", "1"])) as UsageReport;
    expect(report).toMatchObject({ days: 1, topics: [{ topicId: "harbour", hitsPerDay: 4 }], untried: 2, noisy: [] });
  });

  test("says that there is nothing yet", async () => {
    expect(await told()).toBe(
      "Topics of the last 7 days (UTC): 0 topics tried, 0 ms in all.\n3 topics had no article with a word they look for.\n",
    );
  });
});

test("topics that no word leads to are named with a warning", async () => {
  const topics = [
    { id: "all-german", any: ["lang:de"] },
    { id: "german-ports", any: ["lang:de"], all: ["port"] },
  ];
  const config = await configFrom({ sources: { sources: [] }, topics });
  const lines = usageLines(usageReport(config, 7, [], []), 20);
  expect(lines).toContain("Warning: tried with every article, since no word leads to them: all-german");
});

test.each([
  [["harbour"], /takes no names/u],
  [["--days", "400"], /--days is "400"/u],
])("%j is refused", async (words, message) => {
  await expect(told(words)).rejects.toThrow(message);
});
