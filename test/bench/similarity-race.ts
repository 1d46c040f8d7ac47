import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { saveText, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { inventedText } from "../support/articles.ts";
import { addRevision } from "../support/rows.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { startTestStore } from "../support/store.ts";
import type { RaceOrders } from "./similarity-race-worker.ts";

export interface RaceOptions {
  readonly stories: number;
  /** Copies of each; half of them word for word, half edited. */
  readonly copies: number;
  readonly processes: number;
  /** Of each process. */
  readonly connections: number;
  readonly seed: number;
  /** The copies of a story arrive anywhere among the others, or one right after the other: then most meet. */
  readonly order: "shuffled" | "together";
  /**
   * `kill` ends a process with SIGKILL in the middle of its work; another one then does what is left. `unlocked` makes advisory
   * locks do nothing, in this store only: what the same work would cost, and come to, without them.
   */
  readonly mode: "kill" | "plain" | "unlocked";
}

export interface RaceFigures {
  readonly articles: number;
  readonly perSecond: number;
  /** Stories of whose copies more than one is an original. */
  readonly twoOriginals: number;
  /** Articles without a verdict. */
  readonly lost: number;
  /** Stories whose copies are not all in one cluster. */
  readonly strays: number;
}

/** Copies of invented stories, all waiting at once, decided by several processes in shuffled order. */
export async function measureRace(options: RaceOptions): Promise<RaceFigures> {
  const store = await startTestStore();
  const workers: ChildProcess[] = [];
  const start = (part: number, parts: number, storeUrl: string): ChildProcess => {
    const { connections, seed, order } = options;
    const orders: RaceOrders = { storeUrl, connections, part, parts, seed, order };
    const worker = fork(fileURLToPath(new URL("similarity-race-worker.ts", import.meta.url)), [JSON.stringify(orders)]);
    workers.push(worker);
    return worker;
  };
  try {
    await writeCopies(store.db, options);
    const url = options.mode === "unlocked" ? await withoutLocks(store.db, store.url) : store.url;
    const running = Array.from({ length: options.processes }, (_, part) => start(part, options.processes, url));
    await Promise.all(running.map(ready));
    const startedMs = performance.now();
    const ends = running.map(ended);
    for (const worker of running) worker.send("go");
    const [first] = running;
    if (options.mode === "kill" && first !== undefined) {
      const half = (options.stories * options.copies) / options.processes / 2;
      first.on("message", (message: { readonly done?: number }) => {
        if ((message.done ?? 0) >= half) first.kill("SIGKILL");
      });
    }
    await Promise.all(ends);
    const seconds = (performance.now() - startedMs) / 1000;
    const decided = await countDecided(store.db);
    if (options.mode === "kill") {
      // Their leases, which would end by themselves after ten seconds.
      await sql`update article_revision set due_at = now() where claim is not null`.execute(store.db);
      const third = start(0, 1, store.url);
      await ready(third);
      third.send("go");
      await ended(third);
    }
    return { articles: options.stories * options.copies, perSecond: decided / seconds, ...(await judge(store.db)) };
  } finally {
    for (const worker of workers) if (worker.exitCode === null) worker.kill("SIGKILL");
    await store.stop();
  }
}

/** Until it has its messages. @throws {Error} when it ends instead */
async function ready(worker: ChildProcess): Promise<void> {
  await Promise.race([
    once(worker, "message"),
    once(worker, "exit").then(() => Promise.reject(new Error("a deduplicator process could not start"))),
  ]);
}

/** @throws {Error} when it ends by itself with an error */
async function ended(worker: ChildProcess): Promise<void> {
  const [code] = (await once(worker, "exit")) as [number | null];
  if (code !== null && code !== 0) throw new Error(`a deduplicator process ended with ${code}`);
}

/** The copies of story n have the title "Story n"; each has an address and a source of its own. */
async function writeCopies(db: Kysely<Database>, { stories, copies, seed }: RaceOptions): Promise<void> {
  const random = seededRandom(seed);
  for (let story = 0; story < stories; story++) {
    const sentences = inventedText(random, 12);
    for (let copy = 0; copy < copies; copy++) {
      const edited = copy % 2 === 0 ? sentences : [...sentences.slice(0, 11), ...inventedText(random, 1)];
      const row = await addRevision(db, {
        stage: "deduplicate",
        title: `Story ${story}`,
        source_id: `source${copy}`,
        page_url: `https://source${copy}.example/${story}`,
      });
      const text = edited.join(" ");
      await saveText(db, row.article_id, 1, { text, sections: [{ heading: null, text, role: "main" }] });
    }
  }
  await sql`analyze`.execute(db);
}

/** An address of the store under which advisory locks are functions of ours that do nothing. */
async function withoutLocks(db: Kysely<Database>, url: string): Promise<string> {
  await sql`create schema unlocked`.execute(db);
  for (const parameters of ["bigint", "integer, integer"])
    await sql`create function unlocked.pg_advisory_xact_lock(${sql.raw(parameters)}) returns void language sql as ''`.execute(
      db,
    );
  const address = new URL(url);
  address.searchParams.set("options", "-c search_path=unlocked,pg_catalog,wirewatch");
  return address.href;
}

async function countDecided(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from article_revision where verdict is not null`.execute(db);
  return rows[0]?.n ?? 0;
}

async function judge(db: Kysely<Database>): Promise<Pick<RaceFigures, "twoOriginals" | "lost" | "strays">> {
  const { rows } = await sql<{ twoOriginals: number; lost: number; strays: number }>`
    with stories as (
      select r.title, count(*) filter (where r.verdict = 'unique') as originals, count(*) filter (where r.verdict is null) as lost,
        count(distinct m.cluster_id) as clusters
      from article_revision r left join cluster_member m on m.article_id = r.article_id group by r.title)
    select (count(*) filter (where originals > 1))::int as "twoOriginals", sum(lost)::int as lost,
      (count(*) filter (where clusters <> 1))::int as strays from stories`.execute(db);
  return rows[0] ?? { twoOriginals: 0, lost: 0, strays: 0 };
}

/** `node test/bench/similarity-race.ts`; see README.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stories: { type: "string", default: "1000" },
      copies: { type: "string", default: "4" },
      connections: { type: "string", default: "4" },
      seed: { type: "string", default: "1" },
    },
  });
  const options = {
    stories: Number(values.stories),
    copies: Number(values.copies),
    processes: 2,
    connections: Number(values.connections),
    seed: Number(values.seed),
  };
  const show = (name: string, { perSecond, twoOriginals, strays, lost }: RaceFigures): void =>
    void process.stdout.write(
      `${name.padEnd(34)}${perSecond.toFixed(0).padStart(6)} articles/s  ${String(twoOriginals).padStart(5)} stories with two originals  ${strays} with two clusters  ${lost} lost\n`,
    );
  process.stdout.write(
    `${options.stories} stories × ${options.copies} copies, ${options.processes} processes with ${options.connections} connections each\n`,
  );
  for (const order of ["shuffled", "together"] as const) {
    process.stdout.write(`${order}\n`);
    const unlocked = await measureRace({ ...options, order, mode: "unlocked" });
    show("  without locks", unlocked);
    const locked = await measureRace({ ...options, order, mode: "plain" });
    show("  with locks", locked);
    show("  with locks, one process killed", await measureRace({ ...options, order, mode: "kill" }));
    process.stdout.write(
      `${"  with ÷ without".padEnd(34)}${(locked.perSecond / unlocked.perSecond).toFixed(2).padStart(6)}\n`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
