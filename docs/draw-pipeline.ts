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
    ["sources", "feeds, sitemaps, lists of articles, watched pages, and what they announce"],
    ...new Set(wayOfArticle().map((name) => stages[name].service))
      .values()
      .map((service) => [service, stagesIn(service)]),
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

/** The way of an article: the first stage, then always the first of the next ones. */
function wayOfArticle(): StageName[] {
  const way: StageName[] = ["poll"];
  for (;;) {
    const [next]: readonly StageName[] = stages[way.at(-1) ?? "poll"].next;
    if (next === undefined) return way;
    if (way.includes(next)) throw new RangeError(`the stages go in a circle: ${next} comes twice`);
    way.push(next);
  }
}

/** E.g. `poll → fetch, beside it subscribe`. @throws {RangeError} when a service has no part in the way of an article */
function stagesIn(service: string): string {
  const own = stageNames.filter((name) => stages[name].service === service);
  const onTheWay = own.filter((name) => wayOfArticle().includes(name));
  if (onTheWay.length === 0)
    throw new RangeError(`${service} is not on the way of an article, which is all that is drawn`);
  const beside = own.filter((name) => !onTheWay.includes(name));
  return `${onTheWay.join(" → ")}${beside.length === 0 ? "" : `, beside it ${beside.join(", ")}`}`;
}

function duration(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

if (import.meta.main) {
  const files = process.argv.slice(2);
  for (const file of files) writeFileSync(file, withPictures(readFileSync(file, "utf8")));
  if (files.length === 0) process.stdout.write(`${drawing()}\n\n${table()}\n`);
}
