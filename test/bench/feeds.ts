import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { parseFeed } from "@wirewatch/feeds";
import { feedDocuments } from "./feed-documents.ts";

/* How fast feeds are read, against plain rss-parser on the same documents. README.md says what the figures mean. */

const { values } = parseArgs({ options: { rounds: { type: "string", default: "15" } } });
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1)
  throw new RangeError(`--rounds ${values.rounds} is not a number of rounds`);

// rss-parser is a dependency of the package that is measured, not of the tests.
const require = createRequire(new URL("../../packages/feeds/src/index.ts", import.meta.url));
const RssParser: new () => { parseString: (text: string) => Promise<unknown> } = require("rss-parser");

type Read = (bytes: Buffer) => Promise<unknown>;
const readers: readonly Read[] = [
  (bytes) => parseFeed(bytes, {}),
  (bytes) => new RssParser().parseString(bytes.toString("utf8")),
];

const lines: string[] = [];
const ratios: number[] = [];
for (const { name, text } of feedDocuments()) {
  const bytes = Buffer.from(text);
  const [ours = 0, theirs = 0] = await measure(bytes);
  ratios.push(theirs / ours);
  lines.push(row(name, kilobytes(bytes), speed(bytes, ours), speed(bytes, theirs), (theirs / ours).toFixed(2)));
}
const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
process.stdout.write(
  [
    `Median of ${rounds} rounds, Node ${process.versions.node}`,
    row("", "KB", "MB/s", "rss-parser", "ratio"),
    ...lines,
    row("mean of the ratios", "", "", "", mean.toFixed(2)),
    "",
  ].join("\n"),
);

/** Milliseconds per document for each reader. They take turns, so that whatever else the machine does meets both. */
async function measure(bytes: Buffer): Promise<number[]> {
  // A round takes some 20 ms, so that the clock and the collector matter little.
  const repeats = Math.max(1, Math.round(300_000 / bytes.length));
  const times: number[][] = readers.map(() => []);
  for (let round = -3; round < rounds; round += 1) {
    for (const [index, read] of readers.entries()) {
      const startedAt = performance.now();
      for (let repeat = 0; repeat < repeats; repeat += 1) await read(bytes);
      if (round >= 0) times[index]?.push((performance.now() - startedAt) / repeats);
    }
  }
  return times.map(median);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function kilobytes(bytes: Buffer): string {
  return (bytes.length / 1000).toFixed(0);
}

function speed(bytes: Buffer, ms: number): string {
  return (bytes.length / 1000 / ms).toFixed(1);
}

function row(name: string, ...cells: readonly string[]): string {
  return name.padEnd(30) + cells.map((cell) => cell.padStart(12)).join("");
}
