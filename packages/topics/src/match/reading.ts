import type { TopicDocument } from "@wirewatch/model";
import { findParagraphs, findSentences, paragraphBreaks } from "../text/blocks.ts";
import type { Blocks } from "../text/blocks.ts";
import { classOf } from "../text/characters.ts";
import { scanTokens, tokenise } from "../text/tokenise.ts";
import { growIntegers } from "./integers.ts";
import { readFacts } from "./metadata.ts";
import type { DocumentFacts } from "./metadata.ts";
import type { Terms } from "./terms.ts";
import type { Word } from "./words.ts";

/**
 * Positions left free between two texts: more than any distance of a query (250), so that nothing near the end of one
 * text is ever near the beginning of the next.
 */
const gapBetweenTexts = 256;
/** Tables longer than this are given up after a document that needed them. */
const maxKeptLength = 1 << 18;

/** One text of a document: its tokens have the positions from `from` up to, but not including, `to`. */
export interface ReadText {
  /** `title`, `hN` or `sN`, as in `MatchSpans`. */
  readonly key: string;
  readonly kind: "title" | "heading" | "text";
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

/** A main section by the numbers of its texts. */
export interface ReadSection {
  readonly number: number;
  readonly heading: number | null;
  readonly text: number;
}

/**
 * A document as tables by token position: all its texts in one row, title first. It is overwritten by the next
 * document, so nothing may keep it.
 */
export interface Reading {
  facts: DocumentFacts;
  texts: ReadText[];
  hasTitle: boolean;
  sections: ReadSection[];
  /** Behind the last position. */
  to: number;
  /** Offsets of each token into its text. */
  starts: Int32Array;
  ends: Int32Array;
  /** Number of each token's word in `words`. */
  wordOf: Int32Array;
  /** The place before with the same word, -1 at its first. */
  placeBefore: Int32Array;
  /** First and last position of each token's paragraph. */
  paragraphFirst: Int32Array;
  paragraphLast: Int32Array;
  /** The distinct words, `wordCount` of them, and by number how often and where each comes last. */
  words: Word[];
  wordCount: number;
  wordPlaces: Int32Array;
  lastPlace: Int32Array;
}

/** Reads one document after the other into the same tables. */
export interface DocumentReader {
  readonly reading: Reading;
  /** @param tick a number that no document had before: by it words know that they are new here */
  read(document: TopicDocument, tick: number): Reading;
}

export function createDocumentReader(terms: Terms): DocumentReader {
  const reading: Reading = {
    facts: readFacts({}),
    texts: [],
    hasTitle: false,
    sections: [],
    to: 0,
    starts: new Int32Array(2_048),
    ends: new Int32Array(2_048),
    wordOf: new Int32Array(2_048),
    placeBefore: new Int32Array(2_048),
    paragraphFirst: new Int32Array(2_048),
    paragraphLast: new Int32Array(2_048),
    words: [],
    wordCount: 0,
    wordPlaces: new Int32Array(2_048),
    lastPlace: new Int32Array(2_048),
  };
  let tick = 0;
  let source = "";

  function readAcronym(start: number, end: number): Word {
    const surface = source.slice(start, end).replaceAll(".", "");
    return terms.read(surface, 0, surface.length);
  }

  const sink = {
    token(start: number, end: number, isAcronym: boolean): void {
      const at = reading.to;
      if (at >= reading.starts.length) growTables(reading, at + 1);
      const word = isAcronym ? readAcronym(start, end) : terms.read(source, start, end);
      if (word.tick !== tick) {
        word.tick = tick;
        word.local = reading.wordCount;
        reading.words[reading.wordCount] = word;
        reading.wordPlaces[reading.wordCount] = 0;
        reading.lastPlace[reading.wordCount] = -1;
        reading.wordCount++;
      }
      const { local } = word;
      reading.placeBefore[at] = reading.lastPlace[local] ?? -1;
      reading.lastPlace[local] = at;
      reading.wordPlaces[local] = (reading.wordPlaces[local] ?? 0) + 1;
      reading.starts[at] = start;
      reading.ends[at] = end;
      reading.wordOf[at] = local;
      reading.to = at + 1;
    },
    possessive(): void {},
  };

  /** @returns number of the text */
  function readText(key: string, kind: ReadText["kind"], text: string): number {
    if (reading.texts.length > 0) reading.to += gapBetweenTexts;
    const from = reading.to;
    source = text;
    scanTokens(text, classOf, sink);
    fillParagraphs(reading, text, from);
    reading.texts.push({ key, kind, source: text, from, to: reading.to });
    return reading.texts.length - 1;
  }

  return {
    reading,
    read(document, documentTick) {
      tick = documentTick;
      reset(reading, readFacts(document));
      terms.use(reading.facts.language === "" ? null : reading.facts.language);
      reading.hasTitle = typeof document.title === "string";
      if (typeof document.title === "string") readText("title", "title", document.title);
      for (const section of mainSections(document)) {
        const { number, heading, text } = section;
        reading.sections.push({
          number,
          heading: typeof heading === "string" ? readText(`h${number}`, "heading", heading) : null,
          text: readText(`s${number}`, "text", text),
        });
      }
      return reading;
    },
  };
}

/** First and last position of each token's sentence. Computed for the few queries that need it. */
export function readSentences(reading: Reading): { readonly first: Int32Array; readonly last: Int32Array } {
  const first = new Int32Array(reading.to);
  const last = new Int32Array(reading.to);
  for (const { source, from } of reading.texts) {
    const tokens = tokenise(source);
    fillBlocks(findSentences(source, tokens, findParagraphs(source, tokens)), from, first, last);
  }
  return { first, last };
}

function fillBlocks({ of }: Blocks, from: number, first: Int32Array, last: Int32Array): void {
  for (let start = 0; start < of.length;) {
    let end = start + 1;
    while (end < of.length && of[end] === of[start]) end++;
    first.fill(from + start, from + start, from + end);
    last.fill(from + end - 1, from + start, from + end);
    start = end;
  }
}

function fillParagraphs(reading: Reading, text: string, from: number): void {
  const { starts, paragraphFirst, paragraphLast, to } = reading;
  let first = from;
  for (const end of paragraphBreaks(text)) {
    let next = first;
    while (next < to && (starts[next] ?? 0) < end) next++;
    paragraphFirst.fill(first, first, next);
    paragraphLast.fill(next - 1, first, next);
    first = next;
    if (next === to) return;
  }
  paragraphFirst.fill(first, first, to);
  paragraphLast.fill(to - 1, first, to);
}

function reset(reading: Reading, facts: DocumentFacts): void {
  reading.facts = facts;
  reading.texts = [];
  reading.sections = [];
  reading.to = 0;
  reading.wordCount = 0;
  if (reading.words.length > maxKeptLength) reading.words = [];
  if (reading.starts.length > maxKeptLength) {
    for (const name of tableNames) reading[name] = new Int32Array(2_048);
  }
}

const tableNames = [
  "starts",
  "ends",
  "wordOf",
  "placeBefore",
  "wordPlaces",
  "lastPlace",
  "paragraphFirst",
  "paragraphLast",
] as const;

function growTables(reading: Reading, length: number): void {
  for (const name of tableNames) reading[name] = growIntegers(reading[name], length);
}

interface GivenSection {
  readonly number: number;
  readonly heading: string | null | undefined;
  readonly text: string;
}

/** `aside` sections are not searched. @see WQL 1, section 6 */
function mainSections({ sections, body }: TopicDocument): readonly GivenSection[] {
  const given = sections ?? [];
  if (given.length === 0) return typeof body === "string" ? [{ number: 0, heading: null, text: body }] : [];
  return given.flatMap(({ role, heading, text }, number) => (role === "aside" ? [] : [{ number, heading, text }]));
}
