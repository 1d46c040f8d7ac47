import { describe, expect, it } from "vitest";
import { parseQuery } from "../query/parse.ts";
import { createAnchorIndex } from "./anchor-index.ts";
import { findAnchor } from "./anchors.ts";
import { readDocument } from "./document.ts";

function anchorOf(query: string): readonly string[] | null {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return findAnchor(parsed.node)?.keys.map(({ kind, text }) => (kind === "prefix" ? `${text}*` : text)) ?? null;
}

describe("findAnchor", () => {
  it.each([
    ["rain", ["rain"]],
    ["rain AND thunderstorm", ["thunderstorm"]],
    ["rain OR thunderstorm", ["rain", "thunderstorm"]],
    ["(rain OR wind) AND thunderstorm", ["thunderstorm"]],
    ["rain NOT thunderstorm", ["rain"]],
    ['"the thunderstorm of"', ["thunderstorm"]],
    ['"the * of"', ["the"]],
    ["rain NEAR/3 thunderstorm", ["thunderstorm"]],
    ["rain NOT NEAR/3 thunderstorm", ["rain"]],
    ["thunderstorm*", ["thunde*"]],
    ["thu* AND rain", ["rain"]],
    ["{NATO}", ["nato"]],
    ["title:(rain wind) lang:ru", ["rain"]],
    ["ATLEAST/2 rain", ["rain"]],
    ["lang:ru", null],
    ["rain OR lang:ru", null],
  ])("%s", (query, expected) => {
    expect(anchorOf(query)).toEqual(expected);
  });
});

it("the index offers exactly the entries whose words occur in main texts, in order", () => {
  const index = createAnchorIndex<string>();
  for (const query of ["wind", "lang:ru", "rain", "clou*", "snow", "{Rain}"]) {
    const parsed = parseQuery(query);
    if (parsed.ok) index.add(query, findAnchor(parsed.node));
  }
  const document = readDocument({
    title: "Rain",
    sections: [
      { heading: "Cloudy", text: "x" },
      { text: "snow", role: "aside" },
    ],
  });
  expect(index.candidates(document)).toEqual(["lang:ru", "rain", "clou*", "{Rain}"]);
  index.remove("rain");
  index.remove("lang:ru");
  expect(index.candidates(document)).toEqual(["clou*", "{Rain}"]);
});
