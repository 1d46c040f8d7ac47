import type { TopicDocument } from "@wirewatch/model";
import { readFacts } from "../match/metadata.ts";
import type { Stemmer } from "../match/stem-index.ts";
import { exactToken, foldToken, lowerToken } from "../text/fold.ts";
import { tokenise } from "../text/tokenise.ts";
import type { Token } from "../text/tokenise.ts";
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

/** Longest text that is read of one article, in UTF-16 units, and most lexemes and bytes of them; a book of 300 pages has fewer. */
const maxText = 500_000;
const maxLexemes = 20_000;
const maxBytes = 500_000;

/**
 * What the archive's index knows of an article: everything by which a query may find it, so that `candidateCondition` misses no match.
 * Articles that are too long for the index say so themselves and are candidates of every query.
 *
 * @param document with the language that the article itself has, not the one of its source: the index outlives the configuration
 * @returns no duplicates, no empty ones
 */
export function articleLexemes(document: TopicDocument, { stem }: { readonly stem: Stemmer }): string[] {
  const found = collector();
  const facts = readFacts(document);
  const { language, host } = facts;
  found.add(language === "" ? unknownLanguage : languageLexeme(language));
  for (const site of sitesOf(host)) found.add(siteLexeme(site));
  for (const word of facts.author()) found.add(authorLexeme(word));
  const seen = new Set<string>();
  const read = (text: string, isTitle: boolean): void => {
    if (text.length > maxText) found.giveUp();
    for (const token of tokenise(text.slice(0, maxText))) {
      if (found.isFull()) return;
      if (!isTitle && seen.has(token.surface)) continue;
      seen.add(token.surface);
      for (const lexeme of lexemesOf(token, language, stem)) {
        found.add(lexeme);
        if (isTitle) found.add(titleLexeme(lexeme));
      }
    }
  };
  if (typeof document.title === "string") read(document.title, true);
  for (const text of textsOf(document)) read(text, false);
  return found.lexemes();
}

function lexemesOf({ surface, folded }: Token, language: string, stemmer: Stemmer): string[] {
  const lexemes = [wordLexeme(folded)];
  const capitals = capitalsLexeme(exactToken(surface));
  if (capitals !== null) lexemes.push(capitals);
  const stem = language === "" ? null : stemmer(language, lowerToken(surface));
  const foldedStem = stem === null ? folded : foldToken(stem);
  if (foldedStem !== folded) lexemes.push(stemLexeme(foldedStem));
  return lexemes;
}

/** Beside the title; `aside` sections are not searched. */
function textsOf({ sections = [], body }: TopicDocument): string[] {
  if (sections.length === 0) return typeof body === "string" ? [body] : [];
  return sections.flatMap(({ role, heading, text }) => (role === "aside" ? [] : [heading ?? "", text]));
}

/** @example sitesOf("news.bbc.co.uk") // ["news.bbc.co.uk", "bbc.co.uk", "co.uk", "uk"] */
function sitesOf(host: string): string[] {
  const parts = host.split(".").slice(-130);
  return parts.map((_, from) => parts.slice(from).join(".")).filter((site) => site !== "");
}

interface Collector {
  add(lexeme: string): void;
  isFull(): boolean;
  giveUp(): void;
  lexemes(): string[];
}

function collector(): Collector {
  const found = new Set<string>();
  let bytes = 0;
  let isPartial = false;
  return {
    add(lexeme) {
      // A folded word may be nothing at all.
      if (lexeme === "" || found.has(lexeme)) return;
      // In UTF-8 a unit of UTF-16 takes three bytes at most.
      const size = 3 * lexeme.length;
      if (found.size >= maxLexemes || bytes + size > maxBytes) {
        isPartial = true;
        return;
      }
      bytes += size;
      found.add(lexeme);
    },
    isFull: () => isPartial,
    giveUp() {
      isPartial = true;
    },
    lexemes: () => (isPartial ? [...found, partial] : [...found]),
  };
}
