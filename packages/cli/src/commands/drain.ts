import { isStageName, stages } from "@wirewatch/pipeline";
import type { Environment } from "@wirewatch/runtime";
import { endDrain, noteAudit, readSystemState, startDrain, unfinishedWork } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { instant, lengthOfTime, printable } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { UsageError } from "../usage-error.ts";

/** Longest wait for running work; a rolling restart may go on after it, what is left is done later. */
const limitMs = 60_000;
const pauseMs = 500;

const usage = "drain [--end] [--by name]";

/**
 * `wirewatch drain`: stops intake in all processes and waits until nothing is running or due; `--end` lets intake go on.
 *
 * @returns exit code: 0 when everything ended, 1 when work was left after a minute
 */
export async function drain(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { end: { type: "boolean" }, by: { type: "string" } }, usage);
  if (names.length > 0)
    throw new UsageError(`"drain" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${usage}`);
  const by = readPerson(options.by, "--by");
  return withStore(env, async ({ db }) => {
    if (options.end !== true) return drainStore(db, { by, write, limitMs });
    const wasStopped = await db.transaction().execute(async (tx) => {
      const ended = await endDrain(tx);
      if (ended) await noteAudit(tx, commandAudit(by, "intake.resumed", { kind: "system" }));
      return ended;
    });
    write(wasStopped ? "Intake goes on: feeds are polled and pages fetched again.\n" : "Intake was not stopped.\n");
    return 0;
  });
}

/** Stops intake and waits until nothing is running or due, at most `limitMs`. @returns exit code */
export async function drainStore(
  db: Kysely<Database>,
  {
    by,
    write,
    limitMs: longestMs,
  }: { readonly by: string; readonly write: (text: string) => void; readonly limitMs: number },
): Promise<number> {
  const since = await db.transaction().execute(async (tx) => {
    const { drainedSince } = await readSystemState(tx);
    if (drainedSince === null) await noteAudit(tx, commandAudit(by, "intake.stopped", { kind: "system" }));
    return startDrain(tx, "wirewatch drain");
  });
  write(`Intake is stopped since ${instant(since)} UTC; waiting for running work.\n`);
  const startedMs = performance.now();
  for (;;) {
    const left = await unfinishedWork(db);
    const waitedMs = performance.now() - startedMs;
    if (Object.keys(left).length === 0) {
      write(
        `Drained after ${lengthOfTime(waitedMs)}: nothing is running. Services may be stopped; "wirewatch drain --end" lets intake go on.\n`,
      );
      return 0;
    }
    if (waitedMs + pauseMs > longestMs) {
      write(printable(await leftLines(db, left, longestMs)));
      return 1;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function leftLines(
  db: Kysely<Database>,
  left: Readonly<Record<string, number>>,
  longestMs: number,
): Promise<string[]> {
  const { workers } = await readSystemState(db);
  const running = new Set(workers.flatMap((worker) => worker.services));
  const lines = Object.entries(left).map(([stage, count]) => {
    const service = isStageName(stage) ? stages[stage].service : stage;
    return `  ${stage}: ${count} left${running.has(service) ? "" : `; no ${service} is running`}`;
  });
  return [
    `Not drained within ${lengthOfTime(longestMs)}; still running or due:`,
    ...lines,
    'Intake stays stopped. Nothing is lost by stopping services now: what is left goes on after the next start. "wirewatch status" shows more.',
  ];
}
