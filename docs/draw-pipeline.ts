import { readFileSync, writeFileSync } from "node:fs";
import { stageNames, stages } from "../packages/pipeline/src/stages.ts";
import type { StageName } from "../packages/pipeline/src/stages.ts";

/*
 * The pictures of the pipeline in our documents, made from `stages`.
 *
 *   node_modules/.bin/node docs/draw-pipeline.ts                              prints them
 *   node_modules/.bin/node docs/draw-pipeline.ts README.md docs/pipeline.md   puts them into files
 */

const pictures = { drawing, table } as const;

/**
 * The text with each picture brought up to date. A picture stands between `<!-- pipeline: drawing -->` or
 * `<!-- pipeline: table -->` and the next `<!-- end -->`.
 */
export function withPictures(text: string): string {
  return text.replaceAll(
    /(<!-- pipeline: (drawing|table) -->\n).*?(<!-- end -->)/gs,
    (_whole, start: string, name: keyof typeof pictures, end: string) => `${start}\n${pictures[name]()}\n\n${end}`,
  );
}

/** Services from top to bottom with their stages, as preformatted text. */
function drawing(): string {
  const rows = [
    ["sources", "feeds and the pages they announce"],
    ...services().map((service) => [service, stagesIn(service).join(" → ")]),
    ["receivers", "webhooks, e-mail, Slack, terminal"],
  ];
  const lines = rows.map(([name = "", what = ""]) => `  ${name.padEnd(16)}${what}`);
  return ["```text", lines.join("\n     ↓\n"), "```"].join("\n");
}

/** One row per stage with its limits. */
function table(): string {
  const rows = stageNames.map((name) => {
    const { service, row, concurrency, timeoutMs, attempts, backoffMs } = stages[name];
    return [
      name,
      service,
      row,
      concurrency,
      duration(timeoutMs),
      attempts === null ? "never" : `${attempts} errors`,
      backoffMs.map(duration).join(", "),
    ].map(String);
  });
  return aligned([
    ["stage", "service", "moves", "at once", "longest run", "gives up after", "pauses after errors"],
    Array.from({ length: 7 }, () => ""),
    ...rows,
  ]);
}

/** Markdown with columns of one width, as the formatter writes it; the second row becomes the rule. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0, index === 1 ? "-" : " ")))
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** Services in the order of their stages. @throws {RangeError} when the stages are no longer a chain, which is all that is drawn */
function services(): string[] {
  stageNames.forEach((name, index) => {
    const next: readonly string[] = stages[name].next;
    const following = stageNames.slice(index + 1, index + 2);
    if (next.join() !== following.join())
      throw new RangeError(`after ${name} comes ${next.join(", ")}: the stages are not a chain any more, draw a graph`);
  });
  return [...new Set(stageNames.map((name) => stages[name].service))];
}

function stagesIn(service: string): StageName[] {
  return stageNames.filter((name) => stages[name].service === service);
}

function duration(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

if (import.meta.main) {
  const files = process.argv.slice(2);
  for (const file of files) writeFileSync(file, withPictures(readFileSync(file, "utf8")));
  if (files.length === 0) process.stdout.write(`${drawing()}\n\n${table()}\n`);
}
