import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { redisMissing } from "../support/redis.ts";
import { bareRate } from "./bare-rate.ts";
import type { Load } from "./fetcher-load.ts";
import { fetcherRate } from "./fetcher-rates.ts";
import type { RateOptions } from "./fetcher-rates.ts";
import { startNewsHosts } from "./hosts.ts";
import { measurePacing } from "./pacing.ts";
import type { PacingFigures } from "./pacing.ts";

/* How many polls and pages a fetcher brings into the store, and how it keeps its pauses. README.md says what the figures mean. */

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "rates,pacing" },
    seconds: { type: "string", default: "6" },
    concurrency: { type: "string" },
    "pacing-seconds": { type: "string", default: "11" },
    processes: { type: "string", default: "3" },
    sources: { type: "string", default: "10000" },
    hosts: { type: "string", default: "150" },
    gap: { type: "string", default: "1000" },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const queues = redisMissing === null ? (["postgres", "redis"] as const) : (["postgres"] as const);
if (redisMissing !== null) say(redisMissing);

print(`${availableParallelism()} cores, Node ${process.versions.node}; hosts, stores and fetchers share them`);
const parts = values.only.split(",");
if (parts.includes("rates")) await printRates();
if (parts.includes("pacing")) await printPacing();

async function printRates(): Promise<void> {
  const measuredMs = 1000 * wholeNumber("seconds", values.seconds);
  const concurrency = values.concurrency === undefined ? undefined : wholeNumber("concurrency", values.concurrency);
  const hosts = await startNewsHosts({ hosts: 100, gapMs: 0, pageBytes: 60_000 });
  const load: Load = {
    origins: hosts.origins,
    sources: 2000,
    perHost: { concurrency: 2, gapMs: 0 },
    everyMs: 500,
  };
  const pair = async (
    name: string,
    rate: (stage: RateOptions["stage"]) => Promise<number>,
  ): Promise<[number, number]> => {
    say(name);
    return [await rate("poll"), await rate("fetch")];
  };
  const durable = (name: string, queue: RateOptions["queue"], atOnce = concurrency): Promise<[number, number]> =>
    pair(name, (stage) => fetcherRate({ stage, queue, load, measuredMs, concurrency: atOnce }));
  try {
    const paths = { poll: "/feed/1", fetch: "/page/1" } as const;
    const bare = await pair("bare requests", (stage) =>
      bareRate(hosts.origins, paths[stage], { concurrency: concurrency ?? 32, measuredMs: measuredMs / 2 }),
    );
    const alone = await durable("one at a time", "none", 1);
    const rows: [string, [number, number]][] = [
      ["bare requests, nothing stored", bare],
      ["one at a time, stored", alone],
      ["without a queue, stored", await durable("without a queue", "none")],
    ];
    for (const queue of queues) {
      const name = queue === "postgres" ? "through the embedded queue" : "through Redis";
      rows.push([`${name}, stored`, await durable(name, queue)]);
    }
    print("");
    print(row("per second (times bare requests, times one at a time)", ["304 polls", "60 KB pages"]));
    for (const [name, rates] of rows) {
      const cells = rates.map(
        (rate, stage) => `${rate.toFixed(0)}${ratios(rate, bare[stage] ?? 0, alone[stage] ?? 0)}`,
      );
      print(row(name, cells));
    }
  } finally {
    await hosts.close();
  }
}

async function printPacing(): Promise<void> {
  const options = {
    processes: wholeNumber("processes", values.processes),
    sources: wholeNumber("sources", values.sources),
    hosts: wholeNumber("hosts", values.hosts),
    gapMs: wholeNumber("gap", values.gap),
    measuredMs: 1000 * wholeNumber("pacing-seconds", values["pacing-seconds"]),
  };
  print("");
  print(
    `${options.processes} processes, ${options.sources} sources on ${options.hosts} hosts, ${options.gapMs} ms between two requests to a host`,
  );
  for (const queue of queues) {
    say(`pacing, queues in ${queue}`);
    print(pacingLine(queue, await measurePacing({ ...options, queue })));
  }
}

function pacingLine(queue: string, figures: PacingFigures): string {
  const share = (100 * figures.pollsPerSecond) / figures.possiblePerSecond;
  return (
    `  ${queue.padEnd(9)} ${figures.pollsPerSecond.toFixed(1)} polls a second of ${figures.possiblePerSecond.toFixed(0)} (${share.toFixed(1)} %); ` +
    `${figures.requests} requests: ${figures.overlaps} overlaps, ${figures.shortGaps} short gaps, shortest ${figures.shortestMs?.toFixed(1) ?? "-"} ms; ` +
    `by process ${figures.shares.join(", ")}`
  );
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(56)}${cells.map((cell) => cell.padStart(24)).join("")}`;
}

function ratios(rate: number, bare: number, alone: number): string {
  return ` (${(rate / bare).toFixed(2)}, ${(rate / alone).toFixed(1)})`;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`--${name} ${text} is not a number from 1`);
  return number;
}
