import {
  APOSTROPHE,
  DECIMAL,
  IGNORABLE,
  LETTER,
  MARK,
  NUMBER,
  SPACELESS,
  UNDERSCORE,
  WILDCARD,
  WORD,
  classOf,
  codePointOf,
} from "./characters.ts";
import { foldToken } from "./fold.ts";

/** One word of a text. `start` and `end` are UTF-16 offsets into the text as given. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Where the text after the token begins: `end`, or the end of a dropped `'s`. */
  readonly tail: number;
  /** The characters of the token, without the dots of an acronym. */
  readonly surface: string;
  /** What is compared, see {@link foldToken}. */
  readonly folded: string;
  /** A dotted acronym such as `U.S.`. */
  readonly isAcronym: boolean;
}

/** A token's place, before it is folded. */
export interface TokenPlace {
  readonly start: number;
  readonly end: number;
  tail: number;
  readonly isAcronym: boolean;
}

/**
 * Splits a text into words; queries and documents are read by the same rules.
 *
 * @see WQL 1, section 2 "Characters and tokens"
 */
export function tokenise(text: string): Token[] {
  return findTokens(text, classOf).map((place) => {
    const surface = surfaceOf(text, place);
    const { start, end, tail, isAcronym } = place;
    return { start, end, tail, surface, folded: foldToken(surface), isAcronym };
  });
}

/** Characters of a token, the dots of an acronym removed. */
export function surfaceOf(text: string, place: TokenPlace): string {
  const raw = text.slice(place.start, place.end);
  return place.isAcronym ? raw.replaceAll(".", "") : raw;
}

/** What {@link scanTokens} finds, in reading order. */
export interface TokenSink {
  token(start: number, end: number, isAcronym: boolean): void;
  /** The `s` of `Anna's`, which is no token: the text goes on at `end`. */
  possessive(end: number): void;
}

/**
 * Places of the tokens of a text.
 *
 * @param classify the class of a code point; queries give one that knows wildcards
 */
export function findTokens(text: string, classify: (codePoint: number) => number): TokenPlace[] {
  const places: TokenPlace[] = [];
  scanTokens(text, classify, {
    token(start, end, isAcronym) {
      places.push({ start, end, tail: end, isAcronym });
    },
    possessive(end) {
      const last = places.at(-1);
      if (last !== undefined) last.tail = end;
    },
  });
  return places;
}

/**
 * Finds the tokens of a text without keeping them.
 *
 * @param classify the class of a code point; that of ASCII is always {@link classOf}
 */
export function scanTokens(text: string, classify: (codePoint: number) => number, sink: TokenSink): void {
  // What stands before `at`, ignorable characters apart: decides whether an `s` is a possessive to drop.
  let before: "word" | "possessive" | "other" = "other";
  let at = 0;
  while (at < text.length) {
    const codePoint = codePointOf(text, at);
    const found = classify(codePoint);
    if ((found & WORD) === 0) {
      if ((found & APOSTROPHE) !== 0) before = before === "word" ? "possessive" : "other";
      else if ((found & IGNORABLE) === 0) before = "other";
      at += widthOf(codePoint);
      continue;
    }
    const plainEnd = findPlainEnd(text, at);
    const acronymEnd = plainEnd === -1 ? findAcronymEnd(text, at, classify) : -1;
    if (acronymEnd !== -1) {
      sink.token(at, acronymEnd, true);
      before = text[acronymEnd - 1] === "." ? "other" : "word";
      at = acronymEnd;
      continue;
    }
    let end = plainEnd;
    let isToken = true;
    if (plainEnd === -1) {
      const run = (found & SPACELESS) !== 0 ? findMarksEnd(text, at, classify) : findRun(text, at, classify);
      end = run.end;
      isToken = run.isToken;
    }
    if (before === "possessive" && end === at + 1 && (text[at] === "s" || text[at] === "S")) sink.possessive(end);
    else if (isToken) sink.token(at, end, false);
    before = "word";
    at = Math.max(end, at + widthOf(codePoint));
  }
}

