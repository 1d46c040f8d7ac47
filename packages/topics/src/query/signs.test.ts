import { describe, expect, it } from "vitest";
import { treeOf, warningsOf } from "./fixtures/tree-shape.ts";

describe("- and + are operators at the start and after white space, ( or a field's :", () => {
  it.each([
    ["rain\u0085-wind", "(rain & !wind)"],
    ["rain\u3000-wind", "(rain & !wind)"],
    ["rain\uFEFF-wind", "rain_wind"],
    ["rain (sun -wind)", "(rain & (sun & !wind))"],
    ["rain (-wind)", "(rain & !wind)"],
    ['rain -"sea ice" -{US} -~ices', "(rain & !sea_ice & !{US} & !~ices)"],
    ["rain -(sun)", "(rain & !sun)"],
    ["rain --wind", "(rain & wind)"],
    ["rain -- wind", "(rain & wind)"],
    ["rain -+wind", "(rain & !wind)"],
    ["rain +-wind", "(rain & wind)"],
    ["rain -<<<x>>>wind", "(rain & wind)"],
    ["(rain -)wind", "(rain & wind)"],
    ["rain -", "rain"],
    ['"rain"-wind', "(rain & wind)"],
    ["{Rain}-wind", "({Rain} & wind)"],
    ["(rain)-wind", "(rain & wind)"],
    ["rain|-wind", "(rain | wind)"],
    ["rain&&-wind", "(rain & wind)"],
    ["rain NOT -wind", "(rain & !!wind)"],
    ["-wind title:rain", "(!wind & title:rain)"],
    ["-lang:ru rain", "(!lang=ru & rain)"],
    ["10:-30", "10_30"],
    [":-x1", "x1"],
    ["title: +rain", "title:rain"],
    ["rain NEAR/3 +wind", "<rain near-3 wind>"],
    ["rain +(wind OR sun)", "(rain & (wind | sun))"],
    ["rain + wind", "(rain & wind)"],
    ["rain ++wind", "(rain & wind)"],
    ["rain \\-wind \\+sun \\!ice", "(rain & wind & sun & ice)"],
    ["yahoo! a!b wow!!", "(yahoo & a_b & wow)"],
    ["rain ! wind", "(rain & wind)"],
    ["rain !) wind", "E_UNBALANCED_PAREN 6"],
    ["(rain !) wind", "(rain & wind)"],
    ["rain !!wind", "(rain & wind)"],
    ["rain|!wind", "(rain | wind)"],
    ["!wind", "E_BANG 0"],
    ["rain (!wind)", "E_BANG 6"],
    ["title:!wind", "E_BANG 6"],
    ["rain !-wind", "E_BANG 5"],
    ["title:-rain", "E_MISSING_OPERAND 0"],
    ["title: - rain", "title:rain"],
    ["rain NEAR/3 -wind", "E_MISSING_OPERAND 12"],
    ["rain -NEAR/3 wind", "E_MISSING_OPERAND 5"],
    ["ATLEAST/2 -rain", "E_MISSING_OPERAND 0"],
    ["rain +NOT", "E_MISSING_OPERAND 5"],
    ["rain + AND", "E_MISSING_OPERAND 7"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("&&, || and | need no white space", () => {
  it.each([
    ["rain&&wind||sun", "((rain & wind) | sun)"],
    ["AT&T&&x1", "(at_t & x1)"],
    ["rain&&&wind", "(rain & wind)"],
    ["rain\\&&wind", "rain_wind"],
    ["rain\\|wind", "rain_wind"],
    ["rain|||wind", "E_MISSING_OPERAND 4"],
    ["|rain", "E_MISSING_OPERAND 0"],
    ["rain&&", "E_MISSING_OPERAND 4"],
    ["lang:ru||lang:de", "(lang=ru | lang=de)"],
    ["lang:ru&&rain", "(lang=ru & rain)"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("boosts are dropped behind words, phrases, } and )", () => {
  it.each([
    ["rain^2 wind^0.5", "(rain & wind)", ["W_BOOST 4", "W_BOOST 11"]],
    ['"rain"^2"wind"', "(rain & wind)", ["W_BOOST 6"]],
    ['"rain wind"~2^3', "rain_wind~2", ["W_BOOST 13"]],
    ["(rain)^2|wind", "(rain | wind)", ["W_BOOST 6"]],
    ['author:"roe"^2 rain', "(author=roe & rain)", ["W_BOOST 12"]],
    ["lang:(ru)^2 rain", "(lang=ru & rain)", ["W_BOOST 9"]],
    ["lang:ru^2 rain", "(lang=ru^2 & rain)", []],
    ["rain^2x", "rain_2x", []],
    ["rain\\^2", "rain_2", []],
    ["rain\\\\^2", "rain", ["W_BOOST 6"]],
    ["rain ^2", "(rain & 2)", []],
    ['"rain"^2x', "(rain & x)", ["W_BOOST 6"]],
    ["(rain)^1.5.6 x1", "(rain & 6 & x1)", ["W_BOOST 6"]],
    ['"rain"^x', "(rain & x)", []],
    ["who?^2", "who?", ["W_BOOST 4", "W_QUESTION_MARK 3"]],
  ])("%s", (query, tree, warnings) => {
    expect(treeOf(query)).toBe(tree);
    expect(warningsOf(query)).toEqual(warnings);
  });
});

describe("~ and a digit may only touch a phrase, once", () => {
  it.each([
    ["(rain wind)~3", "E_UNSUPPORTED 0"],
    ["x1 (rain)^2~3", "E_UNSUPPORTED 3"],
    ["x1 {rain wind}~3", "E_UNSUPPORTED 3"],
    ["{rain}^1.5~3", "E_UNSUPPORTED 0"],
    ['x1 "rain wind"^2~3', "E_UNSUPPORTED 3"],
    ['"rain wind"~2~3', "E_UNSUPPORTED 0"],
    ['"rain wind"~2^2~3', "E_UNSUPPORTED 0"],
    ['x1 author:"jane roe"~3', "E_UNSUPPORTED 10"],
    ['author:"jane roe"^2~3', "E_UNSUPPORTED 7"],
    ["lang:(ru de)~3", "E_BAD_META 9"],
    ["lang:(ru)~3", "E_UNSUPPORTED 5"],
    ["(rain) ~3", "(rain & ~3)"],
    ["(rain)~x", "(rain & ~x)"],
    ['"rain"~', "E_MISSING_OPERAND 6"],
    ['"rain wind"~250', "rain_wind~250"],
    ['"rain wind"~003', "rain_wind~3"],
    [`"rain wind"~${"0".repeat(90)}3`, "rain_wind~3"],
    ['x1 "rain wind"~251', "E_BAD_DISTANCE 3"],
    ['"rain wind"~1.0', "E_BAD_DISTANCE 0"],
    ['"rain wind"~2.', "rain_wind~2"],
    ['"rain * wind"~0', "rain_*_wind"],
    ['x1 "rain * wind"~2', "E_EMPTY_TERM 3"],
    ['"rain wind*"~2', "rain_wind*~2"],
    ["rain~3^2", "E_FUZZY 0"],
    ["x1 rain~", "E_FUZZY 3"],
    ["rain~.8", "E_FUZZY 0"],
    ['rain~"wind"', "E_FUZZY 0"],
    ["rain\\~", "rain"],
    ["rain\\~1", "rain_1"],
    ["rain\\\\~1", "E_FUZZY 0"],
    ["rain~1x", "rain_1x"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});
