import { availableParallelism } from "node:os";
import { articleStages } from "./figures.ts";
import type { PipelineFigures, Quantiles } from "./figures.ts";
import type { BaselineFigures } from "./run-in-one-process.ts";

/** Everything that was measured with one kind of queue. */
export interface BackendFigures {
  readonly backend: string;
  readonly full: PipelineFigures;
  readonly low: PipelineFigures;
}

/** The figures as a table for people, columns by queue. */
export function benchReport(backends: readonly BackendFigures[], baseline: BaselineFigures): string {
  const columns = (cell: (figures: BackendFigures) => string): string[] => backends.map((figures) => cell(figures));
  const first = backends[0];
  const lines = [
    `${baseline.articles} articles at full load, ${first?.low.articles ?? 0} one at a time; ${availableParallelism()} cores, Node ${process.versions.node}`,
    "",
    row(
      "",
      columns((figures) => `${figures.backend} queues`),
    ),
    row(
      "articles per second, through all stages",
      columns(({ full }) => full.itemsPerSecond.toFixed(1)),
    ),
    row(
      "  in one process without queues",
      columns(() => baseline.itemsPerSecond.toFixed(1)),
    ),
    row(
      "  ratio",
      columns(({ full }) => (full.itemsPerSecond / baseline.itemsPerSecond).toFixed(2)),
    ),
    row(
      "one article alone, until its outcome, ms",
      columns(({ low }) => pair(low.elapsedMs)),
    ),
    row(
      "  until its alert is accepted, after that",
      columns(({ low }) => pair(low.alertMs)),
    ),
    row(
      "  both, in one process without queues",
      columns(() => baseline.msPerArticle.toFixed(0)),
    ),
    row("share of time outside the stage functions", []),
    row(
      "  one article at a time",
      columns(({ low }) => percent(low.shareOutside)),
    ),
    row(
      "  full load (waiting for a worker included)",
      columns(({ full }) => percent(full.shareOutside)),
    ),
    "",
    "Milliseconds as p50/p95",
    ...(["low", "full"] as const).flatMap((load) => [
      row(
        load === "low" ? "one article at a time" : "full load",
        columns(() => "wait        work"),
      ),
      ...articleStages.map((stage) =>
        row(
          `  ${stage}`,
          columns((figures) => waitAndWork(figures[load], stage)),
        ),
      ),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(44)}${cells.map((cell) => cell.padStart(28)).join("")}`.trimEnd();
}

function waitAndWork(figures: PipelineFigures, stage: string): string {
  const found = figures.stages[stage];
  return found === undefined ? "-" : `${pair(found.wait)}  ${pair(found.work).padStart(10)}`;
}

function pair({ p50, p95 }: Quantiles): string {
  return `${Math.round(p50)}/${Math.round(p95)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
