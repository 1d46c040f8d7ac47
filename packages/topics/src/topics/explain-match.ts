import type { MatchSpans, TextRange, TopicDocument } from "@wirewatch/model";
import type { ClauseResult } from "./compile-topics.ts";

/** Different words that are shown of one text. */
const maxWords = 6;
/** Texts that are named for one clause. */
const maxTexts = 3;

/** What is needed of a match to explain it; `TopicResult` has it, so has a stored match. */
export interface ExplainedMatch {
  readonly clauses: readonly ClauseResult[];
  /** Which of the topic's `raise` were true. */
  readonly raised?: readonly number[];
}

/**
 * Why a topic matched, one sentence for each query that was true: its place in the topic, the query, the words found
 * and where.
 *
 * @param topic of which the raising queries are named; a match keeps only their numbers
 * @example any[1] `Acme NEAR/8 (CEO OR factory)`: "Acme" … "factory" in section 3
 */
export function explainMatch(
  match: ExplainedMatch,
  document: TopicDocument,
  topic: { readonly raise?: readonly { readonly query: string }[] } = {},
): string[] {
  const raised = (match.raised ?? []).flatMap((index) => {
    const query = topic.raise?.[index]?.query;
    return [`raise[${index}]${query === undefined ? "" : ` \`${oneLine(query)}\``}: true, so the severity is raised`];
  });
  return [...match.clauses.map((clause) => explainClause(clause, document)), ...raised];
}

/** The words of a document at these ranges, and where they are, e.g. `"Acme" in the title`; empty without ranges. */
export function wordsFound(spans: MatchSpans, document: TopicDocument): string {
  const texts = textsOf(document).filter(({ key }) => (spans[key] ?? []).length > 0);
  const shown = texts.slice(0, maxTexts).map(({ key, text, name }) => `${quoted(text, spans[key] ?? [])} in ${name}`);
  const more = texts.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and in ${more} more` : "");
}

function explainClause({ clause, query, spans }: ClauseResult, document: TopicDocument): string {
  const found = wordsFound(spans, document);
  return `${clause} \`${oneLine(query)}\`: ${found === "" ? "true by what is known of the article" : found}`;
}

interface NamedText {
  readonly key: string;
  readonly text: string;
  readonly name: string;
}

/** The texts of a document in reading order, named as a reader counts: the first section is section 1. */
function textsOf({ title, sections = [], body }: TopicDocument): readonly NamedText[] {
  const given = sections.length === 0 ? [{ text: body ?? "" }] : sections;
  const named: NamedText[] = [{ key: "title", text: title ?? "", name: "the title" }];
  for (const [number, section] of given.entries()) {
    const name = given.length === 1 ? "the text" : `section ${number + 1}`;
    const heading = ("heading" in section ? section.heading : null) ?? "";
    named.push({
      key: `h${number}`,
      text: heading,
      name: given.length === 1 ? "the heading" : `the heading of ${name}`,
    });
    named.push({ key: `s${number}`, text: section.text, name });
  }
  return named;
}

/** The first different words at these ranges, as they stand in the text. */
function quoted(text: string, ranges: readonly TextRange[]): string {
  const words = new Map<string, string>();
  for (const [start, end] of ranges) {
    const word = oneLine(text.slice(start, end));
    if (!words.has(word.toLowerCase())) words.set(word.toLowerCase(), `"${word}"`);
    if (words.size > maxWords) break;
  }
  const shown = [...words.values()];
  return shown.length > maxWords ? `${shown.slice(0, maxWords).join(" … ")} …` : shown.join(" … ");
}

/** Longest query or word that is shown, in UTF-16 units. */
const maxShown = 300;

/** A text for one line of a sentence. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 2 * maxShown)
    .replaceAll(/\s+/gu, " ")
    .trim();
  return line.length > maxShown ? `${line.slice(0, maxShown).toWellFormed()}…` : line;
}
