import { describe, expect, it } from "vitest";
import { sourceText } from "./source-text.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { inFile, writtenEntries } from "./written-entry.ts";
import { readYaml } from "./yaml-file.ts";

function entries(text: string) {
  const read = readYaml(sourceText("topics.yaml", text));
  if (!read.ok) throw new Error("the YAML is wrong");
  return writtenEntries(read.file, "topics");
}

const file = `version: 1
topics:
  # first
  - id: acme
    any:
      - a   # why
      - |
        b
          c
    # its last comment

  # about the next one
  -   id: quay
      any: [q]

# the end
`;

describe("entries as they are written", () => {
  it("are moved to the left edge, with their comments and without those of others", () => {
    expect([...entries(file)]).toEqual([
      [
        "acme",
        {
          file: "topics.yaml",
          line: 4,
          prefix: "  - ",
          text: "id: acme\nany:\n  - a   # why\n  - |\n    b\n      c\n# its last comment\n",
        },
      ],
      ["quay", { file: "topics.yaml", line: 13, prefix: "  -   ", text: "id: quay\nany: [q]\n" }],
    ]);
  });

  it("are put back as they stood", () => {
    const lines = file.split("\n");
    for (const entry of entries(file).values()) {
      const back = inFile(entry, entry.text);
      expect(back).toEqual(lines.slice(entry.line - 1, entry.line - 1 + back.length));
    }
  });

  it.each([
    ["in a list on one line", "topics: [{ id: a, any: [b] }]"],
    ["without an id", "topics:\n  - any: [b]\n"],
    ["of no list", "topics: 3"],
    ["of an empty file", ""],
    ["below their dash", "topics:\n  -\n    id: a\n    any: [b]\n"],
  ])("are not given %s", (_where, text) => {
    expect([...entries(text).keys()]).toEqual([]);
  });

  it("on a line of their own are given although they are flow mappings, with Windows line ends too", () => {
    expect(entries("topics:\r\n  - { id: a, any: [b] } # x\r\n  - { id: c, any: [d] }\r\n").get("a")?.text).toBe(
      "{ id: a, any: [b] } # x\n",
    );
  });
});

describe("a unified difference", () => {
  it("is nothing when nothing differs", () => {
    expect(unifiedDiff(["a"], ["a"], { file: "f" })).toBe("");
  });

  it("counts its lines from where the text stands, with three lines around", () => {
    const before = ["1", "2", "3", "4", "5", "6", "7", "8"];
    const after = ["1", "2", "3", "4", "five", "6", "7", "8", "9"];
    expect(unifiedDiff(before, after, { file: "topics.yaml", line: 11 })).toBe(
      `--- a/topics.yaml\n+++ b/topics.yaml\n@@ -12,7 +12,8 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n+9\n`,
    );
  });

  it("has a hunk for each place", () => {
    const before = Array.from({ length: 20 }, (_, at) => `${at}`);
    const after = before.map((line, at) => (at === 1 || at === 18 ? `${line}!` : line));
    expect(unifiedDiff(before, after, { file: "f" }).match(/^@@.*@@$/gmu)).toEqual([
      "@@ -1,5 +1,5 @@",
      "@@ -16,5 +16,5 @@",
    ]);
  });

  it("of texts that have nothing in common costs little", () => {
    const many = (sign: string): string[] => Array.from({ length: 5000 }, (_, at) => sign + at);
    expect(unifiedDiff(many("a"), many("b"), { file: "f" }).split("\n")).toHaveLength(10_004);
  });
});
