import { runTopicTests } from "@wirewatch/topics";
import { describe, expect, it } from "vitest";
import { parseStoredConfig } from "./config.ts";
import { configOf, fakeFiles, fakeFolder, problemsOf, warningsOf } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";
import { loadTopics } from "./load-topics.ts";

/** One topic that looks for Acme, with more settings, as YAML lines without indentation. */
function topic(...settings: readonly string[]): string {
  return `topics:\n  - ${["id: acme", "any: [Acme]", ...settings].join("\n    ")}\n`;
}

describe("raise", () => {
  const raise = "raise: [{ when: 'title:recall', to: high }, { when: { sources: 5, within: 2h }, to: critical }]";

  it("is read as queries, and as the number of sources", async () => {
    expect((await configOf({ topics: topic(raise) })).topics).toMatchObject([
      {
        severity: "normal",
        raise: [{ query: "title:recall", to: "high" }],
        raiseBySources: [{ sources: 5, withinMs: 7_200_000, to: "critical" }],
      },
    ]);
  });

  it("is taken without a warning", async () => {
    expect(await warningsOf({ topics: topic(raise) })).toEqual([]);
  });

  it.each([
    ["{ when: recall, to: normal }", `4:33 raise.to: found "normal", but the topic's severity is normal`],
    ["{ when: recall, to: low }", `4:33 raise.to: found "low", but the topic's severity is normal`],
    ["{ when: recall, to: urgent }", '4:33 to: found "urgent", expected one of low, normal, high, critical.'],
    ["{ when: recall }", "4:13 to is missing: expected one of low, normal, high, critical."],
    ["{ when: '(recall', to: high }", "4:22 the query cannot be read (E_UNBALANCED_PAREN): "],
    ["{ when: { sources: 1, within: 2h }, to: high }", "4:32 when.sources: found 1, expected a whole number"],
    ["{ when: { sources: 3 }, to: high }", "4:21 when.within is missing"],
    ["{ when: { source: 3, within: 2h }, to: high }", "4:23 unknown key `source` in when. Did you mean sources?"],
    ["{ when: 5, to: high }", "4:21 when: found 5, expected a query in quotes, or { sources: 5, within: 2h }."],
  ])("refuses %s", async (entry, expected) => {
    const problems = await problemsOf({ topics: topic(`raise: [${entry}]`) });
    expect(problems).toEqual([expect.stringContaining(`topics.yaml:${expected}`)]);
  });

  it("has nothing above critical", async () => {
    const topics = topic("severity: critical", "raise: [{ when: recall, to: critical }]");
    expect(await problemsOf({ topics })).toEqual([expect.stringContaining("nothing is higher; leave `raise` out")]);
  });
});

describe("stem and dialect", () => {
  it("are read", async () => {
    const topics = topic("stem: true", "dialect: lexis");
    expect((await configOf({ topics })).topics).toMatchObject([{ stem: true, dialect: "lexis" }]);
  });

  it.each([
    ["dialect: meltwater", '4:14 dialect: found "meltwater", expected one of wql, lucene, factiva, lexis.'],
    ["stem: always", '4:11 stem: found "always", expected true or false.'],
    ["stemming: true", "4:5 unknown key `stemming` in topics[0]. Did you mean stem?"],
  ])("refuse %s", async (setting, expected) => {
    expect(await problemsOf({ topics: topic(setting) })).toEqual([`topics.yaml:${expected}`]);
  });

  it("say nothing about the queries when the dialect is unknown", async () => {
    const problems = await problemsOf({ topics: topic("all: ['(open']", "dialect: lexisnexis") });
    expect(problems).toEqual([expect.stringContaining("5:14 dialect: ")]);
  });

  it.each([
    ["wql", "any: ['Acme !cartoon']", 1],
    ["lucene", "any: ['Acme !cartoon']", 0],
    ["lexis", "any: ['Acme /5 cartoon']", 1],
    ["factiva", "any: ['[Acme or Apex] and boat']", 0],
  ])("decide how the queries are read (%s: %s)", async (dialect, any, problems) => {
    const topics = `topics:\n  - id: acme\n    dialect: ${dialect}\n    ${any}\n`;
    expect(await problemsOf({ topics })).toHaveLength(problems);
  });
});

describe("tests with documents", () => {
  const document = `{ title: A, text: B, language: en, country: GB, author: C, url: "https://a.example/", source: wire, tags: [d] }`;

  it("are read", async () => {
    const topics = topic(
      "tests:",
      `  match: [Acme grows, ${document}]`,
      "  no_match:",
      "    - sections: [{ heading: A, text: B }, { text: C }]",
    );
    expect((await configOf({ topics })).topics[0]?.tests).toEqual({
      match: [
        "Acme grows",
        {
          title: "A",
          text: "B",
          language: "en",
          country: "GB",
          author: "C",
          url: "https://a.example/",
          source: "wire",
          tags: ["d"],
        },
      ],
      noMatch: [{ sections: [{ heading: "A", text: "B" }, { text: "C" }] }],
    });
  });

  it.each([
    ["{ titel: A }", "4:24 unknown key `titel` in tests.match[0]. Did you mean title?"],
    ["{ language: en }", "4:22 tests.match[0]: found a mapping, expected a title, a text or sections."],
    [
      "{ text: A, sections: [{ text: B }] }",
      "4:43 sections: found a list, expected either text or sections, not both.",
    ],
    ["{ title: A, language: english }", '4:44 language: found "english", expected a language code'],
    ["7", "4:22 tests.match[0]: found 7, expected text in quotes, or { title: …, text: … }."],
  ])("refuse %s", async (example, expected) => {
    const topics = topic(`tests: { match: [${example}] }`);
    expect(await problemsOf({ topics })).toEqual([expect.stringContaining(`topics.yaml:${expected}`)]);
  });

  it("fail at their line", async () => {
    const topics = topic("tests:", "  match:", "    - { title: Apex grows, text: So it goes. }");
    const files = { readFile: fakeFolder({ topics }), env: {}, checkSecrets: false, runTopicTests };
    expect(await loadConfig("config", files)).toMatchObject({
      ok: false,
      problems: [{ line: 6, column: 11, message: expect.stringContaining('expected a match for "Apex grows".') }],
    });
  });
});

it("a stored configuration of an earlier version has no raise, stem and dialect", async () => {
  const config = await configOf({ topics: topic() });
  const stored = structuredClone(config);
  for (const entry of stored.topics) {
    for (const added of ["raise", "raiseBySources", "stem", "dialect"]) Reflect.deleteProperty(entry, added);
  }
  expect(parseStoredConfig(stored)).toEqual(config);
});

describe("place", () => {
  it.each([
    ["any[0]", 1, "3:12"],
    ["none[1]", 3, "4:18"],
    ["raise[0]", 6, "6:24"],
    ["all[3]", 0, "2:5"],
  ])("gives %s its line and column", async (clause, at, expected) => {
    const topics = topic(
      "none: [b, cartoon]",
      "raise:",
      "  - { when: 'title:recall', to: high }",
      "  - { when: { sources: 5, within: 2h }, to: high }",
    );
    const loaded = await loadTopics("t.yaml", { readFile: fakeFiles({ "t.yaml": topics }) });
    if (!loaded.ok) throw new Error("it is good");
    const finding = { found: "a", expected: "b", message: "c" };
    const { line, column } = loaded.place(finding, { topicId: "acme", clause, at });
    expect(`${line}:${column}`).toBe(expected);
  });
});
