/**
 * Where a character of a block scalar's value stands in the file. What the value has there tells how each line break
 * was folded, so header, indentation, chomping and more-indented lines need no rules of their own.
 *
 * @param start of the scalar's header, `|` or `>`
 * @param end of the scalar
 * @param value of the scalar as YAML read it
 * @param at offset into the value, in UTF-16 code units
 * @see YAML 1.2.2, section 8.1 "Block Scalar Styles"
 */
export function offsetInBlock(
  text: string,
  [start, end]: readonly [number, number],
  value: string,
  at: number,
): number {
  let offset = behindLine(text, start, end);
  let given = 0;
  const indent = indentOf(text, offset, end, value);
  offset = behindIndent(text, offset, end, indent);
  while (offset < end && given < at) {
    const ending = lineEnding(text, offset);
    if (ending === 0) {
      offset++;
      given++;
      continue;
    }
    const breaks = value[given] === "\n" ? countBreaks(value, given) : 1;
    for (let line = 0; line === 0 || lineEnding(text, offset) > 0; line++) {
      // The break that the character itself is.
      if (given + line >= at) return offset;
      const next = offset + lineEnding(text, offset);
      if (next >= end) return offset;
      offset = behindIndent(text, next, end, indent);
    }
    given += breaks;
  }
  return Math.min(offset, end);
}

function lineEnding(text: string, offset: number): number {
  if (text[offset] === "\n") return 1;
  return text.startsWith("\r\n", offset) ? 2 : 0;
}

function behindLine(text: string, offset: number, end: number): number {
  const at = text.indexOf("\n", offset);
  return at === -1 || at >= end ? end : at + 1;
}

/** The block's indentation: what the first line with content has more than the value. */
function indentOf(text: string, from: number, end: number, value: string): number {
  const written = /^(?:[ \t]*\r?\n)*( *)/.exec(text.slice(from, end))?.[1] ?? "";
  const given = /^(?:[ \t]*\n)*( *)/.exec(value)?.[1] ?? "";
  return Math.max(0, written.length - given.length);
}

function behindIndent(text: string, offset: number, end: number, indent: number): number {
  let at = offset;
  while (at < end && at < offset + indent && text[at] === " ") at++;
  return at;
}

function countBreaks(value: string, from: number): number {
  let at = from;
  while (value[at] === "\n") at++;
  return at - from;
}
