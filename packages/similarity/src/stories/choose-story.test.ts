import { describe, expect, it } from "vitest";
import { harbour, orchard } from "../fixtures/texts.ts";
import type { Text } from "../text-profile.ts";
import { chooseStory, joinStory, storyIdf } from "./choose-story.ts";
import type { StoryCandidate } from "./choose-story.ts";
import { createMemoryStories } from "./memory-stories.ts";
import { storyTerms } from "./story-terms.ts";

const at = (hour: number): string => new Date(Date.UTC(2024, 4, 10, hour)).toISOString();
const many = 100_000;
const evenly = { texts: many, of: () => 1 };

/** Another report on the strike, in its own words. */
const strikeReport: Text = {
  title: "Ships queue off Aldermouth as dockers stay out",
  text: `The strike at the harbour of Aldermouth went into its second week with 23 vessels at anchor and no new offer from the operator. Dock workers gathered again at the gates on Monday.

A spokesman for Port Selwyn, which has taken some of the vessels, said the yard was nearly full. The union wants shorter night shifts and more pay.`,
};

const story = (text: Text, over: Partial<StoryCandidate> = {}): StoryCandidate => ({
  storyId: "story",
  terms: storyTerms(text),
  articles: 1,
  lastAt: at(0),
  ...over,
});

describe("chooseStory", () => {
  const article = { terms: storyTerms(strikeReport), at: at(10) };

  it("joins an article to the story on its event and says by which words", () => {
    const choice = chooseStory(article, [story(orchard, { storyId: "other" }), story(harbour)], evenly);
    expect(choice).toMatchObject({ kind: "join", storyId: "story" });
    if (choice.kind === "new") return;
    expect(choice.score).toBeGreaterThan(0.3);
    expect(choice.why).toMatch(/^On the same event as its article \(similarity 0\.\d\d\): .*aldermouth.*\.$/u);
  });

  it("opens a story for another event, and where there is none", () => {
    expect(chooseStory(article, [story(orchard)], evenly)).toEqual({ kind: "new" });
    expect(chooseStory(article, [], evenly)).toEqual({ kind: "new" });
  });

  it("takes the nearest of several", () => {
    const candidates = [story(harbour, { storyId: "near" }), story(strikeReport, { storyId: "nearest" })];
    expect(chooseStory(article, candidates, evenly)).toMatchObject({ storyId: "nearest", score: expect.closeTo(1) });
    expect(chooseStory(article, candidates.toReversed(), evenly)).toMatchObject({ storyId: "nearest" });
  });

  it.each([
    ["72 hours after", at(72), "join"],
    ["more than 72 hours after", at(73), "new"],
    ["72 hours before", at(-72), "join"],
    ["more than 72 hours before", at(-73), "new"],
    ["at a time that is not known", null, "join"],
    ["at a time that cannot be read", "soon", "join"],
  ])("looks at stories %s", (_, when, kind) => {
    expect(chooseStory({ ...article, at: when }, [story(harbour)], evenly).kind).toBe(kind);
    expect(chooseStory({ ...article, at: at(0) }, [story(harbour, { lastAt: when })], evenly).kind).toBe(kind);
  });

  it("gives frequent words no weight", () => {
    const shared = new Set(article.terms.keys()).intersection(storyTerms(harbour));
    const seen = { texts: many, of: (term: string) => (shared.has(term) ? many : 1) };
    expect(chooseStory(article, [story(harbour)], seen)).toEqual({ kind: "new" });
  });

  it("asks for the count of each term once", () => {
    const asked: string[] = [];
    chooseStory(article, [story(harbour), story(orchard)], { texts: many, of: (term) => asked.push(term) });
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("copes with texts without words", () => {
    expect(chooseStory({ terms: new Map(), at: null }, [story(harbour)], evenly)).toEqual({ kind: "new" });
    expect(chooseStory(article, [story({ title: "", text: "" })], evenly)).toEqual({ kind: "new" });
  });
});

describe("joinStory", () => {
  const [first, second] = [storyTerms(harbour), storyTerms(strikeReport)];

  it("is the article itself for a new story", () => {
    expect(joinStory(new Map(), first, 0)).toEqual(first);
  });

  it("is the mean of its articles, whatever their order", () => {
    const [forth, back] = [joinStory(first, second, 1), joinStory(second, first, 1)];
    for (const [term, weight] of forth) if (back.has(term)) expect(back.get(term)).toBeCloseTo(weight, 12);
    expect(forth.get("aldermouth")).toBeCloseTo(
      ((first.get("aldermouth") ?? 0) + (second.get("aldermouth") ?? 0)) / 2,
      12,
    );
  });

  it("does not move by an article like itself", () => {
    const joined = joinStory(first, first, 7);
    for (const [term, weight] of joined) expect(weight).toBeCloseTo(first.get(term) ?? 0, 12);
  });

  it("keeps the 100 weightiest terms", () => {
    let terms = first;
    for (const [articles, text] of [strikeReport, orchard, harbour].entries())
      terms = joinStory(terms, storyTerms(text), articles + 1);
    expect(terms.size).toBe(100);
    expect(terms.has("aldermouth")).toBe(true);
  });
});

it("rarity falls with the texts that have a term, and never below nothing", () => {
  expect(storyIdf(1_000, 1)).toBeGreaterThan(storyIdf(1_000, 10));
  expect(storyIdf(1_000, 1_000)).toBeGreaterThan(0);
  expect(storyIdf(0, 5)).toBeGreaterThan(0);
});

describe("createMemoryStories", () => {
  it("puts articles on one event into one story and others into their own", () => {
    const stories = createMemoryStories();
    const place = (id: string, text: Text): string => {
      const choice = stories.place(id, storyTerms(text), at(0));
      return choice.kind === "join" ? choice.storyId : id;
    };
    expect([place("a", harbour), place("b", orchard), place("c", strikeReport), place("d", orchard)]).toEqual([
      "a",
      "b",
      "a",
      "b",
    ]);
  });
});
