import { primaryLanguage, readyValues } from "../match/metadata.ts";
import type { Stemmer } from "../match/stem-index.ts";
import type { TopicDefinition } from "../match/topic-set.ts";
import { parseQuery } from "../query/parse.ts";
import type { QueryNode, SpanNode, TokenPattern } from "../query/syntax.ts";
import { foldToken } from "../text/fold.ts";
import { allOf, everything, lexeme, limited, oneOf, tsqueryText } from "./condition.ts";
import type { Condition } from "./condition.ts";
import {
  authorLexeme,
  capitalsLexeme,
  languageLexeme,
  partial,
  siteLexeme,
  stemLexeme,
  titleLexeme,
  unknownLanguage,
  wordLexeme,
} from "./lexemes.ts";

/** What of a topic says which articles it may be in. */
export type SearchedTopic = Pick<TopicDefinition, "any" | "all" | "stem" | "dialect"> & {
  readonly where: Pick<TopicDefinition["where"], "languages">;
};

export interface ConditionOptions {
  /** Languages of the archive's articles, primary subtags: a `~` stands for another stem in each. */
  readonly languages: readonly string[];
  readonly stem: Stemmer;
}

/** More lexemes than these take longer to look up than they save. */
const maxLexemes = 2_000;

/**
 * Which articles of the archive may hold a topic, as text of a `tsquery` over `articleLexemes`: all that do, and as few others as words
 * can tell. What is not said by words (order, distance, negations, sections, parts of addresses) asks for nothing.
 *
 * @returns null when every article may
 * @throws {RangeError} when a query cannot be read
 */
export function candidateCondition(topics: readonly SearchedTopic[], options: ConditionOptions): string | null {
  return tsqueryText(topicsCondition(topics, options));
}

/** The same as a tree. Exported for its tests. */
export function topicsCondition(topics: readonly SearchedTopic[], options: ConditionOptions): Condition {
  const found = limited(oneOf(topics.map((topic) => conditionOf(topic, options))), maxLexemes);
  return found.kind === "everything" ? found : oneOf([found, lexeme(partial)]);
}

function conditionOf({ any, all, stem, dialect, where }: SearchedTopic, options: ConditionOptions): Condition {
  const read = (query: string): Condition => {
    const parsed = parseQuery(query, { stem, dialect });
    if (!parsed.ok)
      throw new RangeError(`character ${parsed.error.at}: ${parsed.error.message} (${parsed.error.code})`);
    return queryCondition(parsed.node, false, options);
  };
  const languages = where.languages.map((language) => inLanguage(primaryLanguage(language)));
  return allOf([
    any.length === 0 ? everything : oneOf(any.map(read)),
    ...all.map(read),
    languages.length === 0 ? everything : oneOf(languages),
  ]);
}

function queryCondition(node: QueryNode, isTitle: boolean, options: ConditionOptions): Condition {
  switch (node.kind) {
    case "and":
      return allOf(node.parts.map((part) => queryCondition(part, isTitle, options)));
    case "or":
      return oneOf(node.sides.map((side) => queryCondition(side, isTitle, options)));
    case "not":
      return everything;
    case "field":
      return queryCondition(node.operand, node.field === "title", options);
    case "metadata":
      return metadataCondition(node.field, readyValues(node.field, node.values));
    case "atLeast":
    case "first":
      return spanCondition(node.operand, isTitle, options);
    case "term":
    case "proximity":
      return spanCondition(node, isTitle, options);
  }
}

function spanCondition(node: SpanNode, isTitle: boolean, options: ConditionOptions): Condition {
  switch (node.kind) {
    case "term":
      return allOf(node.patterns.map((pattern) => patternCondition(pattern, isTitle, options)));
    case "or":
      return oneOf(node.sides.map((side) => spanCondition(side, isTitle, options)));
    case "proximity": {
      const near = node.links.filter(({ isNegated }) => !isNegated).map(({ operand }) => operand);
      return allOf([node.first, ...near].map((operand) => spanCondition(operand, isTitle, options)));
    }
  }
}

function patternCondition(pattern: TokenPattern, isTitle: boolean, options: ConditionOptions): Condition {
  const place = isTitle ? titleLexeme : (text: string): string => text;
  switch (pattern.kind) {
    case "any":
      return everything;
    case "folded":
      return lexeme(place(wordLexeme(pattern.folded)));
    case "exact":
      return lexeme(place(capitalsLexeme(pattern.exact) ?? wordLexeme(pattern.folded)));
    case "wildcard":
      return lexeme(place(wordLexeme(pattern.wildcard.prefix)), true);
    case "stem":
      return oneOf([...stemLexemes(pattern, options).map((one) => lexeme(place(one))), lexeme(unknownLanguage)]);
  }
}

/** Of an inflected word in every language that an article may be in; a language without stems compares folded words. */
function stemLexemes(
  { surface, folded }: { readonly surface: string; readonly folded: string },
  { languages, stem }: ConditionOptions,
): string[] {
  const stems = languages.flatMap((language) => stem(language, surface) ?? []).map((one) => foldToken(one));
  return [...new Set([folded, ...stems])].flatMap((one) => [wordLexeme(one), stemLexeme(one)]);
}

function metadataCondition(
  field: Parameters<typeof readyValues>[0],
  values: readonly (string | readonly string[])[],
): Condition {
  return oneOf(values.map((value) => valueCondition(field, value)));
}

function valueCondition(field: Parameters<typeof readyValues>[0], value: string | readonly string[]): Condition {
  if (typeof value !== "string") return allOf(value.map((word) => lexeme(authorLexeme(word))));
  switch (field) {
    case "lang":
      return value === "" ? everything : inLanguage(value);
    case "source":
      return value === "" ? everything : lexeme(siteLexeme(value));
    // A part of an address is no word, the country is the configuration's, and authors are lists of words.
    case "url":
    case "country":
    case "author":
      return everything;
  }
}

function inLanguage(language: string): Condition {
  return oneOf([lexeme(languageLexeme(language)), lexeme(unknownLanguage)]);
}
