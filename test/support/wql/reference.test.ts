import { describe, expect, it } from "vitest";
import { referenceMatch, referenceParse } from "./reference.ts";
import type { ReferenceOptions } from "./syntax.ts";

const stem = (language: string, word: string): string | null => (language === "en" ? word.replace(/s$/, "") : null);

function answer(
  query: string,
  document: Parameters<typeof referenceMatch>[1],
  options: ReferenceOptions = {},
): unknown {
  const read = referenceParse(query, options);
  if (!read.ok) return `${read.code} at ${read.at}`;
  return referenceMatch(read.root, document, "section", stem)?.spans ?? "silent";
}

describe("matching", () => {
  it.each([
    [
      "port strike",
      "Strike closes port",
      {
        s0: [
          [0, 6],
          [14, 18],
        ],
      },
    ],
    ["port NOT strike", "Strike closes port", "silent"],
    ['"port * strike"', "Port workers' strike", { s0: [[0, 20]] }],
    [
      '"strike port"~2',
      "port strike",
      {
        s0: [
          [0, 4],
          [5, 11],
        ],
      },
    ],
    ['"strike port"~1', "port strike", "silent"],
    [
      "po?t*",
      "ports post",
      {
        s0: [
          [0, 5],
          [6, 10],
        ],
      },
    ],
    ["{Port}", "port Port", { s0: [[5, 9]] }],
    [
      "a NEAR/1 b NEAR/0 c",
      "a x b c",
      {
        s0: [
          [0, 1],
          [4, 5],
          [6, 7],
        ],
      },
    ],
    ["a NOT W/2 b", "a b x x a", { s0: [[8, 9]] }],
    [
      "ox W/S cow",
      "Ox or cow. Ox. Cow.",
      {
        s0: [
          [0, 2],
          [6, 9],
        ],
      },
    ],
    ["ATLEAST/2 (a W/2 b)", "a b a", "silent"],
    ["FIRST/2 b", "a b b", { s0: [[2, 3]] }],
    ["top:b", { title: "a", body: "b\n\nb" }, { s0: [[0, 1]] }],
    ["lang:en ~ports", { lang: "en-GB", body: "port" }, { s0: [[0, 4]] }],
    ["~ports", "port", "silent"],
    ["東京 AND 京", "東京", { s0: [[0, 2]] }],
    ["source:.port.example/x a", { source: "www.port.example", body: "a" }, { s0: [[0, 1]] }],
    ['author:"of spain"', { author: "Ana of Spain", body: "a" }, {}],
  ])("%s in %j", (query, document, expected) => {
    expect(answer(query, document)).toEqual(expected);
  });

  it("decides each section with the title, but not an aside", () => {
    const read = referenceParse("a b");
    if (!read.ok) throw new Error(read.code);
    const sections = [{ text: "b" }, { text: "x" }, { heading: "B", text: "" }, { text: "b", role: "aside" as const }];
    const hit = referenceMatch(read.root, { title: "a", sections }, "section", stem);
    expect(hit).toEqual({ units: [0, 2], spans: { title: [[0, 1]], s0: [[0, 1]], h2: [[0, 1]] } });
  });
});

describe("dialects", () => {
  it.each([
    ["lucene", "a b -c", "b", { s0: [[0, 1]] }],
    ["lucene", "a +b", "a", "silent"],
    [
      "factiva",
      "port strike w/2 x",
      "port strike a x",
      {
        s0: [
          [0, 11],
          [14, 15],
        ],
      },
    ],
    [
      "factiva",
      "a/N2/b",
      "b x a",
      {
        s0: [
          [0, 1],
          [4, 5],
        ],
      },
    ],
    ["factiva", "hd=[por$ or x]", { title: "ports" }, { title: [[0, 5]] }],
    [
      "lexis",
      "a and b or c",
      "a c",
      {
        s0: [
          [0, 1],
          [2, 3],
        ],
      },
    ],
    ["lexis", "HEADLINE(por!)", { title: "ports" }, { title: [[0, 5]] }],
    ["lexis", "po*t*", "port ports", { s0: [[5, 10]] }],
  ] as const)("%s reads %s", (dialect, query, document, expected) => {
    expect(answer(query, document, { dialect })).toEqual(expected);
  });
});

describe("refusals", () => {
  it.each([
    ["a NEAR/3", "E_MISSING_OPERAND at 8"],
    ["(a OR )", "E_MISSING_OPERAND at 3"],
    ["a OR (NOT b)", "E_NEGATIVE_BRANCH at 5"],
    ["-a", "E_PURE_NEGATIVE at 0"],
    ['x ~"a b"~2', "E_STEM_SLOP at 3"],
    ["title:(a AND body:b)", "E_NESTED_FIELD at 13"],
    ["a W/3 (b c)", "E_BAD_NEAR_OPERAND at 6"],
    ["lang:(en AND de)", "E_BAD_META at 9"],
    ["{a b}^2~3", "E_UNSUPPORTED at 0"],
    ["a ~po?t", "E_STEM_WILDCARD at 3"],
    ["x a[1 TO 2]", "E_UNSUPPORTED at 3"],
    ["a <<< b", "E_UNCLOSED_COMMENT at 2"],
    ["a !b", "E_BANG at 2"],
    ["<<< a >>> & ", "E_EMPTY at 0"],
  ])("%s is %s", (query, expected) => {
    expect(answer(query, "")).toBe(expected);
  });

  it.each([
    ["a OR b c", "W_MIXED_AND_OR"],
    ["+a^2 near & who? 京*", "W_BOOST,W_IGNORED,W_LOWERCASE_OPERATOR,W_PLUS,W_QUESTION_MARK"],
    [String.raw`who\? "near"^1`, "W_BOOST"],
    ["(a b) OR c", ""],
  ])("%s warns %s", (query, expected) => {
    const read = referenceParse(query);
    expect(read.ok ? read.warnings.join() : read.code).toBe(expected);
  });
});
