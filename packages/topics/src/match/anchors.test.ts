import { describe, expect, it } from "vitest";
import { parseQuery } from "../query/parse.ts";
import { findAnchor, noGuard } from "./anchors.ts";
import { isTitleClue, termOf } from "./clues.ts";
import { compileQuery } from "./compile-query.ts";
import { createTerms } from "./terms.ts";

/** Keys as written, each with its guard; longer words are rarer. */
function anchorOf(query: string): readonly string[] | null {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const terms = createTerms(
    () => null,
    () => {},
  );
  const written = (clue: number): string => {
    const pattern = terms.patternOf(termOf(clue));
    if (pattern === undefined) return "";
    const text = pattern.kind === "wildcard" ? pattern.wildcard.source : pattern.folded;
    return isTitleClue(clue) ? `title:${text}` : text;
  };
  const node = compileQuery(parsed.node, terms.intern);
  const anchor = findAnchor(node, (clue) => 2 ** -written(clue).length);
  return (
    anchor?.keys.map(({ clue, guard }) =>
      guard === noGuard ? written(clue) : `${written(clue)} if ${written(guard)}`,
    ) ?? null
  );
}

describe("findAnchor", () => {
  it.each([
    ["rain", ["rain"]],
    ["rain AND thunderstorm", ["thunderstorm if rain"]],
    ["rain AND thunderstorm AND of", ["thunderstorm if rain"]],
    ["rain OR thunderstorm", ["rain", "thunderstorm"]],
    ["(rain OR wind) AND thunderstorm", ["thunderstorm"]],
    ["(thunderstorm OR hailstones) AND rain", ["thunderstorm if rain", "hailstones if rain"]],
    ['"the thunderstorm" OR "of hail"', ["thunderstorm if the", "hail if of"]],
    ["rain NOT thunderstorm", ["rain"]],
    ['"the thunderstorm of"', ["thunderstorm if the"]],
    ['"the thunderstorm of" snow', ["thunderstorm if snow"]],
    ['"the * of"', ["the if of"]],
    ['"rain rain"', ["rain"]],
    ["rain NEAR/3 thunderstorm", ["thunderstorm if rain"]],
    ["rain NEAR/3 (thunderstorm OR hail)", ["rain"]],
    ["rain NOT NEAR/3 thunderstorm", ["rain"]],
    ["thunderstorm*", ["thunderstorm*"]],
    ["thu* AND rainy", ["rainy if thu*"]],
    ["{NATO}", ["nato"]],
    ["title:(rain wind) lang:ru", ["title:rain if title:wind"]],
    ["title:rain AND rain", ["title:rain if rain"]],
    ["ATLEAST/2 rain", ["rain"]],
    ["lang:ru", null],
    ["rain OR lang:ru", null],
  ])("%s", (query, expected) => {
    expect(anchorOf(query)).toEqual(expected);
  });
});
