import { metadataField, textField } from "../fields.ts";
import { readCaseFreeOperator } from "../operators.ts";
import type { Dialect, UnsupportedConnector } from "./dialect.ts";
import { wql } from "./wql.ts";

/**
 * Lexis and Nexis: words side by side are a phrase, OR binds before proximity and proximity before AND.
 *
 * @see WQL 1, section 10
 */
export const lexis: Dialect = {
  ...wql,
  segments: new Map([
    ["headline", textField("title")],
    ["hlead", textField("top")],
    ["lead", textField("lede")],
    ["body", textField("body")],
    ["byline", metadataField("author")],
  ]),
  neighbours: "phrase",
  isOrTightest: true,
  isCaseFree: true,
  hasRanges: false,
  wildcards: { star: "one", truncation: /!$/u },
  warnings: new Set(["W_IGNORED", "W_PLUS", "W_BOOST", "W_QUESTION_MARK"]),
  readOperator: readCaseFreeOperator,
  findUnsupported,
};

/** Connectors that WQL spells otherwise or lacks. */
function findUnsupported(word: string): UnsupportedConnector | undefined {
  const [, name, unit] = /^(w|pre)?\/([0-9]+|[sp]|seg)$/iu.exec(word) ?? [];
  const [, signed] = /^\+([0-9]+)$/u.exec(word) ?? [];
  if (signed !== undefined) {
    return { message: `Write PRE/${signed} instead of +${signed}: the left side first.`, isSign: true };
  }
  if (unit === undefined || (name !== undefined) !== /^seg$/iu.test(unit)) return undefined;
  if (name === undefined) return { message: `Write W/${unit.toUpperCase()} instead of ${word}.`, isSign: false };
  const nearest = /^w$/iu.test(name) ? "W/P (one paragraph) or AND" : "PRE/250";
  return { message: `Segments of a document are not known here: instead of ${word} write ${nearest}.`, isSign: false };
}
