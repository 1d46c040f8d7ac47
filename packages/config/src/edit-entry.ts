import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, parseDocument } from "yaml";
import type { Node } from "yaml";
import { keyName } from "./plain-value.ts";
import { entryYaml } from "./write-topics.ts";

type Entry = Readonly<Record<string, unknown>>;

/** One key with its value in a text: from the key's first character to the end of the last line of its value. */
interface Place {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The text of an entry in which only the keys that changed are written anew: comments, order and spelling of the others stay as somebody
 * wrote them.
 *
 * @param text YAML of one mapping; valid
 * @param before what the text says, as `topicEntry` writes it
 * @param after what it should say
 */
export function editEntry(text: string, before: Entry, after: Entry): string {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  );
  if (changed.length === 0) return text;
  const places = placesOf(text);
  if (places === null) return entryYaml(after);
  let edited = text;
  // From the end, so that the offsets of what comes before stay right.
  for (const { key, from, to } of places.toReversed()) {
    if (changed.includes(key)) edited = edited.slice(0, from) + linesOf(key, after[key]) + edited.slice(to);
  }
  const added = changed.filter((key) => after[key] !== undefined && !places.some((place) => place.key === key));
  if (added.length > 0 && !edited.endsWith("\n")) edited += "\n";
  return edited + added.map((key) => linesOf(key, after[key])).join("");
}

function linesOf(key: string, value: unknown): string {
  return value === undefined ? "" : entryYaml({ [key]: value });
}

/** Null when the text is no block mapping at the left edge: then nothing of its spelling can be kept. */
function placesOf(text: string): readonly Place[] | null {
  const root = parseDocument(text, { logLevel: "error" }).contents;
  if (!isMap(root) || root.flow === true) return null;
  const starts = root.items.map(({ key }) => (isScalar(key) ? (key.range?.[0] ?? -1) : -1));
  if (starts.some((start) => start === -1 || (start > 0 && text[start - 1] !== "\n"))) return null;
  return root.items.map(({ key, value }, at) => {
    const from = starts[at] ?? 0;
    const next = starts[at + 1] ?? text.length;
    return { key: keyName(key) ?? "", from, to: endOf(text, from, next, isNode(value) ? value : null) };
  });
}

/** Behind the last line of a value; comments and empty lines that stand before the next key at its edge belong to that. */
function endOf(text: string, from: number, next: number, value: Node | null): number {
  const lastOffset = Math.min(next, Math.max(from, value?.range?.[1] ?? from));
  const content = text.slice(from, lastOffset).trimEnd().length + from;
  const lineEnd = text.indexOf("\n", content);
  let end = lineEnd === -1 ? text.length : lineEnd + 1;
  // Indented comments right below belong to the value.
  for (;;) {
    const line = /^[ \t]+#.*(?:\r?\n|$)/u.exec(text.slice(end, next))?.[0];
    if (line === undefined) return Math.min(end, next);
    end += line.length;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}
