import { describe, expect, it } from "vitest";
import { agencyItems } from "../fixtures/agency-items.ts";
import { emptyWordsIn, isEmptyPair } from "./empty-words.ts";
import { storyTerms } from "./story-terms.ts";

const counted = (text: string): readonly (readonly [string, number])[] =>
  text.split(/\s+/u).map((word) => [word.toLowerCase(), 1]);

describe("words that say nothing about an event", () => {
  it.each([
    [
      "English",
      "the crane drivers said on monday that they would strike for two days",
      ["the", "said", "monday", "two"],
    ],
    [
      "German",
      "der frachter hat am dienstag bei wiesenau den pfeiler gerammt sagte die polizei",
      ["hat", "bei", "sagte"],
    ],
    [
      "French",
      "le préfet a annoncé mardi que la vidange du barrage sera ralentie dans les jours",
      ["mardi", "que", "dans"],
    ],
    ["Russian", "как сообщили в пароходстве после прилива судно попытаются снять с мели", ["как", "сообщили", "после"]],
    ["Arabic", "وقال الدفاع المدني إن فرق الإنقاذ وصلت يوم الثلاثاء إلى البلدة", ["وقال", "إلى", "الثلاثاء"]],
    ["Turkish", "fırtına nedeniyle feribot seferleri için yeni bir açıklama yapıldı", ["nedeniyle", "için", "bir"]],
  ])("are known in %s", (_, text, words) => {
    const empty = emptyWordsIn(counted(text));
    expect(words.filter((word) => !empty.has(word))).toEqual([]);
  });

  it("are those of the text's own language", () => {
    expect(emptyWordsIn(counted("der krieg war nach den angaben für die stadt das ende")).has("war")).toBe(true);
    expect(emptyWordsIn(counted("the war was over before the year was out and they had won")).has("war")).toBe(false);
  });

  it("are not known in other languages, nor where there are no words", () => {
    expect(emptyWordsIn(counted("xabier etxeak mendian ikusi zituen txoriak goizean")).size).toBe(0);
    expect(emptyWordsIn([]).size).toBe(0);
  });

  it.each(["进行", "的人", "在港", "した", "会は", "记者"])("%s is a pair of grammar or of every agency", (pair) => {
    expect(isEmptyPair(pair)).toBe(true);
  });
  it.each(["隧道", "上海", "港口", "大学", "タン"])("%s is not", (pair) => {
    expect(isEmptyPair(pair)).toBe(false);
  });
});

it.each(Object.entries(agencyItems))("an item in %s is known by other words", (_, items) => {
  for (const item of items) expect(storyTerms(item).size).toBeGreaterThan(10);
});
