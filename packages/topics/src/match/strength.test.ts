import { describe, expect, it } from "vitest";
import { createScene, enterUnit, openDocument } from "./scene.ts";
import { featuresOf, isBriefMention, strengthOf } from "./strength.ts";
import type { MatchFeatures } from "./strength.ts";
import { createTerms } from "./terms.ts";
import { unitsBySection } from "./units.ts";

const base: MatchFeatures = { inTitle: false, inLede: false, hits: 1, tokens: 1_000, density: 0, clauses: 1 };

describe("strengthOf", () => {
  it.each<[string, Partial<MatchFeatures>, number]>([
    ["nothing to show", { hits: 0, inTitle: true, inLede: true, density: 1 }, 0],
    ["one place far down", {}, 0.033],
    ["in the title", { inTitle: true }, 0.333],
    ["in the first paragraph", { inLede: true }, 0.233],
    ["half the full density", { density: 0.015 }, 0.183],
    ["density counts to the full only", { density: 0.5 }, 0.333],
    ["six places", { hits: 6 }, 0.2],
    ["places count to six only", { hits: 600 }, 0.2],
    ["everything", { inTitle: true, inLede: true, hits: 9, density: 0.2 }, 1],
  ])("%s", (_, features, expected) => {
    expect(strengthOf({ ...base, ...features })).toBe(expected);
  });

  it.each([
    [0.299, true],
    [0.3, false],
  ])("a strength of %d is a brief mention: %s", (strength, expected) => {
    expect(isBriefMention(strength)).toBe(expected);
  });
});

describe("featuresOf", () => {
  const terms = createTerms(
    () => null,
    () => {},
  );
  const scene = createScene(terms);

  function features(unit: number, runOf: (places: { titleTo: number; bodyFrom: number }) => readonly number[]) {
    openDocument(scene, {
      title: "Two words",
      sections: [
        { heading: "One heading here", text: "First paragraph.\n\nSecond one." },
        { heading: "Another", text: "Third text." },
      ],
    });
    const entered = unitsBySection(scene.reading)[unit];
    if (entered === undefined) throw new Error("no such unit");
    enterUnit(scene, entered);
    return featuresOf(scene, runOf(entered), 1);
  }

  it.each([
    ["the title", 0, () => [0, 1], { inTitle: true, inLede: false }],
    ["the section's heading", 0, ({ bodyFrom }: { bodyFrom: number }) => [bodyFrom, bodyFrom], { inTitle: true }],
  ] as const)("a hit in %s counts as title", (_, unit, runs, expected) => {
    expect(features(unit, runs)).toMatchObject(expected);
  });

  it("counts merged runs over the words of title, heading and text", () => {
    const { hits, tokens, density } = features(0, () => [0, 0, 1, 1]);
    expect({ hits, tokens }).toEqual({ hits: 2, tokens: 9 });
    expect(density).toBeCloseTo(2 / 29);
  });

  it("knows a hit in the first paragraph of each section's text", () => {
    const firstWordOfText = (): readonly number[] => {
      const at = scene.reading.texts[scene.unit.lastText]?.from ?? 0;
      return [at, at];
    };
    expect(features(0, () => []).inLede).toBe(false);
    expect(featuresOf(scene, firstWordOfText(), 1)).toMatchObject({ inTitle: false, inLede: true });
  });
});
