import type { AlertReason } from "@wirewatch/model";
import { plainText } from "./plain-text.ts";

const maxReasons = 5;
const maxReason = 200;
const maxWords = 5;
/** Reasons that are looked at. */
const maxRead = 20;
const maxWord = 40;
/** More marks than anybody reads; bounds the work on hostile input. */
const maxMarks = 50;

/**
 * Why there is an alert: each clause once, with the words it found where they are not the query itself, e.g.
 * `any[1] in text: heat* NEAR/8 factory (found: heaters, factory)`.
 */
export function reasonLines(why: readonly AlertReason[]): readonly string[] {
  const words = new Map<string, string[]>();
  for (const reason of why.slice(0, maxRead)) {
    const clause = clauseLine(reason);
    words.set(clause, [...(words.get(clause) ?? []), ...foundWords(reason)]);
  }
  return [...words].slice(0, maxReasons).map(([clause, found]) => withWords(clause, found));
}

function clauseLine({ clause, field, query }: AlertReason): string {
  const text = plainText(query, maxReason);
  return plainText(`${clause} in ${field}${text === "" ? "" : `: ${text}`}`, maxReason);
}

function withWords(clause: string, found: readonly string[]): string {
  const words = new Map(found.map((word) => [word.toLowerCase(), word]));
  const shown = [...words.values()].slice(0, maxWords).join(", ");
  return shown === "" ? clause : `${clause} (found: ${shown})`;
}

function foundWords({ snippet: { text, marks }, query }: AlertReason): readonly string[] {
  const asked = query.replaceAll('"', "").toLowerCase();
  return marks
    .slice(0, maxMarks)
    .map(([start, end]) => plainText(text.slice(start, Math.min(end, start + maxWord * 2)), maxWord))
    .filter((word) => word !== "" && word.toLowerCase() !== asked);
}
