import { diffLines } from "@wirewatch/config";

/** Longest difference that is kept in the audit. */
const maxDiff = 20_000;

/** The lines of a text that were added (`+`) and removed (`-`). */
export function auditDiff(before: string, after: string): string {
  const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/u, "").split("\n"));
  return diffLines(linesOf(before), linesOf(after))
    .filter(({ kind }) => kind !== "same")
    .map(({ kind, text }) => `${kind === "added" ? "+" : "-"}${text}`)
    .join("\n")
    .slice(0, maxDiff);
}
