import type { Scalar } from "yaml";
import { offsetInBlock } from "./block-offset.ts";

/**
 * Where a character of a scalar's value stands in the file, with escapes, doubled quotes and folded lines counted
 * as YAML 1.2 reads them.
 *
 * @param at offset into the value, in UTF-16 code units; the length of the value points behind its last character
 */
export function offsetInScalar(text: string, scalar: Scalar, at: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  if (scalar.type === "PLAIN") return advance(text, start, end, at, plainStep);
  if (scalar.type === "QUOTE_SINGLE") return advance(text, start + 1, end - 1, at, singleQuotedStep);
  if (scalar.type === "QUOTE_DOUBLE") return advance(text, start + 1, end - 1, at, doubleQuotedStep);
  return typeof scalar.value === "string" ? offsetInBlock(text, [start, end], scalar.value, at) : start;
}

/** How many characters of the file the next part takes, and how many of the value it gives. */
interface Step {
  readonly taken: number;
  readonly given: number;
}

type ReadStep = (text: string, offset: number) => Step;

function advance(text: string, start: number, end: number, at: number, readStep: ReadStep): number {
  let offset = start;
  let given = 0;
  while (offset < end) {
    const step = readStep(text, offset);
    if (given + step.given > at) break;
    given += step.given;
    offset += step.taken;
  }
  return Math.min(offset, end);
}

function plainStep(text: string, offset: number): Step {
  return foldedStep(text, offset) ?? { taken: 1, given: 1 };
}

function singleQuotedStep(text: string, offset: number): Step {
  if (text.startsWith("''", offset)) return { taken: 2, given: 1 };
  return foldedStep(text, offset) ?? { taken: 1, given: 1 };
}

/** Characters of the escapes that name a code point in hexadecimal, with `\` and letter. */
const hexLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function doubleQuotedStep(text: string, offset: number): Step {
  if (text[offset] !== "\\") return foldedStep(text, offset) ?? { taken: 1, given: 1 };
  const continued = /\\\r?\n[ \t]*/y;
  continued.lastIndex = offset;
  const continuation = continued.exec(text);
  if (continuation !== null) return { taken: continuation[0].length, given: 0 };
  const taken = hexLengths[text[offset + 1] ?? ""] ?? 2;
  const codePoint = taken === 10 ? Number.parseInt(text.slice(offset + 2, offset + 10), 16) : 0;
  return { taken, given: codePoint > 0xffff ? 2 : 1 };
}

/** A line break with the white space around it: one space, or one break fewer than it has. */
function foldedStep(text: string, offset: number): Step | null {
  const fold = /[ \t]{0,1000}\r?\n[ \t\r\n]*/y;
  fold.lastIndex = offset;
  const match = fold.exec(text)?.[0];
  if (match === undefined) return null;
  const breaks = match.split("\n").length - 1;
  return { taken: match.length, given: Math.max(1, breaks - 1) };
}
