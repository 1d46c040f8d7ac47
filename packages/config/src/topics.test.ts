import { runTopicTests } from "@wirewatch/topics";
import { describe, expect, it } from "vitest";
import { configOf, fakeFiles, fakeFolder, problemsOf, warningsOf } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";
import { loadTopics } from "./load-topics.ts";

/** One topic with more settings, as YAML lines without indentation. */
function topic(...settings: readonly string[]): string {
  return `topics:\n  - ${["id: acme", ...settings].join("\n    ")}\n`;
}

describe("topics.yaml", () => {
  it("fills in everything for the shortest topic", async () => {
    expect((await configOf({ topics: topic("any: [Acme]") })).topics).toEqual([
      {
        id: "acme",
        name: "acme",
        owner: null,
        severity: "normal",
        any: ["Acme"],
        all: [],
        none: [],
        where: { languages: [], tags: [], sources: [], countries: [] },
        labels: {},
        scope: "section",
        stem: false,
        dialect: "wql",
        raise: [],
        raiseBySources: [],
        tests: { match: [], noMatch: [] },
      },
    ]);
  });

  it("reads every setting", async () => {
    const topics = topic(
      "name: Acme Corporation",
      "owner: corporate-desk",
      "severity: critical",
      "all: ['title:Acme']",
      "none: [cartoon]",
      "where: { languages: [en], tags: [national], sources: [ministry], countries: [GB] }",
      "labels: { desk: corporate }",
      "scope: document",
      "tests: { match: [Acme grows], no_match: [An Acme cartoon] }",
    );
    expect((await configOf({ topics })).topics).toMatchObject([
      {
        name: "Acme Corporation",
        owner: "corporate-desk",
        severity: "critical",
        all: ["title:Acme"],
        none: ["cartoon"],
        where: { languages: ["en"], tags: ["national"], sources: ["ministry"], countries: ["GB"] },
        labels: { desk: "corporate" },
        scope: "document",
        tests: { match: ["Acme grows"], noMatch: ["An Acme cartoon"] },
      },
    ]);
  });

  it.each([
    [
      topic("none: [Acme]"),
      "topics.yaml:2:5 the topic `acme` has nothing to look for: write a query under `any` or `all`.",
    ],
    [
      topic("any: [Acme]", "severity: urgent"),
      'topics.yaml:4:15 severity: found "urgent", expected one of low, normal, high, critical.',
    ],
    [
      topic("any: [Acme]", "where: { source_tags: [a] }"),
      "topics.yaml:4:14 unknown key `source_tags` in where. Did you mean tags?",
    ],
    [
      topic("any: [Acme]", "where: { sources: [minstry] }"),
      "topics.yaml:4:24 there is no source `minstry`. Did you mean ministry?",
    ],
    [
      topic("any: [Acme]", "labels: { severity: high }"),
      'topics.yaml:4:25 labels.severity: found "high", expected a label other than topic, severity, story, source, source_tag, language, country, which every match already has.',
    ],
    [
      topic("any: [Acme]", "labels: { Desk: a }"),
      "topics.yaml:4:15 found the name `Desk`, expected lower-case letters, digits and _, beginning with a letter. Did you mean desk?",
    ],
    [topic("any: Acme"), 'topics.yaml:3:10 any: found "Acme", expected a list. Did you mean ["Acme"]?'],
    [
      `${topic("any: [Acme]")}  - { id: acme, any: [a] }\n`,
      "topics.yaml:4:11 two topics are named `acme`: each needs a name of its own.",
    ],
  ])("refuses %j", async (topics, problem) => {
    expect(await problemsOf({ topics })).toEqual([problem]);
  });

  it.each([
    ["plain", "any: [Acme, a NEAR/x b]", "topics.yaml:3:"],
    ["single quotes", "any: ['it''s AND (a']", "topics.yaml:3:"],
    ["double quotes", 'any: ["\\"a b\\" AND (c"]', "topics.yaml:3:"],
    ["a block scalar", "any:\n      - |\n        a AND (b\n", "topics.yaml:5:15 "],
    ["a folded block scalar", "any:\n      - >-\n        a\n        AND (b\n", "topics.yaml:6:13 "],
  ])("points into a query in %s", async (_, setting, place) => {
    const [problem = "", ...others] = await problemsOf({ topics: topic(setting) });
    expect(others).toEqual([]);
    expect(problem.startsWith(place), problem).toBe(true);
  });

  it.each([
    ["single quotes", "any: ['it''s AND (a']"],
    ["double quotes", 'any: ["\\"a b\\" AND (c"]'],
  ])("points at the very character in %s", async (_, setting) => {
    const topics = topic(setting);
    const loaded = await loadConfig("config", { readFile: fakeFolder({ topics }), env: {}, checkSecrets: false });
    const problem = loaded.ok ? undefined : loaded.problems[0];
    expect(topics.split("\n")[2]?.charAt((problem?.column ?? 0) - 1)).toBe("(");
  });

  it("warns about queries that may not mean what they seem to, and tags that no source has", async () => {
    const topics = topic("any: [Acme or Apex]", "where: { tags: [nationl] }");
    expect(await warningsOf({ topics })).toEqual([
      expect.stringMatching(/^topics\.yaml:3:16 the query \(W_LOWERCASE_OPERATOR\): /),
      "topics.yaml:4:21 there is no source with the tag `nationl`. Did you mean national?",
    ]);
  });

  it("reports tests that fail, at their line", async () => {
    const topics = topic(
      "any: [Acme]",
      "tests:",
      "  match:",
      "    - Acme grows",
      "    - Apex grows",
      "  no_match: [An Acme cartoon]",
    );
    const loaded = await loadConfig("config", {
      readFile: fakeFolder({ topics }),
      env: {},
      checkSecrets: false,
      runTopicTests,
    });
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        {
          line: 7,
          column: 11,
          found: "no match",
          expected: "a match",
          message: expect.stringContaining('"Apex grows"'),
        },
        { line: 8, column: 18, found: "a match", expected: "no match" },
      ],
    });
  });
});

describe("loadTopics", () => {
  it("reads one file on its own, without its sources", async () => {
    const readFile = fakeFiles({ "mine.yaml": topic("any: [Acme]", "where: { sources: [anything] }") });
    expect(await loadTopics("mine.yaml", { readFile })).toMatchObject({
      ok: true,
      topics: [{ id: "acme" }],
      warnings: [],
    });
  });

  it("says what is wrong with it", async () => {
    const readFile = fakeFiles({ "mine.yaml": topic("any: ['(a']") });
    expect(await loadTopics("mine.yaml", { readFile })).toMatchObject({
      ok: false,
      problems: [{ file: "mine.yaml", line: 3 }],
    });
    expect(await loadTopics("none.yaml", { readFile })).toMatchObject({ ok: false, problems: [{ file: "none.yaml" }] });
  });
});
