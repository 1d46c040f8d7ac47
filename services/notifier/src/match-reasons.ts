import type { AlertReason, ArticlePart, QueryFind, Snippet } from "@wirewatch/model";
import type { StoredClause } from "@wirewatch/store";
import type { WaitingAlert } from "./group-facts.ts";

/** Passages that a message shows. */
const maxPassages = 3;
/** Queries that are told of each passage, and what is stored of their text; a message shows less. */
const maxFinds = 5;
const maxQuery = 400;
/** Of the words of a clause, as they are recorded. */
const maxWord = 60;

/** The passages of the leading match, then of the others that say something else, each with what found it; pure. */
export function matchReasons(alerts: readonly Pick<WaitingAlert, "match" | "article">[]): AlertReason[] {
  const reasons: AlertReason[] = [];
  const shown = new Set<string>();
  for (const { match, article } of alerts) {
    const passages = match.snippets.length > 0 ? match.snippets : [match.snippet];
    for (const snippet of passages) {
      if (reasons.length === maxPassages || shown.has(snippet.text)) continue;
      shown.add(snippet.text);
      reasons.push(reasonOf(match.clauses, snippet, article.title));
    }
  }
  return reasons;
}

function reasonOf(clauses: readonly StoredClause[], snippet: Snippet, title: string): AlertReason {
  const marked = snippet.marks.map(([start, end]) => oneLine(snippet.text.slice(start, end)).toLowerCase());
  const shownOf = ({ words = [] }: StoredClause): readonly string[] =>
    words.filter((word) => marked.some((mark) => standsIn(mark, word.toLowerCase())));
  const found: StoredClause | undefined = clauses.find((clause) => shownOf(clause).length > 0) ?? clauses[0];
  const texts = textsOf(found);
  const part = partOf(snippet, title, clauses.flatMap(textsOf));
  const finds = clauses
    .filter((clause) => textsOf(clause).length === 0 || textsOf(clause).some((text) => partNamed(text) === part))
    .map((clause): QueryFind => ({
      query: shortQuery(clause),
      words: shownOf(clause),
      isInTitle: textsOf(clause).includes("title"),
    }))
    .filter(({ words }) => words.length > 0);
  return {
    clause: found?.clause ?? "any[0]",
    query: found?.query ?? "",
    field: texts.length > 0 && texts.every((text) => text === "title") ? "title" : "text",
    snippet,
    part,
    finds: finds.slice(0, maxFinds),
  };
}

/**
 * The part of the article that a passage was cut from. A match keeps no place of its passages; that of a heading, or of the title,
 * is all of it.
 *
 * @param texts in which anything was found, of which old matches recorded none
 */
function partOf({ text, heading }: Snippet, title: string, texts: readonly string[]): ArticlePart {
  const parts = new Set(texts.map(partNamed));
  const part = heading === null ? "title" : "heading";
  if (parts.size > 0 && !parts.has(part)) return "text";
  return parts.size === 1 || isCutFrom(text, heading ?? title) ? part : "text";
}

/** Whether a passage is a whole text, or what is left of one that is too long. */
function isCutFrom(passage: string, whole: string): boolean {
  const bare = oneLine(passage.replaceAll(/^…|…$/gu, ""));
  const isCut = passage.startsWith("…") || passage.endsWith("…");
  return isCut ? oneLine(whole).includes(bare) : bare === oneLine(whole);
}

function textsOf(clause: StoredClause | undefined): readonly string[] {
  return Object.keys(clause?.spans ?? {});
}

/** @param text see `MatchSpans` */
function partNamed(text: string): ArticlePart {
  if (text === "title") return "title";
  return text.startsWith("h") ? "heading" : "text";
}

function shortQuery({ query }: StoredClause): string {
  return query.length > maxQuery ? `${query.slice(0, maxQuery).toWellFormed()}…` : query;
}

/** Letters and digits of scripts that put spaces between words. */
const spaced =
  /[[\p{L}\p{M}\p{N}]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]/v;

/** Whether a mark, which what several queries found may share, holds these whole words; of recorded ones that were cut the end is open. */
function standsIn(mark: string, words: string): boolean {
  if (words === "") return false;
  const isWhole = words.length < maxWord - 1;
  for (let at = mark.indexOf(words); at !== -1; at = mark.indexOf(words, at + 1)) {
    if (!isInWord(mark, at) && !(isWhole && isInWord(mark, at + words.length))) return true;
  }
  return false;
}

function isInWord(text: string, at: number): boolean {
  return spaced.test(text.slice(at - 1, at)) && spaced.test(text.slice(at, at + 1));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
