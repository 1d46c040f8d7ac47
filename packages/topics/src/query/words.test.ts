import { describe, expect, it } from "vitest";
import { treeOf, warningsOf } from "./fixtures/tree-shape.ts";

describe("a bare word ends at", () => {
  it.each([
    ["white space of any kind", "a1\tb1\nc1\u00A0d1\u2028e1\u0085f1\u3000g1", "(a1 & b1 & c1 & d1 & e1 & f1 & g1)"],
    ["no ignorable character", "a\u00ADb a\uFEFFb a\u200Bb", "(ab & ab & ab)"],
    ["parentheses, braces, quotation marks, |", 'a1(b1)c1{D}e1"f1"g1|h1', "((a1 & b1 & c1 & {D} & e1 & f1 & g1) | h1)"],
    ["&& and comments", "a1&&b1<<<note>>>c1", "(a1 & b1 & c1)"],
    ["no escaped sign", 'a1\\(b1\\ c1\\|d1\\"e1\\<<<f1', "a1_b1_c1_d1_e1_f1"],
    ["no backslash of its own", "wo\\rd \\", "word"],
    ["no other sign", "a1[b1]c1;d1/e1#f1@g1", "a1_b1_c1_d1_e1_f1_g1"],
  ])("%s", (_, query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("quotation marks of every kind open and close", () => {
  it.each(["““", "””", "“”", "„“", "‟”", "«»", "»«", "″″", "＂＂", '"»'])("%s", (marks) => {
    expect(treeOf(`x1 ${marks[0]}a b${marks[1]} y1`)).toBe("(x1 & a_b & y1)");
  });

  it.each([
    ['"a “b" c"', "(a & b & c)"],
    ['x1 "a', "E_UNCLOSED_QUOTE 3"],
    ['x1 "a\\"', "E_UNCLOSED_QUOTE 3"],
    ['x1 a"', "E_UNCLOSED_QUOTE 4"],
    ['"a\\\\" b', "(a & b)"],
    ['"a \\* b\\?"', "a_b"],
    ['"AND title:x {y} <<<z>>> (w) | -v"', "and_title_x_y_z_w_v"],
    ["'a b'", "(a & b)"],
    ['"a*-*b c"', "E_SHORT_WILDCARD 0"],
    ['"ab*-* c"', "ab*_*_c"],
    ['"* ab *"', "*_ab_*"],
    ['"ab ** c"', "ab_*_c"],
  ])("phrases: %s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("exact words", () => {
  it.each([
    ['{The "New" Plan?*}', "{The}_{New}_{Plan}"],
    ["{a\\}", "{a}"],
    ["{U.S.} {Müller-Ö}", "({US} & {Müller}_{Ö})"],
    ["{a <<<b>>> c}", "{a}_{b}_{c}"],
    ["rain {…}", "E_EMPTY_TERM 5"],
    ["rain {a", "E_UNCLOSED_BRACE 5"],
    ["rain } a", "E_UNBALANCED_BRACE 5"],
    ["rain\\} a", "(rain & a)"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("wildcards need two letters before them", () => {
  it.each([
    ["ab* ab?c a1*", "(ab* & ab?c & a1*)"],
    ["ß* é* \u{1D400}b*", "E_SHORT_WILDCARD 3"],
    ["ß* \u{1D400}b*", "(ss* & ab*)"],
    ["\u{20000}*x", "E_LEADING_WILDCARD 0"],
    ["U.S.*", "E_LEADING_WILDCARD 0"],
    ["U.S.A*", "E_SHORT_WILDCARD 0"],
    ["US*", "us*"],
    ["1,000*", "1,000*"],
    ["10,*", "E_LEADING_WILDCARD 0"],
    ["x1 *", "E_LEADING_WILDCARD 3"],
    ["x1 ?", "E_LEADING_WILDCARD 3"],
    ["x1 -*a", "E_LEADING_WILDCARD 4"],
    ["a\\*b*", "E_SHORT_WILDCARD 0"],
    ["ab*c?d**", "ab*c?d**"],
    ["_a*", "_a*"],
    ['東京* 東京** "東京* x"', "(東_京 & 東_京 & 東_京_x)"],
    ["東京?", "E_LEADING_WILDCARD 0"],
    ["東*a", "E_LEADING_WILDCARD 0"],
    ["東*?", "E_LEADING_WILDCARD 0"],
    ["東ab*", "東_ab*"],
    ["ab*東", "E_LEADING_WILDCARD 0"],
    ['"ab*東"', "ab_*_東"],
    ['"東*a"', "東_*_a"],
    ["プー*", "プー*"],
    ["러시*", "러시*"],
    ["២០*", "២០*"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("regular expressions are refused, other slashes are not", () => {
  it.each([
    ["/a/", "E_REGEX 0"],
    ["x1 /a.b/", "E_REGEX 3"],
    ["(x1)/a/", "E_REGEX 4"],
    ["x1 /a b/", "E_REGEX 3"],
    ["x1 /(a|b) c/", "E_REGEX 3"],
    ["/r/news", "E_REGEX 0"],
    ['/a "b/c"', "E_REGEX 0"],
    ["/a <<<b/c>>>", "E_REGEX 0"],
    ["title:/a b/", "E_REGEX 6"],
    ["-/a b/ x1", "E_REGEX 1"],
    ["x1|/a/", "E_REGEX 3"],
    ["/ x1 /", "E_REGEX 0"],
    ["/a b", "(a & b)"],
    ["/a b\\/", "(a & b)"],
    ["/a b\\\\/", "E_REGEX 0"],
    ["\\/a b/", "(a & b)"],
    ["(x1)/a b/", "(x1 & a & b)"],
    ["{X}/a b/", "({X} & a & b)"],
    ['"x1"/a b/', "(x1 & a & b)"],
    ["24/7 a/b/c", "(24_7 & a_b_c)"],
    ["a // b", "(a & b)"],
    ["//a b/", "(a & b)"],
    ["a / b", "(a & b)"],
    ["url:/a/b/ x1", "(url=/a/b/ & x1)"],
    ["near/x w/o atleast/x first/class", "(near_x & w_o & atleast_x & first_class)"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("Lucene's ranges are refused", () => {
  it.each([
    ["x1 [2020 TO 2024]", "E_UNSUPPORTED 3"],
    ["x1 {a TO *}", "E_UNSUPPORTED 3"],
    ["x1 [a TO b}", "E_UNSUPPORTED 3"],
    ["x1[a TO b]", "E_UNSUPPORTED 2"],
    ["x1{a TO b}", "E_UNSUPPORTED 2"],
    ['[ "a b" TO “c d” ]', "E_UNSUPPORTED 0"],
    ['["a \\"b" TO c]', "E_UNSUPPORTED 0"],
    ["[a\u00A0TO\u3000b]", "E_UNSUPPORTED 0"],
    ["title:[a TO b]", "E_UNSUPPORTED 6"],
    ["url:x[a TO b]", "E_UNSUPPORTED 5"],
    ["url:{a TO b}", "E_UNSUPPORTED 4"],
    ["[[a TO b]", "E_UNSUPPORTED 1"],
    ["{WELCOME TO HELL}", "E_UNSUPPORTED 0"],
    ['{"WELCOME TO HELL"}', "{WELCOME}_{TO}_{HELL}"],
    ["{Road TO the Top}", "{Road}_{TO}_{the}_{Top}"],
    ["[a to b]", "(a & to & b)"],
    ["[a TO b", "(a & to & b)"],
    ["\\[a TO b]", "(a & to & b)"],
    ["[a TOb]", "(a & tob)"],
    ["[a b TO c]", "(a & b & to & c)"],
    ['"[a TO b]"', "a_to_b"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("fields", () => {
  it.each([
    ["TITLE:rain Headline: wind", "(title:rain & title:wind)"],
    ["title<<<x>>>:rain", "(title & rain)"],
    ["title:<<<x>>> rain", "title:rain"],
    ["title: & rain", "title:rain"],
    ["title:{US}", "title:{US}"],
    ["title:FIRST/3 rain", "title:first3 rain"],
    ["title:(rain) wind", "(title:rain & wind)"],
    ["тема:rain", "E_UNKNOWN_FIELD 0"],
    ["x1 τίτλος:rain", "E_UNKNOWN_FIELD 3"],
    ["標題:rain", "E_UNKNOWN_FIELD 0"],
    ["f_x:rain", "E_UNKNOWN_FIELD 0"],
    ["AND:rain", "E_UNKNOWN_FIELD 0"],
    ["x1 http://x.org", "E_UNKNOWN_FIELD 3"],
    ["(foo:)", "E_UNKNOWN_FIELD 1"],
    ["rain|foo:x", "E_UNKNOWN_FIELD 5"],
    ["a1:rain _x:rain 10:30 f-x:y", "(a1_rain & _x_rain & 10_30 & f_x_y)"],
    ["foo\\:rain \\foo:rain", "(foo_rain & foo_rain)"],
    ["title:AND", "E_MISSING_OPERAND 0"],
    ["x1 title:)", "E_MISSING_OPERAND 3"],
    ["title:NOT rain", "E_MISSING_OPERAND 0"],
    ["title:(rain body:wind)", "E_NESTED_FIELD 12"],
    ["title:lang:ru", "E_NESTED_FIELD 6"],
    ["title:rain lang:ru", "(title:rain & lang=ru)"],
    ["title:rain NEAR/2 wind", "E_BAD_NEAR_OPERAND 0"],
    ["title:(rain NEAR/2 wind)", "title:<rain near-2 wind>"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("metadata values are taken as written", () => {
  it.each([
    ["lang: ru x1", "(lang=ru & x1)"],
    ["url:a-b?c=d&e=f x1", "(url=a-b?c=d&e=f & x1)"],
    ["url:a\\b\\ x1", "(url=a\\b\\ & x1)"],
    ['author:O"B x1', '(author=O"B & x1)'],
    ["url:{x} x1", "(url={x} & x1)"],
    ["url:x* url:y~1", "(url=x* & url=y~1)"],
    ["url:or x1", "(url=or & x1)"],
    ['author:"OR"', "author=OR"],
    ["author:\\OR x1", "(author=\\OR & x1)"],
    ["lang:ru|x1", "(lang=ru | x1)"],
    ["lang:ru(x1)", "(lang=ru & x1)"],
    ["lang:ru<<<n>>>x1", "(lang=ru & x1)"],
    ['lang:( ru <<<n>>> | "de" OR fr)', "lang=ru,de,fr"],
    ["lang:OR x1", "E_MISSING_OPERAND 0"],
    ["lang:NOT x1", "E_MISSING_OPERAND 0"],
    ["lang:- x1", "E_MISSING_OPERAND 0"],
    ["x1 lang:", "E_MISSING_OPERAND 3"],
    ["x1 lang:|de", "E_MISSING_OPERAND 3"],
    ["lang:(-ru)", "E_BAD_META 6"],
    ["lang:(ru (de))", "E_BAD_META 9"],
    ["lang:(ru && de)", "E_BAD_META 9"],
    ["lang:(NOT ru)", "E_BAD_META 6"],
    ["lang:(ru OR OR de)", "E_MISSING_OPERAND 9"],
    ["lang:(ru OR", "E_UNBALANCED_PAREN 5"],
    ['lang:""', "E_EMPTY_TERM 5"],
    ['lang:(ru OR " ")', "E_EMPTY_TERM 12"],
    ['author:"--"', "author=--"],
    ['lang:"ru', "E_UNCLOSED_QUOTE 5"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("operators", () => {
  it.each([
    ["And Or Not Near", "(and & or & not & near)"],
    ["AND\\ x1", "and_x1"],
    ["a Near/3 b oNeAr/2 c W/S d Pre/2 e", "<a near-3 b then-2 c near-sentence d then-1 e>"],
    ["a NEAR/250 b", "<a near-250 b>"],
    ["a NEAR/003 b", "<a near-3 b>"],
    ["a NEAR/ b", "E_BAD_DISTANCE 2"],
    ["a W/O b", "E_BAD_DISTANCE 2"],
    ["a NEAR/-3 b", "E_BAD_DISTANCE 2"],
    ["a near/3x b", "(a & near_3x & b)"],
    ["a NOT W/0 b", "E_BAD_DISTANCE 6"],
    ["a NEAR/٣ b", "E_BAD_DISTANCE 2"],
    ["a PRE/0 b", "E_BAD_DISTANCE 2"],
    ["FIRST/0 a", "E_BAD_DISTANCE 0"],
    ["FIRST/999999 a", "first999999 a"],
    [`ATLEAST/${"9".repeat(400)} a`, "atLeast9007199254740991 a"],
    ["atleast2 a", "(atleast2 & a)"],
    ["FIRST20 a", "(first20 & a)"],
    ["a NOT<<<x>>>NEAR/2 b", "<a not-near-2 b>"],
    ["NOT NEAR/2 b", "E_MISSING_OPERAND 0"],
    ["a NEAR/3   ", "E_MISSING_OPERAND 11"],
    ["a NEAR/3 | b", "E_MISSING_OPERAND 9"],
    ["a AND NOT", "E_MISSING_OPERAND 6"],
    ["a NOT NOT", "E_MISSING_OPERAND 6"],
    ["a OR & b", "(a | b)"],
    ["a OR &", "E_MISSING_OPERAND 2"],
    ["a NEAR/2 ((b))", "<a near-2 b>"],
    ["a NEAR/2 (b OR (c d))", "E_BAD_NEAR_OPERAND 9"],
    ["(a OR title:b) NEAR/2 c", "E_BAD_NEAR_OPERAND 0"],
    ["((a b) OR c) NEAR/2 d", "E_BAD_NEAR_OPERAND 0"],
    ["a NEAR/2 b NEAR/3 (c d)", "E_BAD_NEAR_OPERAND 18"],
    ["ATLEAST/2 a NEAR/2 b", "E_BAD_NEAR_OPERAND 0"],
    ["a NOT (b OR NOT c)", "(a & !(b | !c))"],
    ["a AND (b OR NOT c)", "E_NEGATIVE_BRANCH 12"],
    ["NOT a OR NOT b", "E_NEGATIVE_BRANCH 0"],
    ["a OR title:(NOT b)", "E_NEGATIVE_BRANCH 5"],
    ["& — 😀", "E_EMPTY 0"],
    ["x1 (&)", "E_EMPTY_GROUP 3"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });
});

describe("warnings", () => {
  it.each([
    ["a😀 😀 b", ["W_IGNORED 4"]],
    [
      "near onear Or or^2",
      ["W_LOWERCASE_OPERATOR 0", "W_LOWERCASE_OPERATOR 5", "W_BOOST 16", "W_LOWERCASE_OPERATOR 14"],
    ],
    ["x1 a? ab? ab\\? ab\\\\?", ["E_SHORT_WILDCARD 3"]],
    ["ab? cd\\? ef\\\\gh? ij?k", ["W_QUESTION_MARK 2", "W_QUESTION_MARK 15"]],
    ['"ab?" url:ab?', []],
    ["x1 (a OR b c) (d OR e AND f)", ["W_MIXED_AND_OR 9", "W_MIXED_AND_OR 20"]],
    ["a OR b NOT c", ["W_MIXED_AND_OR 5"]],
    ["a OR NOT (b c) d", ["W_MIXED_AND_OR 5"]],
    ["+a +(b) + c", ["W_PLUS 0", "W_PLUS 3", "W_IGNORED 8"]],
    ['x1 "東京*"', ["W_IGNORED 3"]],
    ["a <<< & and >>> b", []],
  ])("%s", (query, warnings) => {
    expect(warningsOf(query)).toEqual(warnings);
  });
});
