import type { TopicDocument } from "@wirewatch/model";
import type { TopicResult } from "@wirewatch/topics";
import { describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { foundMatch, raisedSeverity, wordsOf } from "./found-match.ts";

const document: TopicDocument = {
  title: "Quay closed",
  sections: [
    { heading: "The quay", text: "A quay and a QUAY,\nthen the  old\nharbour.", role: "main" },
    { heading: null, text: "Nothing.", role: "main" },
  ],
  lang: "en",
};

async function topicOf(settings: object = {}) {
  const { topics } = await configFrom({
    sources: { sources: [] },
    topics: [{ id: "quay", name: "Quays", severity: "normal", any: ["quay"], ...settings }],
  });
  const [topic] = topics;
  if (topic === undefined) throw new Error("there is no topic");
  return topic;
}

const found: TopicResult = {
  topicId: "quay",
  units: [0],
  spans: { title: [[0, 4]], s0: [[2, 6]] },
  strength: 0.4,
  clauses: [{ clause: "any[0]", query: "quay", spans: { s0: [[2, 6]] } }],
  bestUnit: 0,
  isBrief: false,
  features: { inTitle: true, inLede: true, hits: 2, tokens: 9, density: 0.1, clauses: 1 },
  raised: [],
};

describe("what is recorded of a match", () => {
  test("is the topic as it was then, where it is, by which words, and in which language it was read", async () => {
    const match = foundMatch(await topicOf(), found, document);
    expect(match).toMatchObject({
      topicId: "quay",
      topicName: "Quays",
      topicVersion: expect.stringMatching(/^[0-9a-f]{12}$/u),
      severity: "normal",
      raisedFrom: null,
      spans: found.spans,
      clauses: [{ clause: "any[0]", query: "quay", words: ["quay"] }],
      features: found.features,
      isBrief: false,
      language: "en",
    });
    expect(match.snippets[0]?.text).toContain("A quay and a QUAY");
  });

  test("is bounded, however often the words are there and however many queries the topic has", async () => {
    const ranges = Array.from({ length: 10_000 }, (_, at): [number, number] => [at, at + 1]);
    const clauses = Array.from({ length: 3000 }, (_, at) => ({
      clause: `any[${at}]`,
      query: "quay",
      spans: { s0: ranges },
    }));
    const match = foundMatch(
      await topicOf(),
      { ...found, spans: { title: ranges, s0: ranges }, clauses, units: Array.from({ length: 5000 }, (_, at) => at) },
      document,
    );
    expect(JSON.stringify(match).length).toBeLessThan(200_000);
    expect(Object.keys(match.spans)).toEqual(["title"]);
    expect(match.clauses).toHaveLength(20);
  });

  test("has a version that follows the queries, not the name", async () => {
    const version = async (settings: object): Promise<string> =>
      foundMatch(await topicOf(settings), found, document).topicVersion;
    expect(await version({ name: "Other" })).toBe(await version({}));
    expect(await version({ any: ["harbour"] })).not.toBe(await version({}));
  });
});

describe("the words of a match", () => {
  test.each<[string, Parameters<typeof wordsOf>[1], readonly string[]]>([
    [
      "are told once, whatever their case",
      {
        s0: [
          [2, 6],
          [13, 17],
        ],
      },
      ["quay"],
    ],
    ["are of every text", { title: [[0, 11]], h0: [[4, 8]], s1: [[0, 7]] }, ["Quay closed", "quay", "Nothing"]],
    ["are one line", { s0: [[24, 42]] }, ["the old harbour."]],
    ["are none for ranges of another text", { s7: [[0, 4]], title: [[50, 60]] }, []],
  ])("%s", (_what, spans, words) => {
    expect(wordsOf(document, spans)).toEqual(words);
  });

  test("are five at most, and none is long", () => {
    const text = Array.from({ length: 9 }, (_, at) => `${at}`.repeat(500)).join("");
    const ranges = Array.from({ length: 9 }, (_, at): [number, number] => [at * 500, at * 500 + 500]);
    const words = wordsOf({ sections: [{ text }] }, { s0: ranges });
    expect(words.map((word) => word.length)).toEqual([60, 60, 60, 60, 60]);
  });

  test("are found in a text without sections", () => {
    expect(wordsOf({ body: "A quay" }, { s0: [[2, 6]] })).toEqual(["quay"]);
  });
});

describe("a raised severity", () => {
  const topic = { severity: "normal", raise: [{ to: "low" }, { to: "high" }, { to: "critical" }] } as const;

  test.each<[string, readonly number[], object]>([
    ["is the topic's own when no query was true", [], { severity: "normal", raisedFrom: null }],
    ["is that of the query, and tells what it was", [1], { severity: "high", raisedFrom: "normal" }],
    ["is the highest of several", [2, 1], { severity: "critical", raisedFrom: "normal" }],
    ["never falls", [0], { severity: "normal", raisedFrom: null }],
    ["knows only queries that there are", [7], { severity: "normal", raisedFrom: null }],
  ])("%s", (_what, raised, expected) => {
    expect(raisedSeverity(topic, raised)).toEqual(expected);
  });
});
