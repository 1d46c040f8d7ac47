import { isMap, isSeq } from "yaml";
import type { Node } from "yaml";
import { keyName } from "./plain-value.ts";
import { positionAt } from "./source-text.ts";
import type { YamlFile } from "./yaml-file.ts";

/** An entry of a list in a file as somebody wrote it. */
export interface WrittenEntry {
  /** Path of the file as it was opened. */
  readonly file: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** What stands before it on its first line, e.g. `  - `. */
  readonly prefix: string;
  /** The entry moved to the left edge: YAML of one mapping, with its comments. */
  readonly text: string;
}

/**
 * The entries of a list in a file, with their spelling; those that share lines with others (`[{…}, {…}]`) have none that could be edited, and
 * are left out.
 *
 * @param key of the list at the root, e.g. `topics`
 */
export function writtenEntries({ source, root }: YamlFile, key: string): ReadonlyMap<string, WrittenEntry> {
  const found = new Map<string, WrittenEntry>();
  const list = isMap(root) ? root.items.find((pair) => keyName(pair.key) === key)?.value : null;
  if (!isSeq(list) || list.flow === true) return found;
  for (const [at, item] of list.items.entries()) {
    if (!isMap(item) || item.range == null) continue;
    const idNode: unknown = item.items.find((pair) => keyName(pair.key) === "id")?.value;
    const id = keyName(idNode);
    if (id === null || found.has(id)) continue;
    const [start] = item.range;
    const next: unknown = list.items[at + 1];
    const end =
      isMap(next) && next.range != null ? dashBefore(source.text, next.range[0]) : endOfList(source.text, list);
    const { line } = positionAt(source, start);
    const lineStart = source.lineStarts[line - 1] ?? 0;
    const prefix = source.text.slice(lineStart, start);
    if (!/^\s*-\s+$/u.test(prefix)) continue;
    const text = atLeftEdge(source.text.slice(start, end), prefix.length);
    found.set(id, { file: source.path, line, prefix, text });
  }
  return found;
}

/** The lines of an entry as they stand in its file. */
export function inFile({ prefix }: Pick<WrittenEntry, "prefix">, text: string): readonly string[] {
  const indent = " ".repeat(prefix.length);
  const lines = text.replace(/\n+$/u, "").split("\n");
  return lines.map((line, at) => (at === 0 ? prefix + line : line === "" ? "" : indent + line));
}

function dashBefore(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset) + 1;
}

function endOfList(text: string, list: Node): number {
  return list.range?.[1] ?? text.length;
}

/** Without the indent of its lines and the empty lines and outer comments behind it. */
function atLeftEdge(text: string, indent: number): string {
  const [first = "", ...rest] = text.replaceAll("\r\n", "\n").split("\n");
  const moved = rest.map((line) => {
    const own = /^[ \t]*/u.exec(line)?.[0].length ?? 0;
    // A comment further left belongs to what comes next, or was put there without care.
    return {
      line: line.slice(Math.min(own, indent)),
      isOutside: line.trim() === "" || (own < indent && line.trim() !== ""),
    };
  });
  while (moved.at(-1)?.isOutside === true) moved.pop();
  return `${[first, ...moved.map(({ line }) => line)].join("\n").trimEnd()}\n`;
}
