import { describe, expect, it } from "vitest";
import { treeOf, warningsOf } from "../fixtures/tree-shape.ts";

const options = { dialect: "lucene" } as const;

describe("Lucene's neighbours", () => {
  it.each([
    ["rain wind", "(rain | wind)"],
    ['rain "sea ice" {US} ~sun', "(rain | sea_ice | {US} | ~sun)"],
    ["rain AND wind sun", "((rain & wind) | sun)"],
    ["rain wind AND sun", "(rain | (wind & sun))"],
    ["rain OR wind sun", "(rain | wind | sun)"],
    ["(rain wind) AND sun", "((rain | wind) & sun)"],
    ["title:(rain wind) sun", "(title:(rain | wind) | sun)"],
    ["(rain wind) NEAR/3 sun", "<(rain | wind) near-3 sun>"],
    ["ATLEAST/2 (rain wind)", "atLeast2 (rain | wind)"],
    ["rain W/3 wind sun", "(<rain near-2 wind> | sun)"],
    ['"rain wind"~5 sun', "(rain_wind~5 | sun)"],
  ])("are alternatives: %s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

describe("Lucene's exclusions and requirements", () => {
  it.each([
    ["rain -wind", "(rain & !wind)"],
    ["rain NOT wind", "(rain & !wind)"],
    ["rain !wind", "(rain & !wind)"],
    ["!wind rain", "(rain & !wind)"],
    ["rain sun -wind", "((rain | sun) & !wind)"],
    ["rain -wind sun -ice", "((rain | sun) & !wind & !ice)"],
    ["rain OR NOT wind", "(rain & !wind)"],
    ["+rain wind", "rain"],
    ["rain +wind -sun", "(wind & !sun)"],
    ["+rain +wind sun", "(rain & wind)"],
    ["+(rain wind) sun", "(rain | wind)"],
    ["+rain AND wind sun", "(rain & wind)"],
    ["rain AND +wind sun", "(rain & wind)"],
    ["+rain NEAR/2 wind sun", "<rain near-2 wind>"],
    ["+rain wind AND sun", "rain"],
    ["title:(+rain wind -sun) ice", "(title:(rain & !sun) | ice)"],
    ["(+rain wind) sun", "(rain | sun)"],
    ["(rain -wind) sun", "((rain & !wind) | sun)"],
    ["rain AND NOT wind sun", "((rain & !wind) | sun)"],
    ["rain NOT NOT wind", "(rain & !!wind)"],
    ["rain AND (-wind -sun)", "(rain & (!wind & !sun))"],
    ["+title:rain wind", "title:rain"],
    ["lang:ru rain", "(lang=ru | rain)"],
  ])("hold for their whole level: %s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });

  it.each([
    ["-rain", "E_PURE_NEGATIVE 0"],
    ["-rain -wind", "E_PURE_NEGATIVE 0"],
    ["!rain", "E_PURE_NEGATIVE 0"],
    ["rain (-wind)", "E_NEGATIVE_BRANCH 5"],
    ["rain (-wind -sun)", "E_NEGATIVE_BRANCH 5"],
    ["rain (NOT wind AND NOT sun) ice", "E_NEGATIVE_BRANCH 5"],
    ["(rain -wind) NEAR/3 sun", "E_BAD_NEAR_OPERAND 0"],
    ["(+rain +wind) NEAR/3 sun", "E_BAD_NEAR_OPERAND 0"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });

  it("stand as - does in WQL: at the start, after white space, ( and a field's :", () => {
    expect(treeOf("rain|!wind", options)).toBe("(rain | wind)");
    expect(treeOf("rain ! wind", options)).toBe("(rain | wind)");
    expect(treeOf("rain !! wind", options)).toBe("(rain | wind)");
    expect(treeOf("rain(!wind)", options)).toBe("E_NEGATIVE_BRANCH 4");
    expect(treeOf("title:!wind", options)).toBe("E_MISSING_OPERAND 0");
  });
});

describe("Lucene's values and refusals", () => {
  it.each([
    ["rain AND lang:(ru de)", "(rain & lang=ru,de)"],
    ["rain AND lang:(ru OR de fr|it)", "(rain & lang=ru,de,fr,it)"],
    ["rain AND lang:(ru AND de)", "E_BAD_META 18"],
    ["rain AND lang:(ru -de)", "E_BAD_META 18"],
    ["rain [2020 TO 2024]", "E_UNSUPPORTED 5"],
    ["source:{a TO b}", "E_UNSUPPORTED 7"],
    ["rain /wi?d/", "E_REGEX 5"],
    ["rain wind~", "E_FUZZY 5"],
    ["(rain wind)~2", "E_UNSUPPORTED 0"],
    ["datum:rain", "E_UNKNOWN_FIELD 0"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

it.each([
  ["rain and wind", ["W_LOWERCASE_OPERATOR 5"]],
  ["+rain wind", []],
  ["rain OR wind AND sun", []],
  ["rain^2 & who?", ["W_BOOST 4", "W_IGNORED 7", "W_QUESTION_MARK 12"]],
])("Lucene's warnings: %s", (query, warnings) => {
  expect(warningsOf(query, options)).toEqual(warnings);
});