const asciiClasses = Uint16Array.from({ length: 0x80 }, (_, codePoint) => classOf(codePoint));

/**
 * End of a run of ASCII word characters that starts here, where no other rule can apply; else -1. Most words of most
 * articles end before a space or a comma, and this is all that has to be known about them.
 */
function findPlainEnd(text: string, start: number): number {
  let end = start;
  let unit = text.charCodeAt(end);
  while (unit < 0x80 && ((asciiClasses[unit] ?? 0) & WORD) !== 0) unit = text.charCodeAt(++end);
  if (end === start || unit >= 0x80) return -1;
  const isStop = unit === 0x2e || unit === 0x2c;
  if (isStop && ((asciiClasses[text.charCodeAt(end - 1)] ?? 0) & DECIMAL) !== 0) return -1;
  return unit === 0x2e && end === start + 1 ? -1 : end;
}

interface Run {
  readonly end: number;
  readonly isToken: boolean;
}

/** A longest run of word characters; ignorable ones inside, and `.` or `,` between digits, do not end it. */
function findRun(text: string, start: number, classify: (codePoint: number) => number): Run {
  let end = start;
  let isToken = false;
  let isAfterDigit = false;
  for (let at = start; at < text.length;) {
    const codePoint = codePointOf(text, at);
    const found = classify(codePoint);
    at += widthOf(codePoint);
    if ((found & IGNORABLE) !== 0) continue;
    if ((found & WORD) !== 0) {
      if ((found & SPACELESS) !== 0) break;
      isToken ||= (found & (LETTER | NUMBER | UNDERSCORE | WILDCARD)) !== 0;
      isAfterDigit = (found & DECIMAL) !== 0;
      end = at;
    } else if ((codePoint === 0x2e || codePoint === 0x2c) && isAfterDigit) {
      const next = skipIgnorable(text, at, classify);
      if ((classify(codePointOf(text, next)) & DECIMAL) === 0) break;
      at = next;
    } else {
      break;
    }
  }
  return { end, isToken };
}

/** A letter of a script without spaces and the marks that follow it. */
function findMarksEnd(text: string, start: number, classify: (codePoint: number) => number): Run {
  return { end: skipMarks(text, start + widthOf(codePointOf(text, start)), classify), isToken: true };
}

/**
 * End of a dotted acronym that starts here, or -1: two or more letters each with a dot, then perhaps one last
 * letter that no word character follows.
 */
function findAcronymEnd(text: string, start: number, classify: (codePoint: number) => number): number {
  let end = -1;
  let groups = 0;
  for (let at = start; ;) {
    const codePoint = codePointOf(text, at);
    if ((classify(codePoint) & LETTER) === 0) break;
    const letterEnd = skipMarks(text, at + widthOf(codePoint), classify);
    const next = skipIgnorable(text, letterEnd, classify);
    if (text[next] !== ".") {
      if (groups >= 2 && (classify(codePointOf(text, next)) & WORD) === 0) end = letterEnd;
      break;
    }
    groups++;
    if (groups >= 2) end = next + 1;
    at = skipIgnorable(text, next + 1, classify);
  }
  return end;
}

/** Behind the marks at `from`; ignorable characters count as part only when another mark follows them. */
function skipMarks(text: string, from: number, classify: (codePoint: number) => number): number {
  let end = from;
  for (let at = from; at < text.length;) {
    const codePoint = codePointOf(text, at);
    const found = classify(codePoint);
    if ((found & (MARK | IGNORABLE)) === 0) break;
    at += widthOf(codePoint);
    if ((found & MARK) !== 0) end = at;
  }
  return end;
}

function skipIgnorable(text: string, from: number, classify: (codePoint: number) => number): number {
  let at = from;
  while (at < text.length) {
    const codePoint = codePointOf(text, at);
    if ((classify(codePoint) & IGNORABLE) === 0) break;
    at += widthOf(codePoint);
  }
  return at;
}

function widthOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}
