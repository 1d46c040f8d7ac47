import { runStage } from "@wirewatch/pipeline";
import { saveText, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { addRevision } from "../../../test/support/rows.ts";
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

const matches = () => store.db.selectFrom("topic_match").selectAll().orderBy("topic_id").execute();

describe("a configuration that changes between two articles", () => {
  /** One process, whose reader gives what is in force at the moment. */
  async function process() {
    let [version, topics] = ["1", [harbour] as readonly object[]];
    const matcher = createTopicMatcher();
    const stage = classifyStage({
      db: store.db,
      matcher,
      config: {
        current: async () => ({
          version,
          config: await configFrom({ sources: { sources: [{ id: "site", url: "https://site.example/rss" }] }, topics }),
        }),
      },
    });
    const classify = async (text: string) => {
      const added = await addRevision(store.db, { stage: "classify", title: "A title", verdict: "unique" });
      await saveText(store.db, added.article_id, 1, { text, sections: [{ heading: null, text, role: "main" }] });
      await runStage(stage, { articleId: added.article_id, revision: 1 }, testRunner(store.db).deps);
      return added.article_id;
    };
    const change = (to: readonly object[]): void => {
      version = String(Number(version) + 1);
      topics = to;
    };
    return { classify, change, matcher };
  }

  test("is used for the second one: topics come, go and change", async () => {
    const { classify, change } = await process();
    const first = await classify("The harbourmaster saw a ferry.");
    const wider = { ...harbour, name: "Port", severity: "low", any: ["harbourmaster", "ferry"] };
    change([{ id: "boats", any: ["ferry"] }, wider]);
    const second = await classify("The harbourmaster saw a ferry.");
    change([{ id: "boats", any: ["ferry"] }]);
    const third = await classify("The harbourmaster saw a ferry.");
    const rows = (await matches()).map((row) => [
      row.article_id,
      row.topic_id,
      row.topic_name,
      row.severity,
      row.config_version,
    ]);
    expect(rows.toSorted((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual([
      [first, "harbour", "Harbour", "high", "1"],
      [second, "boats", "boats", "normal", "2"],
      [second, "harbour", "Port", "low", "2"],
      [third, "boats", "boats", "normal", "3"],
    ]);
    const versions = (await matches()).filter((row) => row.topic_id === "harbour").map((row) => row.topic_version);
    expect(new Set(versions).size).toBe(2);
  });

  test("counts what each topic gave, the earlier ones too", async () => {
    const { classify, change, matcher } = await process();
    await classify("The harbourmaster saw a ferry.");
    change([{ id: "boats", any: ["ferry"] }]);
    await classify("The harbourmaster saw a ferry.");
    const hits = matcher.takeUsage().map((one) => [one.topicId, one.hits] as const);
    expect(new Map(hits)).toEqual(
      new Map([
        ["boats", 1],
        ["harbour", 1],
      ]),
    );
    expect(matcher.takeUsage().every((one) => one.hits === 0)).toBe(true);
  });
});
