import { parseArgs } from "node:util";
import {
  fixedInterval,
  halveOrGrow,
  mediaCloud,
  miniflux,
  type Policy,
  squareRootLaw,
  wirewatch,
} from "./poll-policies.ts";
import { type PolicyFigures, simulate } from "./poll-simulation.ts";
import { hourMs, minuteMs, publisherKinds, publishersOf } from "./publishers.ts";

/*
 * How soon polls find what is published, for equal effort: invented publishers, a virtual clock, 4 days to learn and 14 scored.
 *
 *   node_modules/.bin/node test/bench/schedule.ts [--sources 400] [--others 100] [--seed 1]
 *
 * The first table has 400 publishers of the first kind and all policies; the second has ours for each kind of publisher.
 */

const { values } = parseArgs({
  options: {
    sources: { type: "string", default: "400" },
    others: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
  },
});
const [sources, others, seed] = [Number(values.sources), Number(values.others), Number(values.seed)];

/** The configuration's default, half as eager, and never longer than an hour. */
const usual = { targetMs: 10 * minuteMs, minMs: 2 * minuteMs, maxMs: 6 * hourMs };
const relaxed = { ...usual, targetMs: 20 * minuteMs };
const hourly = { ...usual, maxMs: hourMs };

const policies: Readonly<Record<string, () => Policy>> = {
  "fixed, 60 min": fixedInterval(hourMs),
  "Miniflux, factor 1": miniflux(1),
  "Miniflux, factor 4": miniflux(4),
  "halve / × 1.5, 2 to 120 min": halveOrGrow(2 * minuteMs, 2 * hourMs),
  "Media Cloud": mediaCloud(),
  "square-root law of the design, to 60 min": squareRootLaw(hourly),
  "square-root law of the design, to 6 h": squareRootLaw(usual),
  "Wirewatch, target 10 min (default)": wirewatch(usual),
  "Wirewatch, target 20 min": wirewatch(relaxed),
  "Wirewatch, target 10 min, to 60 min": wirewatch(hourly),
};

const [firstKind] = publisherKinds;
print(
  `${sources} publishers of the kind "${firstKind}", seed ${seed}; ratio = mean delay ÷ that of a fixed interval with equal polls`,
);
print(row("policy", "polls/day", "mean min", "p95 min", "ratio", "missed"));
const publishers = publishersOf(firstKind, sources, seed);
for (const [name, policy] of Object.entries(policies)) print(figuresRow(name, simulate(publishers, policy, seed)));

print("");
print(`${others} publishers of each kind, Wirewatch as by default`);
print(row("publishers", "polls/day", "mean min", "p95 min", "ratio", "missed", "design's law", "missed"));
for (const kind of publisherKinds) {
  const some = publishersOf(kind, others, seed + 1);
  const law = simulate(some, squareRootLaw(usual), seed);
  print(figuresRow(kind, simulate(some, wirewatch(usual), seed), law.ratio.toFixed(2), share(law)));
}

function figuresRow(name: string, figures: PolicyFigures, ...more: readonly string[]): string {
  const { pollsPerDay, meanDelayMin, p95DelayMin, ratio } = figures;
  return row(
    name,
    pollsPerDay.toFixed(1),
    meanDelayMin.toFixed(1),
    p95DelayMin.toFixed(0),
    ratio.toFixed(3),
    share(figures),
    ...more,
  );
}

/** Of the items published, those no poll could see. */
function share({ missed, items }: PolicyFigures): string {
  return missed === 0 ? "0" : `${missed} of ${items}`;
}

function row(name: string, ...cells: readonly string[]): string {
  return `${name.padEnd(42)}${cells.map((cell) => cell.padStart(15)).join("")}`.trimEnd();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
