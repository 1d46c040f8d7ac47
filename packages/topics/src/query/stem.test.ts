import { describe, expect, it } from "vitest";
import { treeOf, warningsOf } from "./fixtures/tree-shape.ts";
import { parseQuery } from "./parse.ts";

describe("~ asks for inflected forms", () => {
  it.each([
    ["~Sanctions", "~sanctions"],
    ["~САНКЦИЯ", "~санкция"],
    ['~"Central Banks"', "~central_~banks"],
    ["~co-ops", "~co_~ops"],
    ['~"banks * rates"', "~banks_*_~rates"],
    ["rain ~winds", "(rain & ~winds)"],
    ["-~winds rain", "(!~winds & rain)"],
    ["+~winds rain", "(~winds & rain)"],
    ["title:~winds", "title:~winds"],
    ["~rains NEAR/3 (~winds OR sun)", "<~rains near-3 (~winds | sun)>"],
    ["ATLEAST/2 ~winds", "atLeast2 ~winds"],
    ["~winds^2", "~winds"],
    ['~"winds"^2', "~winds"],
    ["~-winds", "~winds"],
    ["~U.S.A.", "~usa"],
    ["~so\u00ADft", "~soft"],
    ["~cafe\u0301", "~café"],
    ["~Straße", "~straße"],
    ["~東京*", "~東_~京"],
    ['"rain"~winds', "(rain & ~winds)"],
    ["(rain)~winds", "(rain & ~winds)"],
    ["rain~winds", "rain_winds"],
    ["~and", "~and"],
    ["~3", "~3"],
  ])("%s", (query, tree) => {
    expect(treeOf(query)).toBe(tree);
  });

  it("keeps the word in lower case, composed, and its folded form", () => {
    const parsed = parseQuery("x ~ÜBUNGE\u0301N");
    expect(parsed.ok && parsed.node).toMatchObject({
      parts: [{}, { at: 2, patterns: [{ kind: "stem", surface: "übungén", folded: "ubungen" }] }],
    });
  });

  it.each([
    ["~ rain", "E_MISSING_OPERAND 0"],
    ["rain ~", "E_MISSING_OPERAND 5"],
    ["~(rain)", "E_MISSING_OPERAND 0"],
    ["~{Rain}", "E_MISSING_OPERAND 0"],
    ["~~rain", "E_MISSING_OPERAND 0"],
    ["~<<<x>>>rain", "E_MISSING_OPERAND 0"],
    ["~& rain", "E_MISSING_OPERAND 0"],
    ["rain ~AND wind", "E_MISSING_OPERAND 5"],
    ["~title:rain", "E_MISSING_OPERAND 0"],
    ["~ATLEAST/2 rain", "E_MISSING_OPERAND 0"],
    ["~rain|~", "E_MISSING_OPERAND 6"],
    ["~clou*", "E_STEM_WILDCARD 1"],
    ["rain ~cl?ud", "E_STEM_WILDCARD 6"],
    ["rain ~anti-immi*", "E_STEM_WILDCARD 6"],
    ['rain ~"rain win*"', "E_STEM_WILDCARD 6"],
    ['~"rain wind"~2', "E_STEM_SLOP 1"],
    ['rain ~"rain wind"~0', "E_STEM_SLOP 6"],
    ['~"rain wind"~2~3', "E_UNSUPPORTED 1"],
    ['~"rain wind"~251', "E_BAD_DISTANCE 1"],
    ['~"* *"', "E_EMPTY_TERM 1"],
    ["~rain~", "E_FUZZY 1"],
    ["~/rain wind/", "E_REGEX 1"],
    ["~subject:rain", "E_UNKNOWN_FIELD 1"],
    ["~*", "E_LEADING_WILDCARD 1"],
    ['~"rain', "E_UNCLOSED_QUOTE 1"],
  ])("refused: %s", (query, refusal) => {
    expect(treeOf(query)).toBe(refusal);
  });
});

describe("stem: true reads every word as if it had ~", () => {
  it.each([
    ["Rains winds", "(~rains & ~winds)"],
    ['"sea ices"', "~sea_~ices"],
    ['"sea ices"~2', "~sea_~ices~2"],
    ['"seas * ices"', "~seas_*_~ices"],
    ['"seas ic*"', "~seas_ic*"],
    ["anti-immi*", "~anti_immi*"],
    ["clou*", "clou*"],
    ["{US} us", "({US} & ~us)"],
    ["~rains", "~rains"],
    ["title:rains lang:ru", "(title:~rains & lang=ru)"],
    ["rains NEAR/3 winds", "<~rains near-3 ~winds>"],
    ['~"rain wind"~2', "E_STEM_SLOP 1"],
    ["~clou*", "E_STEM_WILDCARD 1"],
  ])("%s", (query, tree) => {
    expect(treeOf(query, { stem: true })).toBe(tree);
  });

  it("in phrases of neighbours too", () => {
    expect(treeOf("north seas", { stem: true, dialect: "factiva" })).toBe("~north_~seas");
    expect(treeOf("wom*n rights", { stem: true, dialect: "lexis" })).toBe("wom?n_~rights");
  });

  it("warns as without it", () => {
    expect(warningsOf("rain and who?", { stem: true })).toEqual(["W_LOWERCASE_OPERATOR 5", "W_QUESTION_MARK 12"]);
  });
});
