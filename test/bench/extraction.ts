import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { PageTimes, RoundFigures, SlowestPages } from "./extraction-child.ts";
import { measureHostilePages } from "./extraction-hostile.ts";

/* How many pages a processor reads in a second, and in how much memory. README.md says what the figures mean. */

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, hostile: { type: "boolean", default: false } },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1)
  throw new RangeError(`--rounds ${values.rounds} is not a number of rounds`);
if (folders.length === 0 && !values.hostile)
  throw new Error("name one or more folders of .html or .html.gz files, or --hostile");

const [fast, plain, parsing] = ["fast path", "Readability + jsdom", "htmlparser2 parse-only"];
const names = [fast, "with second opinions", plain, parsing];

if (folders.length > 0) process.stdout.write(await measureFolders());
if (values.hostile) process.stdout.write(await measureHostilePages());

/** The contestants take turns, round by round, so that whatever else the machine does meets all. */
async function measureFolders(): Promise<string> {
  const children = new Map(names.map((name) => [name, startChild(name)]));
  const played = new Map<string, RoundFigures[]>(names.map((name) => [name, []]));
  // The first round loads and compiles the code and does not count; jsdom takes three seconds and twenty pages.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, child] of children) {
      const figures = await ask<RoundFigures>(child, round === 0 ? "warmUp" : "round");
      if (round > 0) played.get(name)?.push(figures);
    }
  }
  const slowest = await ask<SlowestPages>(children.get(fast) ?? startChild(fast), "slowest");
  for (const child of children.values()) child.send("end");
  return report(played, slowest);
}

function startChild(name: string): ChildProcess {
  return fork(fileURLToPath(new URL("extraction-child.ts", import.meta.url)), [name, ...folders], {
    // jsdom prints what it cannot read of the pages' styles.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

async function ask<T>(child: ChildProcess, order: string): Promise<T> {
  const ended = once(child, "exit").then(() => Promise.reject(new Error("a contestant's process ended")));
  child.send(order);
  const [answer] = (await Promise.race([once(child, "message"), ended])) as [T];
  return answer;
}

function report(played: ReadonlyMap<string, readonly RoundFigures[]>, { slowest, steepest }: SlowestPages): string {
  const speeds = new Map([...played].map(([name, figures]) => [name, median(figures.map(pagesPerSecond))]));
  const times = (name: string, other: string): string =>
    `${((speeds.get(name) ?? 0) / (speeds.get(other) ?? 1)).toFixed(2)} ×`;
  const lines = names.map((name) => {
    const figures = played.get(name) ?? [];
    return row(
      name,
      (speeds.get(name) ?? 0).toFixed(1),
      times(name, plain),
      times(name, parsing),
      Math.max(...figures.map(({ peakRssMb }) => peakRssMb)).toFixed(0),
      share(figures),
    );
  });
  return [
    `${played.get(fast)?.[0]?.corpusPages ?? 0} pages, median of ${rounds} rounds, Node ${process.versions.node}`,
    row("", "pages/CPU s", "× Readability", "× parse-only", "peak MB", "2nd opinions"),
    ...lines,
    pageLine("slowest page", slowest),
    pageLine("slowest for its size", steepest),
    "",
  ].join("\n");
}

function pagesPerSecond({ pages, cpuMs }: RoundFigures): number {
  return (1_000 * pages) / cpuMs;
}

/** Share of the pages that got a second opinion; of a pool alone. */
function share(figures: readonly RoundFigures[]): string {
  const sum = (part: (round: RoundFigures) => number): number =>
    figures.reduce((total, round) => total + part(round), 0);
  const asked = sum(({ secondOpinions }) => secondOpinions);
  const failed = sum(({ failedSecondOpinions }) => failedSecondOpinions);
  if (asked === 0) return "-";
  return `${((100 * asked) / sum(({ pages }) => pages)).toFixed(1)} %${failed === 0 ? "" : `, ${failed} failed`}`;
}

function pageLine(what: string, { name, ms, parseMs }: PageTimes): string {
  return `${what.padEnd(26)}${ms.toFixed(1)} ms, ${(ms / parseMs).toFixed(1)} × its parse time of ${parseMs.toFixed(1)} ms (${name})`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function row(name: string, ...cells: readonly string[]): string {
  return (name.padEnd(26) + cells.map((cell) => cell.padStart(15)).join("")).trimEnd();
}
