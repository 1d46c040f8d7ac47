import { stageNames } from "@wirewatch/pipeline";
import type { Overview } from "@wirewatch/store";

/** What the view shows beside the store's numbers. */
export interface ServiceLine {
  readonly name: string;
  readonly state: string;
}

/** A block at the bottom of a terminal that is redrawn, with lines printed above it. */
export interface LiveView {
  draw(overview: Overview | null, services: readonly ServiceLine[]): void;
  /** Prints a line above the block. */
  print(text: string): void;
  /** Leaves the last state of the block on the screen. */
  end(): void;
}

/** @param output a terminal */
export function createLiveView(output: { write(text: string): unknown; columns?: number }): LiveView {
  let shown: readonly string[] = [];
  const clear = (): string => (shown.length === 0 ? "" : `\r\u001B[${shown.length}A\u001B[J`);
  const put = (above: string, lines: readonly string[]): void => {
    output.write(`${clear()}${above}${lines.map((line) => `${line}\n`).join("")}`);
    shown = lines;
  };
  return {
    draw: (overview, services) => put("", viewLines(overview, services, output.columns ?? 100)),
    print: (text) => put(text.endsWith("\n") ? text : `${text}\n`, shown),
    end: () => {
      shown = [];
    },
  };
}

/** The block's lines, none wider than the terminal. */
export function viewLines(overview: Overview | null, services: readonly ServiceLine[], columns: number): string[] {
  const rule = "─".repeat(Math.min(columns - 1, 78));
  if (overview === null)
    return [rule, "the store does not answer; waiting for it to come back"].map((line) => line.slice(0, columns - 1));
  const failed = overview.outcomes["failed"] ?? 0;
  const cells = stageNames.map((stage) => {
    const open = overview.stages[stage]?.open ?? 0;
    return { name: stage, waiting: String(open), done: String(overview.finished[stage] ?? 0) };
  });
  const articleCells = cells.filter(
    (cell) => !["poll", "subscribe", "flush", "announce", "digest", "deliver"].includes(cell.name),
  );
  const deliveries = {
    name: "deliver",
    waiting: String(overview.deliveries["pending"] ?? 0),
    done: String(overview.deliveries["sent"] ?? 0),
  };
  const shown = [...articleCells, deliveries];
  const row = (label: string, pick: (cell: (typeof shown)[number]) => string): string =>
    `${label.padEnd(9)}${shown.map((cell) => pick(cell).padStart(cell.name.length + 2)).join("")}`;
  const feeds = Object.entries(overview.feeds)
    .map(([status, count]) => `${count} ${status}`)
    .join(", ");
  const matches = `${overview.matches["sent"] ?? 0} told, ${overview.matches["joined"] ?? 0} joined, ${overview.matches["suppressed"] ?? 0} suppressed`;
  const down = services
    .filter((service) => service.state !== "running")
    .map((service) => `${service.name} ${service.state}`);
  return [
    rule,
    row("", (cell) => cell.name),
    row("waiting", (cell) => cell.waiting),
    row("done", (cell) => cell.done),
    `feeds: ${feeds === "" ? "none yet" : feeds} · items: ${overview.items} · failed: ${failed} · matches: ${matches}`,
    down.length === 0 ? `${services.length} services running · Ctrl-C stops` : `not running: ${down.join(", ")}`,
  ].map((line) => line.slice(0, columns - 1));
}
