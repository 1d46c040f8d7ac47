import type { TopicDocument } from "@wirewatch/model";
import { createTopicEngine } from "@wirewatch/topics";
import type { TopicEngine } from "@wirewatch/topics";
import { referenceMatch, referenceParse } from "../support/wql/reference.ts";
import type { ReferenceAnswer, ReferenceHit } from "../support/wql/reference.ts";
import type { DialectName } from "./topics-differential-queries.ts";

/** A query, how it is read, and a text to match it with. */
export interface DifferentialCase {
  readonly query: string;
  readonly dialect: DialectName;
  readonly stem: boolean;
  readonly scope: "section" | "document";
  readonly document: TopicDocument;
  /** Whether the query has one error at most, so that its code and place can be compared. */
  readonly hasOneError: boolean;
}

/** What both sides said of a case when they differ. */
export interface Disagreement {
  readonly about: "reading" | "code" | "offset" | "warnings" | "match" | "units" | "ranges" | "failure";
  readonly expected: string;
  readonly got: string;
}

/** What the reference says of a case, for the summary. */
export type Outcome = "refused" | "matched" | "silent";

/** A few suffixes are enough to tell stems from words; the real stemmer has tests of its own. */
export function testStem(language: string, word: string): string | null {
  if (language === "en") return word.replace(/(?:ing|ed|s)$/, "");
  return language === "ru" ? word.replace(/[аеийоуыюя]+$/u, "") : null;
}

export function newEngine(): TopicEngine {
  return createTopicEngine({ stem: testStem });
}

let lastRead: { readonly key: string; readonly answer: ReferenceAnswer } | undefined;

/** What the reference reads; the last answer is kept, since several questions are asked about it. */
function referenceReading(one: DifferentialCase): ReferenceAnswer {
  const key = JSON.stringify([one.query, one.dialect, one.stem]);
  if (lastRead?.key !== key) lastRead = { key, answer: referenceParse(one.query, optionsOf(one)) };
  return lastRead.answer;
}

const optionsOf = ({ dialect, stem }: DifferentialCase): { dialect: DialectName; stem: boolean } => ({ dialect, stem });

/** The first difference in how the query is read; undefined when there is none. */
export function readingDisagreement(one: DifferentialCase, engine: TopicEngine): Disagreement | undefined {
  const wanted = referenceReading(one);
  const got = engine.parse(one.query, optionsOf(one));
  const shown = got.ok ? "read" : `${got.error.code} at ${got.error.at}`;
  if (wanted.ok !== got.ok) {
    return { about: "reading", expected: wanted.ok ? "read" : `${wanted.code} at ${wanted.at}`, got: shown };
  }
  if (wanted.ok && got.ok) {
    const warnings = [...new Set(got.warnings.map(({ code }) => code))].sort().join();
    const isSame = warnings === wanted.warnings.join();
    return isSame ? undefined : { about: "warnings", expected: wanted.warnings.join(), got: warnings };
  }
  if (wanted.ok || got.ok || !one.hasOneError) return undefined;
  if (wanted.code !== got.error.code) return { about: "code", expected: `${wanted.code} at ${wanted.at}`, got: shown };
  if (wanted.isFirm && wanted.at !== got.error.at)
    return { about: "offset", expected: `${wanted.code} at ${wanted.at}`, got: shown };
  return undefined;
}

/** What the reference finds; undefined when the query is refused or silent. */
export function referenceHit(one: DifferentialCase): ReferenceHit | undefined {
  const read = referenceReading(one);
  return read.ok ? referenceMatch(read.root, one.document, one.scope, testStem) : undefined;
}

export function outcomeOf(one: DifferentialCase): Outcome {
  if (!referenceReading(one).ok) return "refused";
  return referenceHit(one) === undefined ? "silent" : "matched";
}

/** The first difference between what the engine says of a query it holds and the reference. */
export function hitDisagreement(
  wanted: ReferenceHit | undefined,
  got: ReferenceHit | undefined,
): Disagreement | undefined {
  if (wanted === undefined || got === undefined) {
    if (wanted === got) return undefined;
    return {
      about: "match",
      expected: wanted === undefined ? "silent" : shown(wanted),
      got: got === undefined ? "silent" : shown(got),
    };
  }
  if (JSON.stringify(wanted.units) !== JSON.stringify(got.units)) {
    return { about: "units", expected: shown(wanted), got: shown(got) };
  }
  return shown(wanted) === shown(got) ? undefined : { about: "ranges", expected: shown(wanted), got: shown(got) };
}

function shown({ units, spans }: ReferenceHit): string {
  const texts = Object.entries(spans).filter(([, ranges]) => ranges.length > 0);
  const sorted = texts.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(units)} ${JSON.stringify(Object.fromEntries(sorted))}`;
}

/** The difference of a case alone in an engine of its own. */
export function caseDisagreement(one: DifferentialCase): Disagreement | undefined {
  try {
    const engine = newEngine();
    const reading = readingDisagreement(one, engine);
    if (reading !== undefined || outcomeOf(one) === "refused") return reading;
    engine.add([{ id: "one", query: one.query, opts: { ...optionsOf(one), scope: one.scope } }]);
    return hitDisagreement(referenceHit(one), engine.match(one.document)[0]);
  } catch (error) {
    return { about: "failure", expected: "an answer", got: String(error) };
  }
}
