import { describe, expect, it } from "vitest";
import { storyIdf } from "./choose-story.ts";
import { rarityAmong } from "./common-terms.ts";

describe("a term is", () => {
  it.each([
    ["common that all of three texts have", 3, 3, 0, 1],
    ["common that half of eight texts have", 8, 4, 0, 1.5],
    ["rare that none of eight texts has", 8, 0, 4, 6],
    ["neither, while one of three texts has it", 3, 1, 1, 4],
    ["unknown before any text was read", 0, 0, 1, 3],
  ])("%s", (_, texts, withTerm, least, most) => {
    expect(rarityAmong(texts, withTerm)).toBeGreaterThanOrEqual(least);
    expect(rarityAmong(texts, withTerm)).toBeLessThanOrEqual(most);
  });

  it.each([0, 1, 10, 150, 250, 10_000])(
    "as rare as for everybody else once many texts were read (%i have it)",
    (withTerm) => {
      expect(Math.abs(rarityAmong(50_000, withTerm) - storyIdf(50_000, withTerm))).toBeLessThan(0.05);
    },
  );
});

it("rarity falls with every text that has the term", () => {
  for (const texts of [5, 50, 5_000])
    for (let withTerm = 1; withTerm <= Math.min(texts, 300); withTerm += 1)
      expect(rarityAmong(texts, withTerm)).toBeLessThan(rarityAmong(texts, withTerm - 1));
});

it("bears counts that cannot be", () => {
  expect(rarityAmong(0, 5)).toBeGreaterThanOrEqual(0);
  expect(rarityAmong(5_000_000, 2_000_000)).toBeGreaterThan(0);
});
