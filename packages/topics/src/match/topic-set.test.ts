import { describe, expect, it } from "vitest";
import { createTopicSet } from "./topic-set.ts";
import type { TopicDefinition } from "./topic-set.ts";

const nobody = { sourceId: null, sourceTags: [] };

function topic(id: string, changes: Partial<TopicDefinition> = {}): TopicDefinition {
  const where = { languages: [], sources: [], tags: [], countries: [] };
  const lists = { any: [id], all: [], none: [], raise: [] };
  return { id, ...lists, scope: "section", stem: false, dialect: "wql", where, ...changes };
}

describe("createTopicSet", () => {
  it("takes over what was added, changed and removed, and answers in the given order", () => {
    const set = createTopicSet();
    const idsIn = (body: string): string[] => set.match({ body }, nobody).map(({ topicId }) => topicId);
    set.update([topic("rain"), topic("wind"), topic("snow")]);
    expect(idsIn("snow, wind and rain")).toEqual(["rain", "wind", "snow"]);
    set.update([topic("snow"), topic("wind", { any: ["storm"] }), topic("hail")]);
    expect(idsIn("snow, wind and rain")).toEqual(["snow"]);
    expect(idsIn("hail, storm and snow")).toEqual(["snow", "wind", "hail"]);
    expect(set.size).toBe(3);
    set.update([]);
    expect(idsIn("hail, storm and snow")).toEqual([]);
  });

  it("compiles only what differs: what was counted of the others goes on", () => {
    const set = createTopicSet();
    set.update([topic("rain"), topic("wind")]);
    set.match({ body: "rain and wind" }, nobody);
    set.update([topic("rain", { any: ["rain"].slice() }), topic("wind", { none: ["snow"] })]);
    expect(set.usage().map(({ topicId, hits }) => [topicId, hits])).toEqual([
      ["rain", 1],
      ["wind", 0],
    ]);
  });

  it("tells the usage since the last call", () => {
    const set = createTopicSet();
    set.update([topic("rain"), topic("wind")]);
    set.match({ body: "rain" }, nobody);
    expect(set.takeUsage()).toEqual([{ topicId: "rain", documents: 1, hits: 1, micros: 0 }]);
    expect(set.takeUsage()).toEqual([]);
    set.match({ body: "rain and wind" }, nobody);
    set.update([topic("rain", { any: ["rain", "snow"] }), topic("wind")]);
    expect(set.takeUsage()).toEqual([{ topicId: "wind", documents: 1, hits: 1, micros: 0 }]);
  });

  it("takes over all or nothing", () => {
    const set = createTopicSet();
    set.update([topic("rain")]);
    expect(() => set.update([topic("snow"), topic("bad", { raise: [{ query: "rain AND" }] })])).toThrow(
      /Topic "bad", raise\[0\], character 5: .*E_MISSING_OPERAND/u,
    );
    expect(set.match({ body: "rain, snow" }, nobody).map(({ topicId }) => topicId)).toEqual(["rain"]);
  });

  it("reports raise queries that are true where the topic is, and only there", () => {
    const set = createTopicSet();
    set.update([
      topic("rain", {
        none: ["drizzle"],
        raise: [{ query: "flood" }, { query: "storm" }, { query: "flood NEAR/1 rain" }],
      }),
    ]);
    const raisedIn = (...texts: readonly string[]): readonly number[] | undefined =>
      set.match({ sections: texts.map((text) => ({ text })) }, nobody)[0]?.raised;
    expect(raisedIn("rain", "flood")).toEqual([]);
    expect(raisedIn("rain, storm", "rain, flood")).toEqual([0, 1, 2]);
    expect(raisedIn("flood")).toBeUndefined();
    expect(raisedIn("rain", "rain, drizzle, flood")).toEqual([]);
  });

  it("reads queries in the topic's dialect, with stems when it says so", () => {
    const set = createTopicSet({ stem: (language, word) => (language === "en" ? word.replace(/s$/, "") : null) });
    set.update([topic("floods", { stem: true }), topic("lexis", { any: ["storm w/2 rain"], dialect: "lexis" })]);
    expect(set.match({ body: "A flood.", lang: "en-GB" }, nobody).map(({ topicId }) => topicId)).toEqual(["floods"]);
    expect(set.match({ body: "A flood.", lang: "fr" }, nobody)).toEqual([]);
    expect(set.match({ body: "rain and storm" }, nobody).map(({ topicId }) => topicId)).toEqual(["lexis"]);
  });

  it("calls a match brief that is one word of a long text", () => {
    const set = createTopicSet();
    set.update([topic("rain")]);
    const [brief] = set.match({ title: "Sports", body: `${"word ".repeat(300)}\n\nrain` }, nobody);
    expect(brief).toMatchObject({
      isBrief: true,
      bestUnit: 0,
      features: { inTitle: false, inLede: false, hits: 1, tokens: 302, clauses: 1 },
    });
    const [strong] = set.match({ title: "Rain", sections: [{ text: "x" }, { heading: "Rain", text: "rain" }] }, nobody);
    expect(strong).toMatchObject({
      isBrief: false,
      bestUnit: 1,
      units: [0, 1],
      features: { inTitle: true, inLede: true, hits: 3 },
    });
  });

  it("names topics that are tried with every document", () => {
    const set = createTopicSet();
    set.update([topic("rain"), topic("russian", { any: ["lang:ru"] })]);
    expect(set.alwaysRun()).toEqual(["russian"]);
  });
});
