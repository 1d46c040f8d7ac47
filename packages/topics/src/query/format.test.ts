import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import type { DialectName } from "./dialects/dialect.ts";
import { treeOf, withoutOffsets } from "./fixtures/tree-shape.ts";
import { formatQuery } from "./format.ts";
import { parseQuery } from "./parse.ts";

function rewrite(query: string, dialect: DialectName = "wql", stem = false): string {
  const parsed = parseQuery(query, { dialect, stem });
  return parsed.ok ? formatQuery(parsed.node, { stem }) : `${query}: ${parsed.error.code} ${parsed.error.at}`;
}

describe("formatQuery writes", () => {
  it.each([
    ["Rain wind|sun", "(rain AND wind) OR sun"],
    ["rain OR (wind sun)", "rain OR (wind AND sun)"],
    ["(rain OR wind) -sun", "(rain OR wind) AND NOT sun"],
    ["rain -(wind sun)", "rain AND NOT (wind AND sun)"],
    ["rain NOT NOT wind", "rain AND NOT (NOT wind)"],
    ["rain (wind sun)", "rain AND (wind AND sun)"],
    ["AT&T New-York", '"at t" AND "new york"'],
    ["\\and OR \\near", '"and" OR "near"'],
    ["wom?n who\\?", "wom?n AND who"],
    ["anti-wom?n-x", "anti-wom?n-x"],
    ['"a * bc*"', '"a * bc*"'],
    ["東京 東ab*", '東京 AND "東 ab*"'],
    ['"東京"~2', '"東 京"~2'],
    ["น้ำ", "น้ำ"],
    ["½ ½million*", "½ AND ½million*"],
    ["1,000 H2O", "1,000 AND h2o"],
    ["{U.S. plan}", "{US plan}"],
    ['{"UP TO NOW"}', '{"UP TO NOW"}'],
    ['~Winds ~"sea ice" ~\\and', '~winds AND ~"sea ice" AND ~"and"'],
    ["rain W/5 wind PRE/2 sun w/s ice", "rain NEAR/4 wind ONEAR/1 sun W/S ice"],
    ["(rain NEAR wind) NOT NEAR/2 (sun|ice)", "(rain NEAR/4 wind) NOT NEAR/2 (sun OR ice)"],
    ["atleast/2 (a|b) FIRST/9 a", "ATLEAST/2 (a OR b) AND FIRST/9 a"],
    ["hl:(a b) ingress:c", "title:(a AND b) AND lede:c"],
    ["site:(bbc.co.uk|a.com) lang:pt-BR", "source:(bbc.co.uk OR a.com) AND lang:pt-BR"],
    ['byline:"Jane \\"J\\" Roe" url:"-x" url:"a|b"', 'author:"Jane \\"J\\" Roe" AND url:"-x" AND url:"a|b"'],
    ['url:a\\b url:"OR" x', 'url:"a\\\\b" AND url:"OR" AND x'],
    ["+rain^2 & wind <<<note>>>", "rain AND wind"],
  ])("%s", (query, text) => {
    expect(rewrite(query)).toBe(text);
  });

  it.each([
    ["lucene", "rain wind -sun", "(rain OR wind) AND NOT sun"],
    ["lucene", "rain +wind lang:(ru de)", "wind"],
    ["factiva", "hd=north sea and bank$ w/3 rate", 'title:"north sea" AND bank* ONEAR/2 rate'],
    ["factiva", "wi?d$ farm/F50/", "FIRST/50 wi?d*-farm"],
    ["factiva", "by=(jane roe or doe) and x", 'author:("jane roe" OR doe) AND x'],
    ["lexis", "rain or wind and sun w/3 discharg!", "(rain OR wind) AND sun NEAR/2 discharg*"],
    ["lexis", "headline(cat* or dog)", "title:(cat? OR dog)"],
  ] as const)("%s as WQL: %s", (dialect, query, text) => {
    expect(rewrite(query, dialect)).toBe(text);
  });

  it("no ~ where every word is stemmed anyway", () => {
    expect(rewrite('rains "sea ices"~2 clou* {US}', "wql", true)).toBe('rains AND "sea ices"~2 AND clou* AND {US}');
  });

  it("no parentheses for readers where they would nest too deep", () => {
    const query = `${"(a1 OR b1 ".repeat(100)}c1${")".repeat(100)}`;
    expect(treeOf(rewrite(query))).toBe(treeOf(query));
    expect(treeOf(query)).toContain("c1");
  });
});

const pieces = [
  ..."rain wind s US and or not near AND OR NOT NEAR/3 ONEAR NEAR/2f W/5 w/s PRE/2 ATLEAST/2 atleast2 FIRST/9".split(
    " ",
  ),
  ...'title: hd= lang: la:( author: ( ) [ ] " “ { } ~ ~3 ^2 - + ! * ? clou* wo?m ab? bank$ disc! ca*t'.split(" "),
  ..."/N5/ /F3/ adj2 near4 same | || && & \\ / 10:30 1,000 U.S.A. O'Brien ½ ﷺ 東京 น้ำ 東* 北ab* İst ß* Σας ½*".split(
    " ",
  ),
  ...'headline( BYLINE( TO {"a ru en , . \u0301 e\u0301 \u{1D400} ſ 😀 <<<x>>> \u0085 \uFEFF \u00A0 (rain (wind sun) ice) {Ice}'.split(
    " ",
  ),
];

describe("what formatQuery writes is read as the same tree", () => {
  it.each(["wql", "lucene", "factiva", "lexis"] as const)("%s", (dialect) => {
    const random = seededRandom(dialect.length * 7_919);
    let accepted = 0;
    for (let run = 0; run < 6_000; run++) {
      const stem = random() < 0.2;
      const query = randomQuery(random);
      const parsed = parseQuery(query, { dialect, stem });
      if (!parsed.ok) continue;
      accepted++;
      const text = formatQuery(parsed.node, { stem });
      const again = parseQuery(text, { stem });
      expect(again.ok ? withoutOffsets(again.node) : again.error, `${query} as ${text}`).toEqual(
        withoutOffsets(parsed.node),
      );
      expect(formatQuery(parsed.node, { stem })).toBe(text);
    }
    expect(accepted).toBeGreaterThan(600);
  });

  it("refusals and warnings of random queries lie inside them", () => {
    const random = seededRandom(4_711);
    for (let run = 0; run < 6_000; run++) {
      const query = randomQuery(random);
      const parsed = parseQuery(query);
      const places = parsed.ok ? parsed.warnings.map(({ at }) => at) : [parsed.error.at];
      for (const at of places) expect(at >= 0 && at <= query.length, query).toBe(true);
    }
  });
});

function randomQuery(random: () => number): string {
  let query = "";
  for (let count = 1 + Math.floor(random() * 8); count > 0; count--) {
    query += (pieces[Math.floor(random() * pieces.length)] ?? "") + (random() < 0.5 ? " " : "");
  }
  return query;
}
