import { describe, expect, it } from "vitest";
import { formatCsv, parseCsv } from "./csv.ts";

const fieldsOf = (text: string, separator?: string) => parseCsv(text, separator).map((record) => record.fields);

describe("parseCsv", () => {
  it.each([
    [
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ['"a, b","say ""hi""",c\n', [["a, b", 'say "hi"', "c"]]],
    ['"two\r\nlines",x\n', [["two\r\nlines", "x"]]],
    ["a,,\n", [["a", "", ""]]],
    ["\n\na\n\n", [["a"]]],
    ['""\n', []],
    ["", []],
    ['a b "c" d,e\n', [['a b "c" d', "e"]]],
  ])("reads %j", (text, expected) => {
    expect(fieldsOf(text)).toEqual(expected);
  });

  it("takes another separator", () => {
    expect(fieldsOf('a;"b;c"\n', ";")).toEqual([["a", "b;c"]]);
  });

  it("knows the line of each record, past line breaks in fields", () => {
    expect(parseCsv('h\n"a\nb"\nc\n').map((record) => record.line)).toEqual([1, 2, 4]);
  });

  it.each([
    ['a\n"open', "line 2: a quotation mark is opened but never closed"],
    ['"a"b,c\n', "line 1: text follows a closing quotation mark"],
  ])("refuses %j", (text, message) => {
    expect(() => parseCsv(text)).toThrow(message);
  });

  it("reads a megabyte at once", () => {
    const startedAt = performance.now();
    expect(parseCsv(`${"x".repeat(99)},"${"y".repeat(97)}"\n`.repeat(5_000))).toHaveLength(5_000);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("formatCsv", () => {
  it("writes what is read as the same", () => {
    const records = [["a", "b, c", 'd "e"', "f\r\ng", "", " h "]];
    expect(fieldsOf(formatCsv(records))).toEqual(records);
    expect(formatCsv([["a", "b"]])).toBe("a,b\r\n");
  });
});
