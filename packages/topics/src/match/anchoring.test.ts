import { describe, expect, it } from "vitest";
import { parseQuery } from "../query/parse.ts";
import { createAnchoring } from "./anchoring.ts";
import { clueOf } from "./clues.ts";
import { createPrograms } from "./programs.ts";
import { createScene, openDocument } from "./scene.ts";
import { compileTopic } from "./standing-topic.ts";
import type { StandingTopic } from "./standing-topic.ts";
import { createTerms } from "./terms.ts";

function setUp() {
  const topics: StandingTopic[] = [];
  const anchoring = createAnchoring(
    createPrograms(),
    { referencesOf: (term) => terms.referencesOf(term), total: () => terms.referenceCount },
    false,
  );
  const terms = createTerms(() => null, anchoring.addTerm);
  const scene = createScene(terms);
  const lengthOf = (clue: number): number => (anchoring.postings.to[clue] ?? 0) - (anchoring.postings.from[clue] ?? 0);

  return {
    anchoring,
    add: (...queries: readonly string[]): void => {
      const added = queries.map((query) => {
        const parsed = parseQuery(query);
        if (!parsed.ok) throw new Error(parsed.error.message);
        const clauses = { any: [parsed.node], all: [], none: [], raise: [] };
        return compileTopic({ id: query, scope: "section", where: null, ...clauses }, 0, terms.intern);
      });
      for (const topic of added) anchoring.add(topic, topics.push(topic) - 1);
    },
    topics,
    topicsUnder: (word: string): number =>
      lengthOf(clueOf(terms.intern({ kind: "folded", folded: word }).term, false)) / 2,
    /** What a document costs that holds the words. */
    read: (body: string): void => {
      openDocument(scene, { body });
      anchoring.observe(scene);
      let meetings = 0;
      for (let index = 0; index < scene.table.presentCount; index++) {
        const clue = clueOf(scene.table.present[index] ?? 0, false);
        if (lengthOf(clue) === 0) continue;
        meetings += lengthOf(clue) / 2;
        anchoring.noteVisit(clue);
      }
      anchoring.improve(topics, meetings);
    },
  };
}

describe("createAnchoring", () => {
  it("puts topics that come together under the words that few of them have, however short", () => {
    const { add, topicsUnder } = setUp();
    add(...Array.from({ length: 500 }, (_, number) => `government ministers q${number}x`));
    expect(topicsUnder("government")).toBe(0);
    expect(topicsUnder("q77x")).toBe(1);
  });

  it("moves topics away from a word that turns out to be frequent, all of them in a few documents", () => {
    const { add, topicsUnder, read } = setUp();
    add(...Array.from({ length: 3_000 }, (_, number) => `parliamentarian harbour z${number % 3}`));
    expect(topicsUnder("parliamentarian")).toBe(3_000);
    for (let number = 0; number < 40; number++) read("A parliamentarian spoke.");
    expect(topicsUnder("parliamentarian")).toBe(0);
  });

  it("leaves topics under rare words alone", () => {
    const { add, topicsUnder, read } = setUp();
    add("parliamentarian harbour");
    for (let number = 0; number < 1_000; number++) read(number % 100 === 0 ? "A parliamentarian." : "Other words.");
    expect(topicsUnder("parliamentarian")).toBe(1);
  });

  it("leaves nothing behind of a topic that goes", () => {
    const { add, anchoring, topics, topicsUnder } = setUp();
    add("rain OR wind", "lang:ru");
    expect([topicsUnder("rain"), topicsUnder("wind"), anchoring.always.size]).toEqual([1, 1, 1]);
    for (const topic of topics) anchoring.remove(topic);
    expect([topicsUnder("rain"), topicsUnder("wind"), anchoring.always.size]).toEqual([0, 0, 0]);
  });
});
