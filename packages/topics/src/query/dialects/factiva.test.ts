import { describe, expect, it } from "vitest";
import { treeOf, warningsOf } from "../fixtures/tree-shape.ts";

const options = { dialect: "factiva" } as const;

describe("Factiva's neighbours", () => {
  it.each([
    ["north sea oil", "north_sea_oil"],
    ["north sea and crude oil or natural gas", "((north_sea & crude_oil) | natural_gas)"],
    ["north & sea", "north_sea"],
    ["north<<<x>>>sea", "north_sea"],
    ["co-op bank$", "co_op_bank*"],
    ['north "sea oil"', "(north & sea_oil)"],
    ["north {SEA} oil gas", "(north & {SEA} & oil_gas)"],
    ["north (sea oil)", "(north & sea_oil)"],
    ["north ~sea oil", "(north & ~sea & oil)"],
    ["north +sea oil", "(north & sea_oil)"],
    ["north -sea oil", "(north & !sea_oil)"],
    ["hd=north sea and oil", "(title:north_sea & oil)"],
    ["atleast3 crude oil", "atLeast3 crude_oil"],
    ["north sea not crude oil", "(north_sea & !crude_oil)"],
  ])("make one phrase when they are bare words: %s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });

  it("are one value in a metadata group", () => {
    expect(treeOf("rain sn=(daily news or evening post)", options)).toBe("(rain & source=daily news,evening post)");
    expect(treeOf('by=(jane "a roe") and rain', options)).toBe("(author=jane a roe & rain)");
    expect(treeOf("sn=daily news", options)).toBe("(source=daily & news)");
  });
});

describe("Factiva's operators", () => {
  it.each([
    ["rain AND wind Or sun nOT ice", "((rain & wind) | (sun & !ice))"],
    ["rain w/3 wind", "<rain then-2 wind>"],
    ["rain W/1 wind", "<rain then-0 wind>"],
    ["rain adj wind", "<rain then-0 wind>"],
    ["rain ADJ5 wind", "<rain then-4 wind>"],
    ["rain near wind", "<rain near-0 wind>"],
    ["rain Near5 wind", "<rain near-4 wind>"],
    ["rain /N5/ wind", "<rain near-4 wind>"],
    ["rain/n30/wind", "<rain near-29 wind>"],
    ["rain/N3/ wind /N2/sun", "<rain near-2 wind near-1 sun>"],
    ["rain same wind", "<rain near-paragraph wind>"],
    ["rain not near5 wind", "<rain not-near-4 wind>"],
    ["rain not /N5/ wind", "<rain not-near-4 wind>"],
    ["rain not same wind", "<rain not-near-paragraph wind>"],
    ["rain onear wind pre/3 sun", "<rain then-4 wind then-2 sun>"],
    ["rain w/s wind W/P sun", "<rain near-sentence wind near-paragraph sun>"],
    ["[rain or wind] near3 sun", "<(rain | wind) near-2 sun>"],
    ["AtLeast4 [rain or wind]", "atLeast4 (rain | wind)"],
    ["atleast/4 rain", "atLeast4 rain"],
    ["rain/F50/", "first50 rain"],
    ["north sea /f50/ and wind", "(first50 north_sea & wind)"],
    ["(rain or wind)/F9/ sun", "(first9 (rain | wind) & sun)"],
    ['"rain wind"~3/F9/', "first9 rain_wind~3"],
    ["hd=rain/F9/", "title:first9 rain"],
    ["-rain/F9/ wind", "(!first9 rain & wind)"],
    ["rain W/250 wind", "<rain then-249 wind>"],
    ["adj5x near5x same1 w/x", "adj5x_near5x_same1_w_x"],
    ['"and" \\or \\near5', "(and & or_near5)"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });

  it.each([
    ["rain w/0 wind", "E_BAD_DISTANCE 5"],
    ["rain adj0 wind", "E_BAD_DISTANCE 5"],
    ["rain near0 wind", "E_BAD_DISTANCE 5"],
    ["rain /N0/ wind", "E_BAD_DISTANCE 5"],
    ["rain/F0/", "E_BAD_DISTANCE 4"],
    ["atleast0 rain", "E_BAD_DISTANCE 0"],
    ["rain w/251 wind", "E_BAD_DISTANCE 5"],
    ["rain near251 wind", "E_BAD_DISTANCE 5"],
    ["rain/N251/wind", "E_BAD_DISTANCE 4"],
    ["rain W/x wind", "E_BAD_DISTANCE 5"],
    ["rain near/5 wind", "E_UNSUPPORTED 5"],
    ["rain NEAR/0 wind", "E_UNSUPPORTED 5"],
    ["rain near/5f wind", "E_UNSUPPORTED 5"],
    ["rain near5", "E_MISSING_OPERAND 10"],
    ["near5 rain", "E_MISSING_OPERAND 0"],
    ["/N5/ rain", "E_MISSING_OPERAND 0"],
    ["/F5/ rain", "E_MISSING_OPERAND 0"],
    ["rain and /F5/", "E_MISSING_OPERAND 5"],
    ["la=en /F5/", "E_MISSING_OPERAND 6"],
    ["rain /N5/ and wind", "E_MISSING_OPERAND 10"],
    ["(rain and wind)/F5/", "E_BAD_NEAR_OPERAND 0"],
    ["sun rain near3 wind/F5/", "E_BAD_NEAR_OPERAND 15"],
    ["rain/F5//F6/", "E_MISSING_OPERAND 8"],
    ["rain and", "E_MISSING_OPERAND 5"],
    ["not rain", "E_PURE_NEGATIVE 0"],
    ["rain or not wind", "E_NEGATIVE_BRANCH 8"],
  ])("refused: %s", (query, refusal) => {
    expect(treeOf(query, options)).toBe(refusal);
  });
});

describe("Factiva's signs", () => {
  it.each([
    ["rain and [wind or sun]", "(rain & (wind | sun))"],
    ["rain[wind]", "(rain & wind)"],
    ["rain [-wind]", "(rain & !wind)"],
    ["hd=[rain or wind]", "title:(rain | wind)"],
    ["sn=[bbc or cnn] rain", "(source=bbc,cnn & rain)"],
    ["[2020 to 2024]", "2020_to_2024"],
    ["{2020 TO 2024}", "{2020}_{TO}_{2024}"],
    ["bank$ and bank$3^2 and $", "E_LEADING_WILDCARD 23"],
    ["bank$ and bank$3^2", "(bank* & bank*)"],
    ["wind$2", "wind*"],
    ["wi?d$", "wi?d*"],
    ["wind\\$2 wi$d", "wind_2_wi_d"],
    ['"wind$"', "wind"],
    ["w$", "E_SHORT_WILDCARD 0"],
    ["$100", "E_LEADING_WILDCARD 0"],
    ["東京$", "東_京"],
    ["[rain", "E_UNBALANCED_PAREN 0"],
    ["rain]", "E_UNBALANCED_PAREN 4"],
    ["rain []", "E_EMPTY_GROUP 5"],
    ["[rain or wind]~3", "E_UNSUPPORTED 0"],
    [`${"[(".repeat(50)}[rain`, "E_TOO_DEEP 100"],
    ["rain !wind", "E_BANG 5"],
    ["rain wind~", "E_FUZZY 5"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });

  it.each([
    ["rain /wind sun/", "E_REGEX 5"],
    ["/rain/", "E_REGEX 0"],
    ["/rain/N5/wind", "E_REGEX 0"],
    ["/rain sun /N5/ wind", "E_REGEX 0"],
    ["rain/N5//wind/", "E_REGEX 8"],
    ["rain /N/ wind", "E_REGEX 5"],
    ["rain]/wind sun/", "E_UNBALANCED_PAREN 4"],
    ["[rain]/wind sun/", "(rain & wind_sun)"],
    ["rain/wind", "rain_wind"],
    ["24/7", "24_7"],
  ])("regular expressions: %s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

describe("Factiva's fields", () => {
  it.each([
    ["hd=rain", "title:rain"],
    ["HL=rain", "title:rain"],
    ["hd:rain", "title:rain"],
    ["lp= rain", "lede:rain"],
    ["hlp=rain", "top:rain"],
    ["td=rain", "body:rain"],
    ["title=rain", "title:rain"],
    ['by="jane roe" rain', "(author=jane roe & rain)"],
    ["la=en rain", "(lang=en & rain)"],
    ["la:en or sn=bbc.co.uk", "(lang=en | source=bbc.co.uk)"],
    ["rst=abc", "E_UNKNOWN_FIELD 0"],
    ["rain e=mc", "E_UNKNOWN_FIELD 5"],
    ["hd=-rain", "E_MISSING_OPERAND 0"],
    ["la=not rain", "E_MISSING_OPERAND 0"],
    ["la=And rain", "E_MISSING_OPERAND 0"],
    ["la=(en Or de)", "lang=en,de"],
    ["la=(en and de)", "E_BAD_META 7"],
    ["la=(en or)", "E_MISSING_OPERAND 7"],
    ["hd=(rain by=roe)", "E_NESTED_FIELD 9"],
    ["hd=rain near5 wind", "E_BAD_NEAR_OPERAND 0"],
    ["10=30", "10_30"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

it.each([
  ["rain AND wind or sun and ice", []],
  ["+rain & wind^2 who?", ["W_PLUS 0", "W_IGNORED 6", "W_BOOST 12", "W_QUESTION_MARK 18"]],
])("Factiva's warnings: %s", (query, warnings) => {
  expect(warningsOf(query, options)).toEqual(warnings);
});
