import { describe, expect, it } from "vitest";
import { treeOf, warningsOf } from "../fixtures/tree-shape.ts";

const options = { dialect: "lexis" } as const;

describe("Lexis reads OR first, then proximity, then AND", () => {
  it.each([
    ["rain or wind and sun", "((rain | wind) & sun)"],
    ["rain and wind or sun", "(rain & (wind | sun))"],
    ["rain or wind w/3 sun or ice", "<(rain | wind) near-2 (sun | ice)>"],
    ["rain w/3 wind or sun pre/2 ice", "<rain near-2 (wind | sun) then-1 ice>"],
    ["rain and not wind or sun", "(rain & !(wind | sun))"],
    ["rain not wind or sun w/3 ice", "(rain & !<(wind | sun) near-2 ice>)"],
    ["rain -wind or sun", "(rain & !(wind | sun))"],
    ["north sea or crude oil", "(north_sea | crude_oil)"],
    ["north sea oil AND gas", "(north_sea_oil & gas)"],
    ['rain "sea ice" or wind', "(rain & (sea_ice | wind))"],
    ["title:rain or wind", "(title:rain | wind)"],
    ["(rain and wind) or sun", "((rain & wind) | sun)"],
    ["atleast2(rain) or wind", "(atLeast2 rain | wind)"],
    ["rain | wind && sun", "((rain | wind) & sun)"],
    ["lang:en or lang:de and rain", "((lang=en | lang=de) & rain)"],
    ["near Near wind", "E_MISSING_OPERAND 0"],
    ["rain Near wind oNear sun", "<rain near-4 wind then-4 sun>"],
    ["rain or (not wind)", "E_NEGATIVE_BRANCH 8"],
    ["rain or not wind", "E_MISSING_OPERAND 5"],
    ["rain or", "E_MISSING_OPERAND 5"],
    ["or rain", "E_MISSING_OPERAND 0"],
    ["rain and or wind", "E_MISSING_OPERAND 5"],
    ["not rain or wind", "E_PURE_NEGATIVE 0"],
    ["rain or (wind and sun) w/3 ice", "E_BAD_NEAR_OPERAND 0"],
    ["rain w/3", "E_MISSING_OPERAND 8"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

describe("Lexis' connectors", () => {
  it.each([
    ["rain W/5 wind PRE/2 sun", "<rain near-4 wind then-1 sun>"],
    ["rain not w/5 wind", "<rain not-near-4 wind>"],
    ["rain NOT W/S wind not w/p sun", "<rain not-near-sentence wind not-near-paragraph sun>"],
    ["ATLEAST2(rain)", "atLeast2 rain"],
    ["atleast3 (rain or wind)", "atLeast3 (rain | wind)"],
    ["rain W/0 wind", "E_BAD_DISTANCE 5"],
    ["rain w/251 wind", "E_BAD_DISTANCE 5"],
    ["atleast0(rain)", "E_BAD_DISTANCE 0"],
    ["rain /5 wind", "E_UNSUPPORTED 5"],
    ["rain /S wind /p sun", "E_UNSUPPORTED 5"],
    ["rain not /5 wind", "E_UNSUPPORTED 5"],
    ["rain and NOT <<<x>>> /s wind", "E_UNSUPPORTED 9"],
    ["rain not w/seg wind", "E_UNSUPPORTED 5"],
    ["rain w/seg wind", "E_UNSUPPORTED 5"],
    ["rain PRE/SEG wind", "E_UNSUPPORTED 5"],
    ["rain +5 wind", "E_UNSUPPORTED 5"],
    ["rain not +5 wind", "E_UNSUPPORTED 9"],
    ["(rain)/5 wind", "E_UNSUPPORTED 6"],
    ["(rain)+5", "E_UNSUPPORTED 6"],
    ["rain /5x wind", "rain_5x_wind"],
    ["rain/5 wind", "rain_5_wind"],
    ["rain /5 wind /5 sun", "E_UNSUPPORTED 5"],
    ["rain /5/ wind", "E_REGEX 5"],
    ["rain /t wind /5", "E_REGEX 5"],
    ["rain +5x", "(rain & 5x)"],
    ["rain \\/5 \\+5", "rain_5_5"],
    ["rain /seg wind", "rain_seg_wind"],
    ["rain w/5s wind", "rain_w_5s_wind"],
    ["[2020 TO 2024]", "2020_to_2024"],
    ["rain !wind", "E_BANG 5"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

describe("Lexis' wildcards", () => {
  it.each([
    ["discharg!", "discharg*"],
    ["discharg!^2", "discharg*"],
    ["wom*n", "wom?n"],
    ["cat*", "cat?"],
    ["c*t", "E_SHORT_WILDCARD 0"],
    ["wo?m", "wo?m"],
    ["d!", "E_SHORT_WILDCARD 0"],
    ["rain ! wind", "E_LEADING_WILDCARD 5"],
    ["yahoo\\! a!b", "yahoo_a_b"],
    ['"disch! rain*"', "disch_rain*"],
    ["anti-immi! wom*n", "anti_immi*_wom?n"],
    ["東京!", "東_京"],
    ["東京*", "E_LEADING_WILDCARD 0"],
    ["~disc!", "E_STEM_WILDCARD 1"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

describe("Lexis' segments", () => {
  it.each([
    ["HEADLINE(rain and wind)", "title:(rain & wind)"],
    ["headline(rain) or hlead(wind)", "(title:rain | top:wind)"],
    ["Lead(rain) body(wind)", "(lede:rain & body:wind)"],
    ["byline(jane roe or doe) and rain", "(author=jane roe,doe & rain)"],
    ["rain headline(wind)", "(rain & title:wind)"],
    ["-headline(rain) wind", "(!title:rain & wind)"],
    ["headline (rain)", "(headline & rain)"],
    ["title(rain)", "(title & rain)"],
    ["\\body(rain)", "(body & rain)"],
    ["title:rain", "title:rain"],
    ["headline()", "E_EMPTY_GROUP 8"],
    ["byline()", "E_EMPTY_GROUP 6"],
    ["headline(rain", "E_UNBALANCED_PAREN 8"],
    ["headline(body(rain))", "E_NESTED_FIELD 9"],
    ["headline(rain) w/3 wind", "E_BAD_NEAR_OPERAND 0"],
    ["headline(rain)~2", "E_UNSUPPORTED 8"],
    ["lang:(en de) rain", "(lang=en de & rain)"],
    ["subject(rain)", "(subject & rain)"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, options)).toBe(tree);
  });
});

it.each([
  ["rain or wind and sun", []],
  ["cat* disc!", []],
  ["+rain & wind^2 who?", ["W_PLUS 0", "W_IGNORED 6", "W_BOOST 12", "W_QUESTION_MARK 18"]],
])("Lexis' warnings: %s", (query, warnings) => {
  expect(warningsOf(query, options)).toEqual(warnings);
});
