import { describe, expect, it } from "vitest";
import { sourceText } from "./source-text.ts";
import { readYaml } from "./yaml-file.ts";

function read(text: string) {
  return readYaml(sourceText("f.yaml", text));
}

function problems(text: string): readonly string[] {
  const result = read(text);
  return result.ok ? [] : result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("readYaml", () => {
  it("reads YAML 1.2: `no` is text, `012` is a number, a key without value is not written, null is null", () => {
    const result = read("country: no\nnumber: 012\nempty:\nnothing: null\nlist: [1, true]\n");
    expect(result.ok && result.file.value).toEqual({ country: "no", number: 12, nothing: null, list: [1, true] });
  });

  it("reads an empty file as nothing", () => {
    expect(read("# only a comment\n")).toMatchObject({ ok: true, file: { value: null } });
  });

  it.each([
    ["tab after spaces", "a:\n  b:\n  \tc: 1\n", "3:3 the line is indented with a tab"],
    ["tab in a flow mapping", "a: {\n\tb: 1\n}\n", "2:1 the line is indented with a tab"],
    ["tab in a list", "a:\n  - x\n\t- y\n", "3:1 the line is indented with a tab"],
    [
      "query that goes on behind its quotes",
      'any:\n  - "Acme Corp" NOT cartoon\n',
      "2:5 the value begins with a quotation mark or brace",
    ],
    [
      "quotation mark that is not closed",
      'a: "x\nb: 1\n',
      "not valid YAML: a quotation mark is opened but never closed.",
    ],
    ["bracket that is not closed", "a: [1, 2\nb: 3\n", "not valid YAML: the indentation does not fit"],
    ["colon in plain text", "a: b: c\n", "1:4 not valid YAML: a second `: `"],
    ["reserved character", "a: @x\n", "1:4 not valid YAML: this character cannot begin a plain value"],
    ["key without colon", "a: 1\nb\n", "2:1 not valid YAML: a key without `: ` behind it."],
    ["second document", "a: 1\n---\nb: 2\n", "2:1 a second YAML document starts here"],
    ["tag", "a: !include x.yaml\n", "1:13 found the tag !include"],
    ["alias", "a: &x 1\nb: *x\n", "2:4 found the alias *x"],
    ["alias of nothing", "b: *x\n", "1:4 found the alias *x"],
    ["merge key", "a: &x {b: 1}\nc: { <<: *x }\n", "2:10 found the alias *x"],
    [
      "repeated key",
      "a: 1\nb: 2\na: 3\n",
      "3:1 the key `a` stands twice in one mapping (first on line 1): remove one.",
    ],
    ["__proto__", "a:\n  __proto__: { admin: true }\n", "2:3 this cannot be used as a key."],
    ["list as key", "? [a]\n: 1\n", "1:3 this cannot be used as a key."],
    ["NUL in an escape", 'a: "x\\0"\n', "1:4 the text holds a NUL character"],
    [
      "half a surrogate pair in an escape",
      'a: "\\uD800"\n',
      "1:4 the text holds a NUL character or half of a surrogate pair",
    ],
  ])("says one thing about a %s", (_, text, message) => {
    expect(problems(text)).toEqual([expect.stringContaining(message)]);
  });

  it("reports every repeated key", () => {
    expect(problems("a: 1\na: 2\na: 3\n")).toHaveLength(2);
  });

  it("leaves the prototype of objects alone", () => {
    read("__proto__: { polluted: true }\n");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it.each([
    ["brackets", "[".repeat(20_000) + "]".repeat(20_000)],
    ["open brackets up to 1 MB", "[".repeat(999_999)],
    ["list marks", "- ".repeat(500_000)],
    ["explicit keys", "? ".repeat(500_000)],
    ["flow mappings", "{a: ".repeat(20_000)],
  ])("refuses deep nesting of %s within a second", (_, text) => {
    const startedAt = performance.now();
    expect(problems(text)).toEqual([expect.stringContaining("nested too deeply")]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
