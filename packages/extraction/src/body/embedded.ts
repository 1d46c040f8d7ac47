import type { Document } from "domhandler";
import { parsePage } from "../page/page-tree.ts";
import { measurePage } from "./measure.ts";

/** Scripts are searched up to here; pages are cut at 3 MB anyway. */
const maxScriptLength = 3_000_000;
/** Candidates that are parsed: real pages hold the text once or twice. */
const maxCandidates = 8;
/** Strings within strings: a state written into a script as JSON holds HTML in strings of its own. */
const maxLevels = 3;
const minLength = 400;
/** Less is a teaser or a message, not an article. */
const minProse = 300;

/** `<p`, as it is or with its first sign written as JSON or JavaScript do. */
const paragraphStart = /(?:<|\\+u003c|\\+x3c)p[\s>\\]/i;

/**
 * The article that a page keeps in a script for its own program, as pages that are drawn in the browser do: the string
 * that holds the most prose as HTML.
 *
 * Nothing is run: strings are cut out and unescaped as JSON. Time is linear in the length of the scripts.
 *
 * @param html the whole page
 * @returns the text as a tree of its own; null when no script holds any
 */
export function findEmbedded(html: string): Document | null {
  const candidates: string[] = [];
  for (const script of scripts(html)) collect(script, 0, candidates);
  let best: Document | null = null;
  let most = minProse;
  for (const candidate of candidates.toSorted((a, b) => b.length - a.length).slice(0, maxCandidates)) {
    const { root } = parsePage(candidate);
    const prose = measurePage(root, null).masses.get(root)?.prose ?? 0;
    if (prose <= most) continue;
    most = prose;
    best = root;
  }
  return best;
}

function* scripts(html: string): Generator<string> {
  let length = 0;
  for (let at = html.indexOf("<script"); at !== -1 && length < maxScriptLength; at = html.indexOf("<script", at)) {
    const start = html.indexOf(">", at);
    const end = html.indexOf("</script", at);
    if (start === -1 || end === -1) return;
    if (start < end) yield html.slice(start + 1, end);
    length += end - at;
    at = end;
  }
}

/** Adds the strings in the source that hold paragraphs, those within strings too. */
function collect(source: string, level: number, candidates: string[]): void {
  if (level === maxLevels || candidates.length > 100 || !paragraphStart.test(source)) return;
  for (const literal of stringsIn(source)) {
    if (literal.length < minLength || !paragraphStart.test(literal)) continue;
    const text = unescape(literal);
    if (text === null) continue;
    if (/<p[\s>]/i.test(text) && !/^\s*[[{]/.test(text)) candidates.push(text);
    else collect(text, level + 1, candidates);
  }
}

/** What stands between double quotation marks, as it is written. */
function* stringsIn(source: string): Generator<string> {
  for (let start = source.indexOf('"'); start !== -1;) {
    let end = source.indexOf('"', start + 1);
    while (end !== -1 && isEscaped(source, start, end)) end = source.indexOf('"', end + 1);
    if (end === -1) return;
    yield source.slice(start + 1, end);
    start = source.indexOf('"', end + 1);
  }
}

/** True when an odd number of backslashes stands before the sign, within the string. */
function isEscaped(source: string, start: number, at: number): boolean {
  let first = at;
  while (first > start + 1 && source.charCodeAt(first - 1) === 0x5c) first--;
  return (at - first) % 2 === 1;
}

function unescape(literal: string): string | null {
  try {
    // What JSON does not know but JavaScript does.
    const text: unknown = JSON.parse(
      `"${literal.replaceAll("\\x", "\\u00").replaceAll("\\'", "'").replace(/\n/g, "\\n")}"`,
    );
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
