import { lineText, type Position, type SourceText } from "./source-text.ts";

/** Characters of a long line that are shown, and how many of them stand before the column at most. */
const width = 120;
const reach = 60;

/** Longer lines are not shown at all: they were not written by hand, and masking them takes time. */
const maxLineLength = 2_000;

/** What follows these keys on a line is not shown, unless it is a reference. */
const secretKey = /(?:secrets?|token|password|passwd|authorization|cookies?|api[-_]?key)["']?\s*:\s*(?=\S)/gi;
const reference = /["']?(?:[A-Za-z]{1,10} )?\$\{(?:env|file):[^}]*\}["']?/y;
const knownSecrets = [
  /whsec_[\w+/=-]+/g,
  /xox[a-z]-[\w-]+/g,
  /(?<=hooks\.slack\.com\/)[^\s"'},]+/g,
  /(?<=:\/\/)[^\s/@"']+(?=@)/g,
];

/**
 * The line of a position with a caret below it, for a terminal. Tabs are drawn as `→`, so that they are seen and
 * the caret stands right; everything that looks like a secret is masked.
 *
 * @param isSecret masks the whole line from the column on
 * @returns null for a line that is too long
 */
export function codeFrame(source: SourceText, position: Position, isSecret: boolean): string | null {
  const whole = lineText(source, position.line);
  if (whole.length > maxLineLength) return null;
  const at = position.column - 1;
  const masked = isSecret ? whole.slice(0, at) + mask(whole.slice(at)) : maskSecrets(whole);
  const from = Math.max(0, at - reach);
  const before = from > 0 ? "…" : "";
  const after = from + width < masked.length ? "…" : "";
  const shown = before + masked.slice(from, from + width) + after;
  const number = String(position.line);
  const caret = " ".repeat(before.length + at - from) + "^";
  return `${number} | ${printable(shown)}\n${" ".repeat(number.length)} | ${caret}`;
}

/** The line with values of secret keys, known token shapes and credentials in URLs replaced, lengths kept. */
function maskSecrets(line: string): string {
  let masked = line;
  for (const key of line.matchAll(secretKey)) {
    const from = key.index + key[0].length;
    reference.lastIndex = from;
    if (!reference.test(line)) masked = masked.slice(0, from) + mask(masked.slice(from));
  }
  for (const shape of knownSecrets) masked = masked.replace(shape, mask);
  return masked;
}

function mask(text: string): string {
  return text.replace(/[^\s"'[\]{},]/g, "•");
}

function printable(line: string): string {
  return line.replace(/\t/g, "→").replace(/\p{Cc}/gu, "\uFFFD");
}
