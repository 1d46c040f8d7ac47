import { compileTopics } from "@wirewatch/topics";
import type { TopicDefinition } from "@wirewatch/topics";
import { describe, expect, it } from "vitest";
import { proposeNone } from "./propose-none.ts";
import type { JudgedHit } from "./propose-none.ts";

const topic: TopicDefinition = {
  id: "jordan",
  any: ["jordan"],
  all: [],
  none: [],
  raise: [],
  scope: "section",
  stem: false,
  dialect: "wql",
  where: { languages: [], sources: [], tags: [], countries: [] },
};
const facts = { sourceId: null, sourceTags: [] };

let next = 0;
function hit(text: string, title = "A title"): JudgedHit {
  const document = { title, body: null, sections: [{ heading: null, text, role: "main" as const }] };
  const [result] = compileTopics([topic]).match(document, facts);
  if (result === undefined) throw new Error(`the topic is not in: ${text}`);
  return { id: `a${++next}`, document, spans: result.spans };
}

/** As production asks it. */
function stillMatch(query: string, among: readonly JudgedHit[]): ReadonlySet<string> {
  const compiled = compileTopics([{ ...topic, none: [query] }]);
  return new Set(among.filter(({ document }) => compiled.match(document, facts).length > 0).map(({ id }) => id));
}

const propose = (notRelevant: readonly string[], relevant: readonly string[] = [], others: readonly string[] = []) =>
  proposeNone(
    {
      notRelevant: notRelevant.map((text) => hit(text)),
      relevant: relevant.map((text) => hit(text)),
      others: others.map((text) => hit(text)),
    },
    stillMatch,
  );

const players = [
  "On Monday Michael Jordan won again in Chicago.",
  "Fans of michael jordan queued for tickets.",
  "The shoe that MICHAEL JORDAN wore was sold.",
];

describe("a line for none", () => {
  it("is the phrase that the hits have in common, as the first of them spells it", () => {
    expect(propose(players, ["The king of Jordan met ministers."])).toMatchObject({
      query: '"Michael Jordan"',
      removed: { length: 3 },
      lost: [],
    });
  });

  it("never takes a relevant hit away, wherever in it the words stand", () => {
    const relevant = ["The king of Jordan met Michael Jordan, and then the ministers."];
    expect(propose(players, relevant)?.query ?? "").not.toContain("Jordan");
    expect(
      propose(players, [
        `The border of Jordan is closed.\n\nElsewhere a statue of Michael stood. Michael Jordan came.`,
      ]),
    ).toBeNull();
  });

  it("is the one that loses the fewest hits nobody judged", () => {
    const shared = players.map((text) => `${text} It was a sunny weekend.`);
    const others = ["Jordan has a sunny climate.", "In Jordan the weekend was sunny."];
    expect(propose(shared, [], others)).toMatchObject({ query: '"Michael Jordan"', lost: [] });
  });

  it("is found although one of four hits lacks it", () => {
    expect(propose([...players, "Jordan came last."])).toMatchObject({
      query: '"Michael Jordan"',
      removed: { length: 3 },
    });
  });

  it.each([
    ["with fewer than three hits", players.slice(0, 2)],
    ["when the hits have nothing in common", ["Jordan won.", "In spring Jordan bloomed.", "The Jordan flows."]],
    [
      "when they have only small words in common",
      ["It is in the Jordan of the", "it is in the Jordan of the", "it is in the Jordan of the"],
    ],
    [
      "far from the match",
      [1, 2, 3]
        .map(() => `Jordan. ${"one two six ".repeat(20)} basketball`)
        .map((text, n) => text.replaceAll("two", `two${n}`).replaceAll("one", `one${n}`).replaceAll("six", `six${n}`)),
    ],
  ])("is none %s", (_when, texts) => {
    expect(propose(texts)).toBeNull();
  });

  it("puts words that are operators into quotation marks, and keeps to words that can be read", () => {
    const texts = ['Near Jordan (x) AND " quote.', 'near Jordan {y} " quote.', 'NEAR Jordan [z] " quote.'];
    const proposal = propose(texts);
    expect(proposal).not.toBeNull();
    expect(proposal?.removed).toHaveLength(3);
  });

  it("is found in long articles in little time", () => {
    const long = players.map((text) => `${text} ${"words that fill a page ".repeat(2000)}`);
    const startedAt = performance.now();
    expect(propose(long, [`Jordan ${"other words of the page ".repeat(2000)}`])).toMatchObject({
      query: '"Michael Jordan"',
    });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
