import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { sql } from "@wirewatch/store";
import { stopDatabaseClock } from "../support/database-clock.ts";
import { complaintText, shrinkWorld, tryWorld } from "../support/random-alerts.ts";
import { drawWorld, seasons } from "../support/random-alerts-world.ts";
import { startTestStore } from "../support/store.ts";

/*
 * The life of alerts at full size: random matches, routes and receivers on the real stages and a real PostgreSQL whose clock is the test's.
 *
 *   node_modules/.bin/node test/bench/notifier-life.ts                       10,000 matches in worlds of 250
 *   node_modules/.bin/node test/bench/notifier-life.ts --seed 42 --worlds 1 --shrink 5
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    worlds: { type: "string", default: "40" },
    matches: { type: "string", default: "250" },
    lanes: { type: "string" },
    /** Minutes that may be spent on making a failing world smaller. */
    shrink: { type: "string", default: "0" },
  },
});

const store = await startTestStore();
for (const name of ["fsync", "full_page_writes"]) await sql.raw(`alter system set ${name} = off`).execute(store.db);
await sql`select pg_reload_conf()`.execute(store.db);
const clock = await stopDatabaseClock(store, seasons.spring.start);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const sums = { matches: 0, runs: 0, messages: 0, failing: 0 };
const ends = new Map<string, number>();
/** Messages and batches by kind and end. */
const kinds = new Map<string, number>();
const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
const startedMs = performance.now();
try {
  for (let nth = 0; nth < Number(values.worlds); nth += 1) {
    const seed = Number(values.seed) + nth;
    const world = drawWorld(seed, Number(values.matches), seed % 2 === 1 ? seasons.spring : seasons.autumn);
    // Every fourth world is calm, so that every repetition in it is a mistake.
    const isCalm = seed % 4 === 0;
    const lanes = Number(values.lanes ?? (seed % 3 === 0 ? 4 : 1));
    const outages = ["/duty", "/room", "/limited"].map((path, index) => {
      const from = new Date(world.start.getTime() + (2 + index) * 86_400_000);
      return { path, from, until: new Date(from.getTime() + (3 + 5 * index) * 3_600_000) };
    });
    const options = { lanes, crashing: isCalm ? 0 : 0.02, failing: 0.1, outages };
    const worldMs = performance.now();
    const report = await tryWorld(world, clock, options);
    const { record, run, complaints } = report;
    sums.matches += record.matches.length;
    sums.runs += run.runs;
    sums.messages += run.arrivals.filter(({ isTaken }) => isTaken).length;
    for (const { outcome, reason } of record.matches) {
      add(ends, `${outcome ?? "none"}${reason === null ? "" : ` ${reason}`}`);
    }
    for (const { event, state } of record.deliveries) add(kinds, `${event} ${state}`);
    for (const { kind, outcome } of record.digests) if (outcome !== null) add(kinds, `${kind} digest ${outcome}`);
    const seconds = ((performance.now() - worldMs) / 1000).toFixed(0);
    say(
      `seed ${seed}: ${record.matches.length} matches, ${run.runs} runs, lanes ${lanes}, ${seconds} s, load ${loadavg()[0]?.toFixed(1)}: ${complaints.length} complaints`,
    );
    if (complaints.length === 0) continue;
    sums.failing += 1;
    say(complaintText(world, report));
    const minutes = Number(values.shrink);
    if (minutes === 0) continue;
    let smallest = report;
    const shrunk = await shrinkWorld(
      world,
      async (smaller) => {
        const tried = await tryWorld(smaller, clock, options);
        if (tried.complaints.length > 0) smallest = tried;
        return tried.complaints.length > 0;
      },
      minutes * 60_000,
    );
    say(`shrunk to ${shrunk.events.length} events:\n${complaintText(shrunk, smallest)}`);
  }
} finally {
  await clock.close();
  await store.stop();
}
const listed = (counts: Map<string, number>): string =>
  [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
say(`${sums.matches} matches, ${sums.runs} runs of stages, ${sums.messages} messages taken; ${listed(ends)}`);
say(listed(kinds));
say(`${sums.failing} worlds with complaints; ${((performance.now() - startedMs) / 60_000).toFixed(1)} minutes`);
process.exitCode = sums.failing === 0 ? 0 : 1;
