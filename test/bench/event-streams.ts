import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openSession, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { startTestStore } from "../support/store.ts";

/*
 * Open pages for a long time: whether the console's memory stays flat, and whether a page misses a change when its connection breaks.
 *
 *   node_modules/.bin/node test/bench/event-streams.ts --clients 50 --minutes 10
 *
 * Ten changes a second; every client's connection is cut now and then (on average every 20 s) and made again with the id of its last event.
 */

const { values } = parseArgs({
  options: { clients: { type: "string", default: "50" }, minutes: { type: "string", default: "10" } },
});
const clients = Number(values.clients);
const endsAt = Date.now() + Number(values.minutes) * 60_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Client {
  readonly heard: string[];
  lastId: string | null;
  cuts: number;
}

const store = await startTestStore({ ownServer: true });
const child = fork(fileURLToPath(new URL("event-streams-child.ts", import.meta.url)), [store.url], {
  execArgv: ["--expose-gc"],
});
const { url } = (await answerOf(child)) as { url: string };
const cookie = await cookieOf(store.db);
const pages = Array.from({ length: clients }, (): Client => ({ heard: [], lastId: null, cuts: 0 }));
const over = new AbortController();
const streams = pages.map((page) => keepOpen(page));
await new Promise((resolve) => setTimeout(resolve, 2000));

const first: string[] = [];
let written = 0;
let measuredMs = 0;
while (Date.now() < endsAt) {
  const ref = String((written += 1));
  await sql`insert into change (kind, ref) values ('alert', ${ref})`.execute(store.db);
  if (Date.now() - measuredMs > 60_000) {
    measuredMs = Date.now();
    const { heapMb, rssMb } = await memory();
    first.push(`${heapMb.toFixed(1)} MB of objects, ${rssMb.toFixed(0)} MB in all`);
    say(`${Math.round((endsAt - Date.now()) / 1000)} s to go: ${first.at(-1)}, ${written} changes`);
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
}
await new Promise((resolve) => setTimeout(resolve, 5000));
const end = await memory();
over.abort();
child.disconnect();
await Promise.allSettled(streams);
await store.stop();

const wanted = Array.from({ length: written }, (_, at) => String(at + 1)).join();
const wrong = pages.filter(({ heard }) => heard.join() !== wanted).length;
say(`${clients} clients, ${written} changes, ${pages.reduce((sum, { cuts }) => sum + cuts, 0)} cuts`);
say(`clients that missed a change or heard one twice: ${wrong}`);
say(
  `memory at first ${first[0]}, at the end ${end.heapMb.toFixed(1)} MB of objects, ${end.rssMb.toFixed(0)} MB in all`,
);

async function keepOpen(page: Client): Promise<void> {
  while (!over.signal.aborted) {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        page.cuts += 1;
        abort.abort();
      },
      5000 + Math.random() * 30_000,
    );
    await listen(page, abort.signal).catch(() => undefined);
    clearTimeout(timer);
  }
}

async function listen(page: Client, signal: AbortSignal): Promise<void> {
  const headers = { cookie, ...(page.lastId === null ? {} : { "last-event-id": page.lastId }) };
  const { body } = await fetch(`${url}/events`, { headers, signal });
  let text = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const found = /^id: (.*)\nevent: .*\ndata: \{"ref":"(.*)"\}$/u.exec(event);
      if (found === null) continue;
      page.lastId = found[1] ?? null;
      page.heard.push(found[2] ?? "");
    }
  }
}

async function memory(): Promise<{ readonly heapMb: number; readonly rssMb: number }> {
  child.send({});
  return (await answerOf(child)) as { heapMb: number; rssMb: number };
}

function answerOf(from: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => from.once("message", resolve));
}

async function cookieOf(db: Kysely<Database>): Promise<string> {
  const { id } = await db
    .insertInto("person")
    .values({ login: "reader", name: "Reader", role: "viewer" })
    .returning("id")
    .executeTakeFirstOrThrow();
  return `wirewatch_session=${await openSession(db, id, { address: "127.0.0.1", agent: "bench" })}`;
}
