import { metadataField, textField } from "../fields.ts";
import { countOf, distanceOf, inWords, readCaseFreeOperator } from "../operators.ts";
import type { WordOperator } from "../operators.ts";
import { QueryError } from "../problem.ts";
import type { Dialect } from "./dialect.ts";
import { wql } from "./wql.ts";

/**
 * Factiva: words side by side are a phrase, distances count positions, `w/n` and `adjn` put the left side first.
 *
 * @see WQL 1, section 10
 */
export const factiva: Dialect = {
  ...wql,
  opening: "([",
  closing: ")]",
  fieldPrefix: /^\p{L}[\p{L}_]*[:=]/u,
  fields: new Map([
    ...wql.fields,
    ["hd", textField("title")],
    ["hl", textField("title")],
    ["lp", textField("lede")],
    ["hlp", textField("top")],
    ["td", textField("body")],
    ["by", metadataField("author")],
    ["la", metadataField("lang")],
    ["sn", metadataField("source")],
  ]),
  neighbours: "phrase",
  isCaseFree: true,
  hasRanges: false,
  wildcards: { star: "run", truncation: /\$[0-9]*$/u },
  warnings: new Set(["W_IGNORED", "W_PLUS", "W_BOOST", "W_QUESTION_MARK"]),
  readOperator(word, at) {
    return readWordOperator(word, at) ?? readCaseFreeOperator(word, at);
  },
  readGluedOperator(query, at) {
    gluedOperator.lastIndex = at;
    const [sign, name, digits] = gluedOperator.exec(query) ?? [];
    if (sign === undefined || name === undefined || digits === undefined) return undefined;
    const end = at + sign.length;
    if (/f/iu.test(name)) return { operator: { kind: "firstOf", count: countOf(digits, "/F", at) }, end };
    return { operator: positions(digits, false, "/N", at), end };
  },
};

const gluedOperator = /\/([nf])([0-9]+)\//iuy;

function readWordOperator(word: string, at: number): WordOperator | undefined {
  if (/^same$/iu.test(word)) {
    return { kind: "proximity", operator: { within: { kind: "paragraph" }, isOrdered: false } };
  }
  const [, slashed] = /^near\/([0-9]+)f?$/iu.exec(word) ?? [];
  if (slashed !== undefined) {
    const message = `In Factiva's language nearness is written near${slashed}, which in WQL is W/${slashed}.`;
    throw new QueryError("E_UNSUPPORTED", at, message);
  }
  const [, name, digits] = /^(w\/(?=[0-9])|adj|near)([0-9]*)$/iu.exec(word) ?? [];
  if (name === undefined || digits === undefined) return undefined;
  return positions(digits === "" ? "1" : digits, !/^near$/iu.test(name), name, at);
}

/** At most n positions apart, so n − 1 words between. */
function positions(digits: string, isOrdered: boolean, name: string, at: number): WordOperator {
  const distance = distanceOf(digits, at);
  if (distance === 0) countOf(digits, name, at);
  return inWords(distance - 1, isOrdered);
}
