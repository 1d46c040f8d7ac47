import { describe, expect, it } from "vitest";
import type { Snippet, TopicDocument } from "@wirewatch/model";
import { createTopicEngine } from "../match/engine.ts";
import { snippet } from "./snippet.ts";

function snippetOf(query: string, document: TopicDocument, maxChars?: number): Snippet {
  const engine = createTopicEngine();
  engine.add([{ id: "t", query }]);
  const [hit] = engine.match(document);
  if (hit === undefined) throw new Error(`${query} does not match`);
  return snippet(document, hit, maxChars === undefined ? {} : { maxChars });
}

/** The text with its marks in brackets. */
function show({ text, marks }: Snippet): string {
  return marks.toReversed().reduce((shown, [start, end]) => {
    return `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`;
  }, text);
}

describe("snippet", () => {
  const body =
    "The council met on Monday. It spoke about “heavy rain” (again). Nobody was surprised.\n\n" +
    "Rain, more rain and wind came on Tuesday. Roads were closed.";

  it.each([
    [280, "[Rain], more [rain] and wind came on Tuesday. Roads were closed."],
    [50, "[Rain], more [rain] and wind came on Tuesday."],
    [30, "[Rain], more [rain] and wind…"],
    [20, "[Rain], more [rain]…"],
  ])("in %i characters shows the densest paragraph", (maxChars, expected) => {
    expect(show(snippetOf("rain", { body }, maxChars))).toBe(expected);
  });

  it.each([
    [200, "The council met on Monday. It spoke about “[heavy rain]” (again). Nobody was surprised."],
    [70, "It spoke about “[heavy rain]” (again). Nobody was surprised."],
    [40, "It spoke about “[heavy rain]” (again)."],
    [30, "…about “[heavy rain]” (again)."],
    [21, "…about “[heavy rain]”…"],
  ])("in %i characters keeps whole sentences, else whole words", (maxChars, expected) => {
    expect(show(snippetOf('"heavy rain"', { body }, maxChars))).toBe(expected);
  });

  it("takes the text before the heading and the heading before the title", () => {
    const document: TopicDocument = {
      title: "Rain and snow",
      sections: [
        { heading: "Rain", text: "Nothing here." },
        { heading: "Weather", text: "Some rain." },
      ],
    };
    expect(snippetOf("rain", document)).toEqual({ text: "Some rain.", marks: [[5, 9]], heading: "Weather" });
    expect(snippetOf("heading:rain", document)).toEqual({ text: "Rain", marks: [[0, 4]], heading: "Rain" });
    expect(snippetOf("title:snow", document)).toEqual({ text: "Rain and snow", marks: [[9, 13]], heading: null });
  });

  it("prefers the strongest unit when it is known", () => {
    const document: TopicDocument = { sections: [{ text: "Rain and rain." }, { text: "Rain." }] };
    const spans = {
      s0: [
        [0, 4],
        [9, 13],
      ],
      s1: [[0, 4]],
    } as const;
    expect(snippet(document, { spans }).text).toBe("Rain and rain.");
    expect(snippet(document, { spans, bestUnit: 1 }).text).toBe("Rain.");
  });

  it("shows the beginning when there is nothing to highlight", () => {
    expect(snippetOf("lang:en", { title: "Head", body: "First one. Second.", lang: "en" })).toEqual({
      text: "First one. Second.",
      marks: [],
      heading: null,
    });
    expect(snippetOf("lang:en", { lang: "en" })).toEqual({ text: "", marks: [], heading: null });
  });

  it("turns line breaks into spaces without moving the marks", () => {
    expect(show(snippetOf("rain", { body: "Heavy\nrain\r\nfell." }))).toBe("Heavy [rain]  fell.");
  });

  it("cuts a word only when it is longer than the passage, and no surrogate pair", () => {
    const { text, marks } = snippetOf("xx*", { body: "𝒳".repeat(100) }, 21);
    expect(text).toBe(`${"𝒳".repeat(9)}…`);
    expect(marks).toEqual([[0, 18]]);
  });

  it("cuts Chinese between characters", () => {
    const shown = snippetOf("北京", { body: `${"天".repeat(50)}北京${"地".repeat(50)}` }, 20);
    expect(show(shown)).toBe(`…${"天".repeat(8)}[北京]${"地".repeat(8)}…`);
  });

  it("refuses a length that holds no words", () => {
    expect(() => snippet({ body: "x" }, { spans: {} }, { maxChars: 10 })).toThrow(RangeError);
  });

  it("keeps its length, and marks what the article has there, for any text and length", () => {
    const words = [
      "rain",
      "Wind.",
      "“snow”",
      "(rain)",
      "it's",
      "U.S.",
      "北京",
      "\n\n",
      "x".repeat(40),
      "…",
      "ra\u00ADin",
    ];
    let state = 7;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round++) {
      const randomBody = `rain ${Array.from({ length: random(60) }, () => words[random(words.length)]).join(" ")}`;
      const maxChars = 20 + random(200);
      const { text, marks } = snippetOf("rain OR 北京", { body: randomBody }, maxChars);
      expect(text.length).toBeLessThanOrEqual(maxChars);
      expect(marks.length).toBeGreaterThan(0);
      for (const [start, end] of marks) expect(["rain", "ra\u00ADin", "北京"]).toContain(text.slice(start, end));
    }
  });

  it("costs little on hostile texts", () => {
    const startedAt = performance.now();
    const dots = `rain ${".".repeat(500_000)} ${".".repeat(500_000)} wind ${"\n".repeat(500_000)}`;
    expect(snippetOf('"rain wind"', { body: dots }).text.length).toBeLessThanOrEqual(280);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
