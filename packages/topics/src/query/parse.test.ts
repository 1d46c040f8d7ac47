import { describe, expect, it } from "vitest";
import type { DialectName } from "./dialects/dialect.ts";
import { treeOf, warningsOf } from "./fixtures/tree-shape.ts";
import { parseQuery } from "./parse.ts";

describe("parseQuery reads", () => {
  it.each([
    // operators and their other spellings
    ["rain wind", "(rain & wind)"],
    ["rain AND wind && sun", "(rain & wind & sun)"],
    ["rain OR wind || sun | ice", "(rain | wind | sun | ice)"],
    ["rain|wind&&sun", "(rain | (wind & sun))"],
    ["rain NOT wind", "(rain & !wind)"],
    ["rain AND NOT wind -sun", "(rain & !wind & !sun)"],
    ["rain -(wind OR sun)", "(rain & !(wind | sun))"],
    ["NOT wind rain", "(!wind & rain)"],
    ["rain NOT NOT wind", "(rain & !!wind)"],
    ["rain-wind", "rain_wind"],
    ["rain<<<x>>>-wind", "(rain & !wind)"],
    // precedence and groups
    ["a1 OR b1 c1 OR d1", "(a1 | (b1 & c1) | d1)"],
    ["(a1 OR b1) c1", "((a1 | b1) & c1)"],
    ["a1 NOT b1 NEAR/2 c1", "(a1 & !<b1 near-2 c1>)"],
    ["a1 b1 NEAR c1 OR d1", "((a1 & <b1 near-4 c1>) | d1)"],
    // words
    ["AT&T", "at_t"],
    ["and", "and"],
    ["10:30", "10_30"],
    ["a//b", "a_b"],
    ["24/7 // x1", "(24_7 & x1)"],
    ["\\AND \\-x1 x1\\(y1", "(and & x1 & x1_y1)"],
    ["who\\? col\\*", "(who & col)"],
    ["new\\ york", "new_york"],
    ["東京", "東_京"],
    ["near/x", "near_x"],
    ["w/o", "w_o"],
    // phrases
    ['"rain  AND, wind"', "rain_and_wind"],
    ["«rain» „wind“ ″sun＂", "(rain & wind & sun)"],
    ['"a \\"b\\" c"', "a_b_c"],
    ['"rain * wind*"', "rain_*_wind*"],
    ['"rain ?"', "rain"],
    ['"rain wind"~3', "rain_wind~3"],
    ['"rain wind"~0', "rain_wind"],
    ['"rain <<<x>>>"', "rain_x"],
    // wildcards
    ["clou* clo?d cl*d?", "(clou* & clo?d & cl*d?)"],
    ["anti-immi*", "anti_immi*"],
    ["Mü*", "mu*"],
    ['"東*京"', "東_*_京"],
    // exact
    ["{US}", "{US}"],
    ["{New U.S. Plan*}", "{New}_{US}_{Plan}"],
    ['{"WIND TO RAIN"}', "{WIND}_{TO}_{RAIN}"],
    // proximity and functions
    ["a1 NEAR/3 b1 ONEAR/2 c1", "<a1 near-3 b1 then-2 c1>"],
    ["a1 near/3F b1", "<a1 then-3 b1>"],
    ["a1 W/3 b1 pre/2 c1", "<a1 near-2 b1 then-1 c1>"],
    ["a1 w/s b1 W/P c1", "<a1 near-sentence b1 near-paragraph c1>"],
    ["a1 NOT NEAR/3 b1", "<a1 not-near-3 b1>"],
    ["a1 NOT W/S (b1 OR c1)", "<a1 not-near-sentence (b1 | c1)>"],
    ["a1 NEAR/3(b1|c1)", "<a1 near-3 (b1 | c1)>"],
    ["ATLEAST/2 a1 atleast/3 (b1 OR c1) ATLEAST4 d1", "(atLeast2 a1 & atLeast3 (b1 | c1) & atLeast4 d1)"],
    ["FIRST/20 (a1 NEAR b1)", "first20 <a1 near-4 b1>"],
    ["FIRST rain", "(first & rain)"],
    // fields
    ["title:rain", "title:rain"],
    ["HL: (rain wind) hlead:sun", "(title:(rain & wind) & top:sun)"],
    ["-title:rain wind", "(!title:rain & wind)"],
    ['ingress:"a b" subhead:c intext:{D}', "(lede:a_b & heading:c & body:{D})"],
    ["lang:ru rain", "(lang=ru & rain)"],
    ["site:(bbc.co.uk OR a.com|b.com) x1", "(source=bbc.co.uk,a.com,b.com & x1)"],
    ["url:/a-b/?c=d&e x1", "(url=/a-b/?c=d&e & x1)"],
    ['byline:"Jane \\"J\\" Roe"', 'author=Jane "J" Roe'],
    ["lang:ru|lang:de", "(lang=ru | lang=de)"],
  ])("%s", (query, expected) => {
    expect(treeOf(query)).toBe(expected);
  });

  it("many NOTs and many chained operators without using up the stack", () => {
    expect(treeOf(`rain ${"NOT ".repeat(8_001)}wind`)).toBe("(rain & !wind)");
    expect(parseQuery(`a${" W/2 a".repeat(5_000)}`).ok).toBe(true);
    expect(parseQuery(`${"(".repeat(100)}rain${")".repeat(100)}`).ok).toBe(true);
  });
});

