import { isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { Node, Pair, YAMLSeq } from "yaml";

/** One more entry of a list. */
export interface NewEntry {
  /** As an item of a block list whose dash stands at the left edge, with its last line break. */
  readonly item: string;
  /** The same for a list that is written on one line. */
  readonly value: unknown;
}

/**
 * The text of a configuration file with more entries at the end of its list. Everything that is there stays byte for byte:
 * the new lines are put between.
 *
 * @param text valid; may be empty
 * @param name of the list at the root, e.g. `sources`
 * @throws {Error} when the list cannot be found
 */
export function appendEntries(text: string, name: string, entries: readonly NewEntry[]): string {
  if (entries.length === 0) return text;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(mark.length);
  return mark + withEntries(body, name, entries, eol);
}

function withEntries(body: string, name: string, entries: readonly NewEntry[], eol: string): string {
  const root = parseDocument(body, { logLevel: "error" }).contents;
  const beginning = `version: 1${eol}${eol}${name}:${eol}`;
  if (root === null) return joinLines(body, beginning + blockItems(entries, 2, eol), eol);
  if (!isMap(root)) throw new Error(`${name}.yaml is not a mapping of keys to values`);
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === name);
  if (pair === undefined) return withNewList(body, root, name, entries, eol);
  const list = pair.value;
  if (isSeq(list) && list.items.length > 0) {
    return list.flow === true ? intoFlow(body, list, entries, eol) : behindItems(body, list, entries, eol);
  }
  return root.flow === true ? intoFlowParent(body, pair, entries) : intoEmptyList(body, pair, entries, eol);
}

/** Behind the last item of a block list, and behind the comments that are indented below it. */
function behindItems(body: string, list: YAMLSeq, entries: readonly NewEntry[], eol: string): string {
  const indent = columnOf(body, list.range?.[0] ?? 0);
  const lineEnd = endOfLine(body, lastOffset(body, list));
  const at = behindComments(body, lineEnd, indent);
  const hasGaps = /\n[ \t]*\r?\n[ \t]*(?:#.*\r?\n[ \t]*)*- /.test(body.slice(list.range?.[0] ?? 0, lineEnd));
  const items = blockItems(entries, indent, eol, hasGaps);
  return insertLines(body, at, (hasGaps ? eol : "") + items, eol);
}

/** `sources: [a, b]`: before the closing bracket, in the same spelling. */
function intoFlow(body: string, list: YAMLSeq, entries: readonly NewEntry[], eol: string): string {
  const last = list.items.at(-1);
  const at = isNode(last) ? (last.range?.[1] ?? 0) : 0;
  const start = isNode(last) ? (last.range?.[0] ?? 0) : 0;
  const isOnOwnLine = body.slice(body.lastIndexOf("\n", start) + 1, start).trim() === "";
  const gap = isOnOwnLine ? eol + " ".repeat(columnOf(body, start)) : " ";
  return body.slice(0, at) + entries.map(({ value }) => `,${gap}${JSON.stringify(value)}`).join("") + body.slice(at);
}

/** `{ "sources": [] }`. */
function intoFlowParent(body: string, { value }: Pair, entries: readonly NewEntry[]): string {
  if (!isNode(value) || value.range == null) throw new Error("there is no list behind its key");
  return body.slice(0, value.range[0]) + jsonOf(entries) + body.slice(value.range[1]);
}

/** `sources:` or `sources: []`, with whatever comment stands behind. */
function intoEmptyList(body: string, { key, value }: Pair, entries: readonly NewEntry[], eol: string): string {
  const [keyStart, keyEnd] = isNode(key) ? (key.range ?? [0, 0]) : [0, 0];
  const [from, to] = isNode(value) ? (value.range ?? [keyEnd, keyEnd]) : [keyEnd, keyEnd];
  const opened = to > from ? body.slice(0, from).trimEnd() + body.slice(to) : body;
  const column = columnOf(body, keyStart);
  const at = behindComments(opened, endOfLine(opened, keyEnd), column);
  return insertLines(opened, at, blockItems(entries, column + 2, eol), eol);
}

/** A file without the key. */
function withNewList(body: string, root: Node, name: string, entries: readonly NewEntry[], eol: string): string {
  const [start, end] = [root.range?.[0] ?? 0, root.range?.[1] ?? body.length];
  if (body[start] === "{") {
    const inside = body.slice(start + 1, end - 1);
    const comma = inside.trim() === "" ? "" : ",";
    const kept = body.slice(0, start + 1) + inside.trimEnd().replace(/,$/, "");
    return `${kept}${comma} "${name}": ${jsonOf(entries)} ${body.slice(end - 1)}`;
  }
  const column = columnOf(body, start);
  const lines = `${eol}${" ".repeat(column)}${name}:${eol}${blockItems(entries, column + 2, eol)}`;
  return insertLines(body, endOfLine(body, body.slice(0, end).trimEnd().length), lines, eol);
}

/** Entries as items of a block list whose dashes stand in the column `indent`. */
function blockItems(entries: readonly NewEntry[], indent: number, eol: string, hasGaps = false): string {
  const items = entries.map(({ item }) => item.replaceAll(/^(?=.)/gm, " ".repeat(indent)));
  return items.join(hasGaps ? "\n" : "").replaceAll("\n", eol);
}

function jsonOf(entries: readonly NewEntry[]): string {
  return JSON.stringify(entries.map(({ value }) => value));
}

/** Lines put at an offset that is the end of a line, or the end of the text. */
function insertLines(body: string, at: number, lines: string, eol: string): string {
  return joinLines(body.slice(0, at), lines, eol) + body.slice(at);
}

function joinLines(before: string, lines: string, eol: string): string {
  return before === "" || before.endsWith("\n") ? before + lines : before + eol + lines;
}

/** Offset behind the line break of the line that holds an offset. */
function endOfLine(body: string, offset: number): number {
  const lineBreak = body.indexOf("\n", offset);
  return lineBreak === -1 ? body.length : lineBreak + 1;
}

/** Offset behind the comments below a line that are indented deeper than the column, with the empty lines between. */
function behindComments(body: string, offset: number, column: number): number {
  let end = offset;
  let at = offset;
  while (at < body.length) {
    const next = endOfLine(body, at);
    const line = body.slice(at, next);
    const indent = line.search(/\S/);
    if (indent !== -1 && (line[indent] !== "#" || indent <= column)) break;
    if (indent !== -1) end = next;
    at = next;
  }
  return end;
}

function columnOf(body: string, offset: number): number {
  return offset - (body.lastIndexOf("\n", offset - 1) + 1);
}

/** Offset behind the last character of what a node says; the parser counts line breaks and comments below it in. */
function lastOffset(body: string, node: Node): number {
  if (isScalar(node) || ((isMap(node) || isSeq(node)) && node.flow === true)) {
    return body.slice(0, node.range?.[1] ?? 0).trimEnd().length;
  }
  const last: unknown = isSeq(node) ? node.items.at(-1) : isMap(node) ? node.items.at(-1) : undefined;
  if (isPair(last)) return lastOffsetOfPair(body, last);
  return isNode(last) ? lastOffset(body, last) : body.slice(0, node.range?.[1] ?? 0).trimEnd().length;
}

function lastOffsetOfPair(body: string, { key, value }: Pair): number {
  const hasValue = isNode(value) && (value.range?.[1] ?? 0) > (value.range?.[0] ?? 0);
  if (hasValue) return lastOffset(body, value);
  return isNode(key) ? (key.range?.[1] ?? 0) : 0;
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}
