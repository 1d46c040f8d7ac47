import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { hostilePages } from "../support/hostile-pages.ts";
import type { HostileFigures } from "./extraction-hostile-child.ts";

/** Reads every hostile page in a fresh process, the fast way and with Readability; gives the table for people. */
export async function measureHostilePages(): Promise<string> {
  const lines = [row("hostile page", "fast ms", "outcome", "MB", "2nd ms", "outcome", "MB")];
  for (const [index, { name }] of hostilePages().entries()) {
    const [fast, second] = [await readAlone("fast", index), await readAlone("second", index)];
    lines.push(row(name, ...cells(fast), ...cells(second)));
  }
  return `${lines.join("\n")}\n`;
}

function cells({ ms, outcome, rssGrowthMb }: HostileFigures): string[] {
  return [ms.toFixed(0), outcome, rssGrowthMb.toFixed(0)];
}

async function readAlone(path: "fast" | "second", index: number): Promise<HostileFigures> {
  const child = fork(fileURLToPath(new URL("extraction-hostile-child.ts", import.meta.url)), [path, String(index)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const died = once(child, "exit").then(([code]): [HostileFigures] => [
    { outcome: `exit ${String(code)}`, ms: NaN, rssGrowthMb: NaN },
  ]);
  const [figures] = (await Promise.race([once(child, "message"), died])) as [HostileFigures];
  return figures;
}

function row(name: string, ...columns: readonly string[]): string {
  return (name.padEnd(44) + columns.map((cell) => cell.padStart(12)).join("")).trimEnd();
}
