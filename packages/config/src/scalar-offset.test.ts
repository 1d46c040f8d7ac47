import { isScalar, isSeq, parseDocument } from "yaml";
import { describe, expect, it } from "vitest";
import { offsetInScalar } from "./scalar-offset.ts";

/** What stands in the file where the marked character `X` of the value is said to be. */
function characterAt(text: string): string {
  const { contents } = parseDocument(text);
  const scalar = isSeq(contents) ? contents.items[0] : contents;
  if (!isScalar(scalar) || typeof scalar.value !== "string") throw new Error("not a text");
  const at = scalar.value.indexOf("X");
  return text.slice(offsetInScalar(text, scalar, at)).charAt(0);
}

describe("offsetInScalar", () => {
  it.each([
    ["plain", "- abc X def"],
    ["plain over two lines", "- abc\n  def X"],
    ["plain over an empty line", "- abc\n\n  def X"],
    ["single quotes", "- 'abc X'"],
    ["doubled single quotes", "- 'it''s ''X'"],
    ["single quotes over two lines", "- 'abc\n   X'"],
    ["double quotes", '- "abc X"'],
    ["escaped quotes", '- "\\"abc\\" X"'],
    ["hexadecimal escapes", '- "\\x41\\u0042\\U00000043 X"'],
    ["an escape outside the basic plane", '- "\\U0001F600 X"'],
    ["a character outside the basic plane", "- '😀 X'"],
    ["an escaped line break", '- "abc\\\n   X"'],
    ["double quotes over two lines", '- "abc\n   X"'],
    ["CR LF", "- 'abc\r\n   X'"],
    ["a literal block", "- |\n  abc X\n"],
    ["a later line of a literal block", "- |\n  abc\n\n  def\n   ghi X\n"],
    ["a literal block that begins with empty lines", "- |-\n\n\n  X"],
    ["a literal block with an indentation indicator", "- |2\n    abc\n  X\n"],
    ["a literal block with CR LF", "- |\r\n  abc\r\n  X\r\n"],
    ["a folded block", "- >\n  abc\n  def X\n"],
    ["a folded block over empty lines", "- >\n  abc\n\n\n  def\n  X\n"],
    ["a folded block with a more indented line", "- >\n  abc\n    def\n  X\n"],
    ["a folded block with a comment in its header", "- >- # why\n  abc\n  X\n"],
  ])("finds a character in %s", (_, text) => {
    expect(characterAt(text)).toBe("X");
  });

  it.each([
    ["a line break", "|\n  ab\n  cd\n", 2, 6],
    ["the end", "|\n  ab\n", 3, 6],
    ["an empty line", "|\n  ab\n\n  cd\n", 3, 7],
    ["a block without content", "|\n", 0, 2],
  ])("answers with the place of %s of a block", (_, text, at, offset) => {
    const scalar = parseDocument(text).contents;
    expect(isScalar(scalar) && offsetInScalar(text, scalar, at)).toBe(offset);
  });

  it("points behind the last character for the end of the value", () => {
    const scalar = parseDocument("'abc'").contents;
    expect(isScalar(scalar) && offsetInScalar("'abc'", scalar, 3)).toBe(4);
  });
});
