import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { appendSources } from "./append-sources.ts";

const added = [
  {
    id: "new",
    name: "New: one",
    url: "https://new.example.org/",
    feeds: ["https://new.example.org/a,b"],
    tags: ["News", "UK"],
    note: "unreachable: a",
  },
  { id: "two", url: "https://two.example.org/" },
];

const block = (indent: string) =>
  [
    "- id: new",
    '  name: "New: one"',
    "  url: https://new.example.org/",
    '  feeds: ["https://new.example.org/a,b"]',
    "  tags: [News, UK]",
    '  note: "unreachable: a"',
    "- id: two",
    "  url: https://two.example.org/",
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");

describe("appendSources", () => {
  it.each([
    ["an empty file", "", `version: 1\n\nsources:\n${block("  ")}`],
    ["a file of comments", "# mine", `# mine\nversion: 1\n\nsources:\n${block("  ")}`],
    ["a file without the key", "version: 1\n", `version: 1\n\nsources:\n${block("  ")}`],
    ["an empty list", "sources: [] # none yet\nversion: 1\n", `sources: # none yet\n${block("  ")}version: 1\n`],
    [
      "a key without a value, with examples in comments",
      "sources:\n  # - id: example\n  #   url: x\n\n# network\nnetwork: {}\n",
      `sources:\n  # - id: example\n  #   url: x\n${block("  ")}\n# network\nnetwork: {}\n`,
    ],
    [
      "dashes in the first column and no last line break",
      "sources:\n- id: a\n  url: x",
      `sources:\n- id: a\n  url: x\n${block("")}`,
    ],
    [
      "comments below the last source, which belong to it",
      "sources:\n  - id: a\n    url: x # last\n    # every: 5m\n\n    # more\n\n# next\nnetwork: {}\n",
      `sources:\n  - id: a\n    url: x # last\n    # every: 5m\n\n    # more\n${block("  ")}\n# next\nnetwork: {}\n`,
    ],
    [
      "a last source that ends with a list",
      "sources:\n  - id: a\n    tags:\n      - x\ndefaults: {}\n",
      `sources:\n  - id: a\n    tags:\n      - x\n${block("  ")}defaults: {}\n`,
    ],
    [
      "a last source that ends with a long text",
      "sources:\n  - id: a\n    note: |\n      long\n      text\n\nnetwork: {}\n",
      `sources:\n  - id: a\n    note: |\n      long\n      text\n${block("  ")}\nnetwork: {}\n`,
    ],
    [
      "empty lines between sources",
      "sources:\n  - id: a\n\n  # second\n  - id: b\n    url: y\n",
      `sources:\n  - id: a\n\n  # second\n  - id: b\n    url: y\n\n${block("  ").replace("  - id: two", "\n  - id: two")}`,
    ],
    ["an end mark", "sources:\n  - { id: a }\n...\n", `sources:\n  - { id: a }\n${block("  ")}...\n`],
  ])("puts them behind %s", (_, text, expected) => {
    expect(appendSources(text, added)).toBe(expected);
  });

  it.each([
    '{"version":1,"sources":[{"id":"a"}]}',
    JSON.stringify({ sources: [{ id: "a" }], version: 1 }, null, 2),
    '{"version":1}',
    '{ "sources": [], "version": 1 }',
    "sources: [{ id: a }, { id: b }] # in one line\nversion: 1\n",
    "{}",
  ])("keeps the spelling of %j", (text) => {
    const before = parse(text) as { sources?: object[] };
    expect(parse(appendSources(text, added))).toEqual({ ...before, sources: [...(before.sources ?? []), ...added] });
  });

  it("changes no byte of what is there", () => {
    const text =
      "\uFEFF# “Quellen”\r\nsources:   \r\n   -   id:   'a'\r\n       url: \"x\"   # here\r\n\r\nnetwork: {   }\r\n";
    const result = appendSources(text, added);
    const at = result.indexOf("   - id: new");
    expect(result.slice(0, at) + result.slice(result.indexOf("\r\nnetwork"))).toBe(text);
    expect(result.slice(at)).not.toMatch(/[^\r]\n/);
  });

  it("changes nothing when there is nothing to add", () => {
    expect(appendSources("sources: []", [])).toBe("sources: []");
  });

  it("refuses a file that is no mapping", () => {
    expect(() => appendSources("- a\n", added)).toThrow("not a mapping");
  });
});
