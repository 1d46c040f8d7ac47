import { parseArgs } from "node:util";
import { openSession, openStore, saveConfig, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { configFrom } from "../support/config.ts";
import { migrate } from "../support/store.ts";
import { startSystem } from "../support/system.ts";
import { until } from "../support/until.ts";
import { startProcessorTimes } from "./processor-time.ts";

/*
 * What each page of the console costs over a large archive, which `archive.ts` makes and keeps:
 *
 *   node_modules/.bin/node test/bench/archive.ts --home /tmp/archive
 *   node_modules/.bin/node test/bench/console-pages.ts --home /tmp/archive --rounds 10
 */

const { values } = parseArgs({
  options: { home: { type: "string" }, rounds: { type: "string", default: "10" }, only: { type: "string" } },
});
if (values.home === undefined) throw new Error("--home <folder that archive.ts keeps its archive in> is missing");
const rounds = Number(values.rounds);

const server = await startEmbeddedPostgres(values.home);
await migrate(server.url);
const db = openStore({ url: server.url, connections: 2 });
const numbers = Array.from({ length: 30 }, (_, at) => at);
await saveConfig(
  db,
  `bench of pages ${Date.now()}`,
  await configFrom({
    sources: {
      sources: Array.from({ length: 200 }, (_, at) => ({
        id: `site-${at}`,
        url: `https://site-${at}.example/`,
        feeds: [`https://site-${at}.example/feed`],
      })),
    },
    topics: numbers.map((at) => ({ id: `topic-${at}`, name: `Topic ${at}`, any: [`crane${at}`] })),
    alerts: {
      receivers: numbers.slice(0, 6).map((at) => ({ name: `desk-${at}`, terminal: [{}] })),
      route: { receiver: "desk-0" },
    },
  }),
);
const env = { DATABASE_URL: server.url, WIREWATCH_HOME: values.home, PORT: "0", LOG_LEVEL: "info" };
const system = startSystem(["console"], env);
try {
  const [child] = system.running();
  if (child === undefined) throw new Error("no console");
  await until(() => child.output().includes("console listens"), 60_000, "the start of the console");
  const url = /"url":"(http:[^"]+)"/u.exec(child.output())?.[1] ?? "";
  const headers = { cookie: await cookieOf(db), accept: "text/html", "accept-encoding": "gzip" };
  const timed = [
    { name: "console", pid: child.child.pid ?? 0 },
    { name: "PostgreSQL", pid: server.pid(), withChildren: true },
  ];
  for (const path of await pagesOf(db)) {
    if (values.only !== undefined && !path.startsWith(values.only)) continue;
    const tookMs: number[] = [];
    let bytes = 0;
    let status = 0;
    let used = startProcessorTimes(timed);
    for (let round = 0; round <= rounds; round += 1) {
      const startedMs = performance.now();
      const response = await fetch(`${url}${path}`, { headers });
      bytes = (await response.text()).length;
      ({ status } = response);
      if (round === 0) used = startProcessorTimes(timed);
      tookMs.push(performance.now() - startedMs);
    }
    const [first = 0, ...later] = tookMs;
    const spent = [...used()].map(([name, ms]) => `${name} ${(ms / rounds).toFixed(0)}`).join(", ");
    later.sort((a, b) => a - b);
    console.log(
      `${path.padEnd(44)} ${status}, first ${first.toFixed(0)} ms, then median ${(later[Math.floor(later.length / 2)] ?? 0).toFixed(0)} ms, longest ${(later.at(-1) ?? 0).toFixed(0)} ms; processors ${spent} ms; ${(bytes / 1000).toFixed(0)} kB of HTML`,
    );
  }
} finally {
  await system.stop();
  await db.destroy();
  await server.stop();
}

/** Every page of the console that needs nothing typed in. */
async function pagesOf(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ article: number; story: number; alert: string }>`
    select max(article_id)::int as article, max(story_id)::int as story, 'al_' || (select max(id) from alert_group) as alert from article_revision`.execute(
    db,
  );
  const [newest] = rows;
  if (newest === undefined) throw new Error("there is no archive yet; let archive.ts make it");
  const { article, story, alert } = newest;
  const explained = await sql<{ url: string }>`select url from article where id = ${article}`.execute(db);
  return [
    "/",
    "/alerts",
    "/alerts?tab=all",
    `/alerts/${alert}`,
    "/stories",
    `/stories/${story}`,
    "/topics",
    "/topics/topic-1",
    "/topics/topic-1/edit",
    "/sources",
    "/sources/site-1",
    "/search",
    "/search?q=harbourmaster",
    `/articles/${article}`,
    `/explain?url=${encodeURIComponent(explained.rows[0]?.url ?? "")}`,
    "/pipeline",
    "/deliveries",
    "/deliveries?tab=dead",
    "/silences",
    "/silences/new",
    "/settings",
  ];
}

async function cookieOf(db: Kysely<Database>): Promise<string> {
  const person = { login: `reader-${Date.now()}`, name: "Reader", role: "admin" } as const;
  const { id } = await db.insertInto("person").values(person).returning("id").executeTakeFirstOrThrow();
  return `wirewatch_session=${await openSession(db, id, { address: "127.0.0.1", agent: "bench" })}`;
}