describe("parseQuery warns", () => {
  it.each([
    ["rain & wind", ["W_IGNORED 5"]],
    ["rain - wind —", ["W_IGNORED 5", "W_IGNORED 12"]],
    ["rain and wind", ["W_LOWERCASE_OPERATOR 5"]],
    ["rain \\and wind", []],
    ['rain "and" wind', []],
    ["rain OR wind sun", ["W_MIXED_AND_OR 8"]],
    ["rain OR (wind sun)", []],
    ["rain OR wind NEAR sun", []],
    ["+rain wind", ["W_PLUS 0"]],
    ['rain^2 (wind)^1.5 "a"^3 {b}^4', ["W_BOOST 4", "W_BOOST 13", "W_BOOST 21", "W_BOOST 27"]],
    ["who? wh?m", ["W_QUESTION_MARK 3"]],
    ["東京*", ["W_IGNORED 0"]],
  ])("%s", (query, expected) => {
    expect(warningsOf(query)).toEqual(expected);
  });
});

describe("parseQuery refuses", () => {
  it.each([
    ["", "E_EMPTY", 0],
    [" <<<only a note>>> —", "E_EMPTY", 0],
    ['rain "" wind', "E_EMPTY_TERM", 5],
    ['rain "* *"', "E_EMPTY_TERM", 5],
    ["rain {--}", "E_EMPTY_TERM", 5],
    ['"rain *"~2', "E_EMPTY_TERM", 0],
    ['author:"  "', "E_EMPTY_TERM", 7],
    ["rain ( )", "E_EMPTY_GROUP", 5],
    ["lang:()", "E_EMPTY_GROUP", 5],
    ["rain)", "E_UNBALANCED_PAREN", 4],
    ["wind (rain", "E_UNBALANCED_PAREN", 5],
    ["wind (", "E_UNBALANCED_PAREN", 5],
    ["lang:(ru", "E_UNBALANCED_PAREN", 5],
    ['rain "wind', "E_UNCLOSED_QUOTE", 5],
    ["rain {wind", "E_UNCLOSED_BRACE", 5],
    ["rain} wind", "E_UNBALANCED_BRACE", 4],
    ["rain <<< wind", "E_UNCLOSED_COMMENT", 5],
    ["AND rain", "E_MISSING_OPERAND", 0],
    ["rain OR", "E_MISSING_OPERAND", 5],
    ["rain OR AND wind", "E_MISSING_OPERAND", 5],
    ["(rain NOT) wind", "E_MISSING_OPERAND", 6],
    ["rain NEAR/3", "E_MISSING_OPERAND", 11],
    ["(rain NEAR/3 ) wind", "E_MISSING_OPERAND", 13],
    ["rain NEAR/3 AND wind", "E_MISSING_OPERAND", 12],
    ["W/3 rain", "E_MISSING_OPERAND", 0],
    ["rain AND title:", "E_MISSING_OPERAND", 9],
    ["title:-rain", "E_MISSING_OPERAND", 0],
    ["lang:-ru rain", "E_MISSING_OPERAND", 0],
    ["lang: AND rain", "E_MISSING_OPERAND", 0],
    ["lang:(ru OR) rain", "E_MISSING_OPERAND", 9],
    ["lang:(OR ru) rain", "E_MISSING_OPERAND", 6],
    ["rain ~ wind", "E_MISSING_OPERAND", 5],
    ["ATLEAST/2", "E_MISSING_OPERAND", 0],
    ["-rain", "E_PURE_NEGATIVE", 0],
    ["NOT rain NOT wind", "E_PURE_NEGATIVE", 0],
    ["title:(NOT rain)", "E_PURE_NEGATIVE", 0],
    ["rain OR (NOT wind NOT sun)", "E_NEGATIVE_BRANCH", 8],
    ["(-rain) OR wind", "E_NEGATIVE_BRANCH", 0],
    ["rain title:(a1 OR -b1)", "E_NEGATIVE_BRANCH", 18],
    ["rain *wind", "E_LEADING_WILDCARD", 5],
    ["rain-?ind", "E_LEADING_WILDCARD", 0],
    ["東*京", "E_LEADING_WILDCARD", 0],
    ["rain w*", "E_SHORT_WILDCARD", 5],
    ['"rain w*"', "E_SHORT_WILDCARD", 0],
    ["~clou*", "E_STEM_WILDCARD", 1],
    ['~"rain wind"~2', "E_STEM_SLOP", 1],
    ["rain wind~", "E_FUZZY", 5],
    ["rain wind~0.8", "E_FUZZY", 5],
    ["wind~1^2", "E_FUZZY", 0],
    ["rain /wi?d/", "E_REGEX", 5],
    ["/wi?d or rain/", "E_REGEX", 0],
    ["title:/r/news", "E_REGEX", 6],
    ["rain !wind", "E_BANG", 5],
    ["rain subject:wind", "E_UNKNOWN_FIELD", 5],
    ["https://example.org", "E_UNKNOWN_FIELD", 0],
    ["title:(rain lang:ru)", "E_NESTED_FIELD", 12],
    ["title:body:rain", "E_NESTED_FIELD", 6],
    ["rain NEAR/251 wind", "E_BAD_DISTANCE", 5],
    ["rain NEAR/1.5 wind", "E_BAD_DISTANCE", 5],
    ["rain ONEAR/3f wind", "E_BAD_DISTANCE", 5],
    ["rain w/0 wind", "E_BAD_DISTANCE", 5],
    ["rain PRE/S wind", "E_BAD_DISTANCE", 5],
    ["ATLEAST0 rain", "E_BAD_DISTANCE", 0],
    ['"rain wind"~1.5', "E_BAD_DISTANCE", 0],
    ["wind {rain}~2", "E_UNSUPPORTED", 5],
    ["wind (rain)^2~2", "E_UNSUPPORTED", 5],
    ['"rain wind"~2~3', "E_UNSUPPORTED", 0],
    ['rain wind[a1 TO "b 1"}', "E_UNSUPPORTED", 9],
    ["{a1 TO *}", "E_UNSUPPORTED", 0],
    ["url:[a TO b]", "E_UNSUPPORTED", 4],
    [`${"(".repeat(101)}rain`, "E_TOO_DEEP", 100],
    [`${"(".repeat(100)}lang:(ru)`, "E_TOO_DEEP", 105],
    ["(rain wind) NEAR/3 sun", "E_BAD_NEAR_OPERAND", 0],
    ["sun NEAR/3 (rain wind)", "E_BAD_NEAR_OPERAND", 11],
    ["rain NEAR/3 ATLEAST/2 wind", "E_BAD_NEAR_OPERAND", 12],
    ["title:rain NEAR/3 wind", "E_BAD_NEAR_OPERAND", 0],
    ["FIRST/5 (rain NOT wind)", "E_BAD_NEAR_OPERAND", 8],
    [`${"ATLEAST/2 ".repeat(3_000)}rain`, "E_BAD_NEAR_OPERAND", 10],
    ["lang:(ru en)", "E_BAD_META", 9],
    ["lang:(ru AND en)", "E_BAD_META", 9],
    ["lang:((ru))", "E_BAD_META", 6],
  ])("%s", (query, code, at) => {
    const parsed = parseQuery(query);
    expect(parsed.ok ? "accepted" : { code: parsed.error.code, at: parsed.error.at }).toEqual({ code, at });
    expect(parsed.ok || parsed.error.message).toMatch(/\.$/u);
  });

  it.each([
    ["subject:x", /quotation marks/u],
    ["/x/", /quotation marks/u],
    ["a*", /two letters before/u],
    ["(a OR b)~3", /NEAR\/3/u],
  ])("%s with a way out", (query, wayOut) => {
    const parsed = parseQuery(query);
    expect(parsed.ok || parsed.error.message).toMatch(wayOut);
  });

  it("a query of more than 32,768 UTF-16 units", () => {
    expect(treeOf("a".repeat(32_769))).toBe("E_TOO_LONG 32768");
    expect(treeOf("😀".repeat(16_384).slice(1) + "a")).toMatch(/^a$/u);
    expect(treeOf(`${"😀".repeat(16_384)}a`)).toBe("E_TOO_LONG 32768");
  });

  it("a dialect that does not exist", () => {
    const dialect: DialectName = JSON.parse('"klingon"');
    expect(treeOf("rain", { dialect })).toBe("E_UNSUPPORTED 0");
  });
});
