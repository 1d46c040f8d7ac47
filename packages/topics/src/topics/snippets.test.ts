import { describe, expect, it } from "vitest";
import type { Snippet, TopicDocument } from "@wirewatch/model";
import { createTopicEngine } from "../match/engine.ts";
import { snippet } from "./snippet.ts";
import { mentionLabel, snippets } from "./snippets.ts";

function snippetsOf(query: string, document: TopicDocument, options?: { max?: number; maxChars?: number }): string[] {
  const engine = createTopicEngine();
  engine.add([{ id: "t", query }]);
  const [hit] = engine.match(document);
  if (hit === undefined) throw new Error(`${query} does not match`);
  return snippets(document, hit, options).map(show);
}

/** The text with its marks in brackets. */
function show({ text, marks }: Snippet): string {
  return marks.toReversed().reduce((shown, [start, end]) => {
    return `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`;
  }, text);
}

const filler = "Nothing of note was said for a while. ".repeat(12).trim();

describe("snippets", () => {
  it("shows the densest passages of a text first", () => {
    const body = `Rain fell.\n\n${filler}\n\nRain, rain and rain.\n\n${filler}\n\nRain and rain.\n\n${filler}\n\nRain again.`;
    expect(snippetsOf("rain", { body })).toEqual(["[Rain], [rain] and [rain].", "[Rain] and [rain].", "[Rain] fell."]);
    expect(snippetsOf("rain", { body }, { max: 1 })).toEqual(["[Rain], [rain] and [rain]."]);
    expect(snippetsOf("rain", { body }, { max: 9 })).toHaveLength(4);
  });

  it("takes texts before headings and those before the title", () => {
    const document: TopicDocument = {
      title: "Rain",
      sections: [
        { heading: "Rain and wind", text: "Nothing." },
        { heading: "Snow", text: "Some rain." },
        { text: "Rain, rain.", role: "aside" },
      ],
    };
    expect(snippetsOf("rain", document)).toEqual(["Some [rain].", "[Rain] and wind", "[Rain]"]);
  });

  it("begins with the strongest unit and with what snippet shows", () => {
    const document: TopicDocument = { sections: [{ text: "Rain and rain." }, { text: "Rain." }] };
    const spans = {
      s0: [
        [0, 4],
        [9, 13],
      ],
      s1: [[0, 4]],
    } as const;
    expect(snippets(document, { spans, bestUnit: 1 }).map(({ text }) => text)).toEqual(["Rain.", "Rain and rain."]);
    expect(snippets(document, { spans, bestUnit: 1 })[0]).toEqual(snippet(document, { spans, bestUnit: 1 }));
  });

  it("shows the beginning once when there is nothing to highlight", () => {
    expect(snippets({ body: "First one. Second." }, { spans: {} })).toEqual([
      { text: "First one. Second.", marks: [], heading: null },
    ]);
  });

  it("shows no place twice, for any text and length", () => {
    const words = ["rain", "Wind.", "“snow”", "(rain)", "it's", "北京", "\n\n", "x".repeat(40), "…"];
    let state = 11;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 200; round++) {
      // Numbered, so that a passage tells where it is from.
      const body = Array.from(
        { length: 1 + random(120) },
        (_, number) => `${words[random(words.length)]} n${number}`,
      ).join(" ");
      const engine = createTopicEngine();
      engine.add([{ id: "t", query: "rain OR n0" }]);
      const [hit] = engine.match({ body });
      if (hit === undefined) throw new Error("it matches");
      const maxChars = 20 + random(150);
      const shown = snippets({ body }, hit, { max: 3, maxChars });
      expect(shown[0]).toEqual(snippet({ body }, hit, { maxChars }));
      const places = shown.flatMap(({ text }) => text.match(/\bn\d+\b/gu) ?? []);
      expect(new Set(places).size).toBe(places.length);
      for (const { text, marks } of shown) {
        expect(text.length).toBeLessThanOrEqual(maxChars);
        expect(marks.length).toBeGreaterThan(0);
      }
    }
  });

  it("costs little with very many places", () => {
    const startedAt = performance.now();
    const body = "rain and wind. ".repeat(50_000);
    const spans = { s0: Array.from({ length: 50_000 }, (_, number) => [number * 15, number * 15 + 4] as const) };
    expect(snippets({ body }, { spans })).toHaveLength(3);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

it("a weak match is a brief mention", () => {
  expect([mentionLabel({ isBrief: true }), mentionLabel({ isBrief: false })]).toEqual(["brief mention", null]);
});
