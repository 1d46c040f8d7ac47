import { expect, it } from "vitest";
import { formatQuery } from "./format.ts";
import { parseQuery } from "./parse.ts";

const length = 16_384;
const parts = 16;

// Time of one query of full length against as many characters in short ones: about 1 when linear, 16 when quadratic.
it.each([
  [
    "wql",
    "[",
    '["',
    "[a TO ",
    '["a" TO ',
    "[a\t",
    "(a OR ",
    "/a ",
    ")/",
    "ab*",
    "東*",
    "\\",
    "\\/",
    "{a} ",
    '"a"~2 ',
    "a^1^",
  ],
  [
    "wql",
    "a~1~",
    "NOT ",
    "-a ",
    "+a ",
    "a OR ",
    "a NEAR/3 ",
    "a|",
    "a&&",
    "<<<a>>>",
    "~a ",
    "1.1.",
    "~1.1",
    "½ ",
    "& ",
    "a? ",
  ],
  ["lucene", "a ", "+a ", "-a ", "!a ", "a AND ", "lang:(a b) "],
  ["factiva", "a ", "x/N5/", "/N5", "a$", "$1", "[", "[a] ", "a/F9/ ", "not near5 ", "la=(a b) "],
  ["lexis", "a ", "a or ", "a! ", "/5x ", "+5x ", "not ", "headline(a) ", "atleast2(a) ", "near "],
] as const)("%s queries take time in proportion to their length", (dialect, ...pieces) => {
  for (const piece of pieces) {
    const whole = piece.repeat(length).slice(0, length);
    const short = whole.slice(0, length / parts);
    const read = (query: string): void => {
      const parsed = parseQuery(query, { dialect });
      if (parsed.ok) formatQuery(parsed.node);
    };
    // A pause of the machine can spoil one measurement, not three.
    let ratio = Infinity;
    for (let trial = 0; trial < 3 && ratio >= 6; trial++) {
      const inParts = timeOf(() => {
        for (let part = 0; part < parts; part++) read(short);
      });
      ratio = timeOf(() => read(whole)) / inParts;
    }
    expect(ratio, piece).toBeLessThan(6);
  }
});

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
