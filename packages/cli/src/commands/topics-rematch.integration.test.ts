import { saveConfig, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addArchived } from "../../../../test/support/archive.ts";
import { configFrom } from "../../../../test/support/config.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { runCommand, startProcess } from "../../../../test/support/system.ts";
import { until } from "../../../../test/support/until.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { rematch, rematchStore } from "./topics-rematch.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
  const topics = [
    { id: "harbour", any: ["harbourmaster"] },
    { id: "boats", any: ["ferry"] },
  ];
  await saveConfig(store.db, "test", await configFrom({ sources: { sources: [] }, topics }));
});
afterEach(() =>
  sql`truncate article_body, topic_match, reindex, article_revision, article restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

const month = { text: "30d", at: new Date(Date.now() - 30 * 86_400_000) };
const unstopped = new AbortController().signal;

async function counts(): Promise<unknown> {
  const { rows } = await sql`
    select count(*)::int as matches, count(distinct article_id)::int as articles,
      count(*) filter (where outcome = 'suppressed' and reason = 'rematch')::int as silent from topic_match`.execute(
    store.db,
  );
  return rows[0];
}

test("finds the topics of the running configuration in the archive, and says how many", async () => {
  await addArchived(store.db, "The harbourmaster saw a ferry.");
  await addArchived(store.db, "A ferry.");
  const { write, text } = collector();
  expect(await rematchStore(store.db, { names: ["boats"], since: month, write, signal: unstopped })).toBe(0);
  expect(await rematchStore(store.db, { names: [], since: month, write, signal: unstopped })).toBe(0);
  expect(text()).toMatch(
    /^Done in .*: 1 topic in 2 articles, 2 matches written\. Nobody was told\.\nDone in .*: 2 topics in 2 articles, 1 match written\. Nobody was told\.\n$/u,
  );
  expect(await counts()).toEqual({ matches: 3, articles: 2, silent: 3 });
});

test("says where it stopped", async () => {
  await addArchived(store.db, "A ferry.");
  const { write, text } = collector();
  expect(await rematchStore(store.db, { names: [], since: month, write, signal: AbortSignal.abort() })).toBe(1);
  expect(text()).toMatch(/^Stopped after .* at 0 of 1 article; the same command goes on from there\.\n$/u);
});

test.each<[string, readonly string[], RegExp]>([
  ["no topic", [], /name topics, or all of them with --all; write: wirewatch topics rematch/u],
  ["topics and all of them", ["boats", "--all"], /name topics, or all of them/u],
  ["a time that is none", ["--all", "--since", "soon"], /--since is "soon"/u],
  ["an option that it has not", ["--all", "--fast"], /unknown option/u],
])("refuses %s", async (_what, words, message) => {
  await expect(rematch(words, environmentOf(store.url), () => undefined)).rejects.toThrow(message);
});

test("refuses a topic that does not run, and says how one that is only in the files is tried", async () => {
  const given = { names: ["trains"], since: month, write: () => undefined, signal: unstopped };
  await expect(rematchStore(store.db, given)).rejects.toThrow(
    /no topic "trains" in the running configuration 1; .*topics backtest/u,
  );
});

describe("a rematch whose process is killed in the middle of a batch", () => {
  test("has written whole batches only, and goes on from there", async () => {
    for (let at = 0; at < 110; at++) await addArchived(store.db, `The harbourmaster spoke, ${at}.`);
    const env = { DATABASE_URL: store.url };
    const words = ["topics", "rematch", "harbour", "--since", "30d"];

    // Somebody holds a row of the second batch: the process waits in its transaction when it is killed.
    const held = await store.db.startTransaction().execute();
    await sql`select 1 from article_revision where article_id = 70 for update`.execute(held);
    const run = startProcess(words, env);
    const isWaiting = async (): Promise<boolean> => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`.execute(store.db);
      return rows.length > 0;
    };
    await until(isWaiting, 90_000, "the second batch");
    run.child.kill("SIGKILL");
    expect(await run.ended).toBe("SIGKILL");
    await held.rollback().execute();
    const isOver = async (): Promise<boolean> => {
      const name = "wirewatch command";
      const { rows } = await sql`select 1 from pg_stat_activity
        where application_name = ${name} and datname = current_database()`.execute(store.db);
      return rows.length === 0;
    };
    await until(isOver, 90_000, "the end of its connections");
    expect(await counts()).toEqual({ matches: 50, articles: 50, silent: 50 });

    const again = await runCommand(words, env);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining("110 articles, 60 matches written") });
    expect(await counts()).toEqual({ matches: 110, articles: 110, silent: 110 });
    expect((await runCommand(words, env)).output).toContain("110 articles, 0 matches written");
  }, 240_000);
});
