import { maxDistance, readOperator, readPlainWord } from "./bare-word.ts";
import type { WordOperator } from "./bare-word.ts";
import { findField } from "./fields.ts";
import type { FieldName } from "./fields.ts";
import { regexError, stretchedError, unknownFieldError, warnBoost } from "./messages.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import { isQuote, isWhiteSpace, refuseRange, rawEnd, skipSpace, wordEnd } from "./runs.ts";
import { readExact, readTerm, unescape } from "./term.ts";
import type { ProximityOperator, TokenPattern } from "./syntax.ts";

/** One sign of a query. */
export type Lexeme = { readonly at: number } & (
  | Exclude<WordOperator, { kind: "proximity" }>
  /** `isNegated`: NOT stands before it. */
  | { readonly kind: "proximity"; readonly operator: ProximityOperator; readonly isNegated: boolean }
  | { readonly kind: "open" | "plus" | "stem" | "end" }
  /** `isStretched`: `~` and a digit touch it, which is refused at the sign that opened. */
  | { readonly kind: "close"; readonly isStretched: boolean }
  | { readonly kind: "field"; readonly name: FieldName }
  | { readonly kind: "word" | "exact"; readonly patterns: readonly TokenPattern[] }
  | { readonly kind: "phrase"; readonly patterns: readonly TokenPattern[]; readonly slop: number | null }
);

/** One sign where a metadata field expects its values. */
type ValueLexeme = { readonly at: number } & (
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "open" | "or" | "other" | "end" }
  | { readonly kind: "close"; readonly isStretched: boolean }
);

/** Reads a query sign by sign. What stands after a metadata field is read by other rules, so the reader asks. */
export interface Lexer {
  /** The sign that comes next, without taking it. */
  peek(): Lexeme;
  take(): Lexeme;
  /** Takes the next sign as a metadata value. Only right after `take` with nothing peeked. */
  takeValue(): ValueLexeme;
}

/**
 * Lexer over one query.
 *
 * @param warn is told about what is skipped or dropped
 * @returns its methods throw {@link QueryError} with the place of what cannot be read
 */
export function createLexer(query: string, warn: Warn): Lexer {
  let ahead: Lexeme | undefined;
  let position = 0;
  // A sign such as - is an operator only at the start or after white space, "(" or a field's ":".
  let isBoundary = true;

  return {
    peek() {
      ahead ??= read();
      return ahead;
    },
    take() {
      const taken = ahead ?? read();
      ahead = undefined;
      return taken;
    },
    takeValue() {
      skip();
      return readValue();
    },
  };

  function skip(): void {
    const next = skipSpace(query, position);
    if (next > position) isBoundary = true;
    position = next;
  }

  function read(): Lexeme {
    for (;;) {
      skip();
      const wasBoundary = isBoundary;
      isBoundary = false;
      const lexeme = readDelimiter() ?? readSign(wasBoundary) ?? readWord();
      if (lexeme !== undefined) return lexeme;
    }
  }

  function readDelimiter(): Lexeme | undefined {
    const at = position;
    const character = query[at];
    if (character === undefined) return { kind: "end", at };
    if (character === "(") {
      position++;
      isBoundary = true;
      return { kind: "open", at };
    }
    if (character === ")") {
      position++;
      return { kind: "close", at, isStretched: readSuffix() };
    }
    if (character === "|" || query.startsWith("&&", at)) {
      position += character === "|" && query[at + 1] !== "|" ? 1 : 2;
      return { kind: character === "|" ? "or" : "and", at };
    }
    if (isQuote(character)) return readPhrase();
    refuseRange(query, at);
    if (character === "{") return readBraces();
    if (character === "}") {
      throw new QueryError(
        "E_UNBALANCED_BRACE",
        at,
        "This } closes nothing: leave it out, or put a { before the words.",
      );
    }
    return undefined;
  }

  function readSign(wasBoundary: boolean): Lexeme | undefined {
    const at = position;
    const sign = query[at];
    if (sign === "~") {
      position++;
      return { kind: "stem", at };
    }
    const touched = query[at + 1];
    if (!wasBoundary || (sign !== "-" && sign !== "+" && sign !== "!")) return undefined;
    if (touched === undefined || touched === ")" || touched === sign || skipSpace(query, at + 1) > at + 1)
      return undefined;
    if (sign === "!")
      throw new QueryError("E_BANG", at, "Write NOT or - instead of !, or put the text in quotation marks.");
    position++;
    return { kind: sign === "-" ? "not" : "plus", at };
  }

  /** A field's name, an operator or a word; undefined when the run holds nothing to look for. */
  function readWord(): Lexeme | undefined {
    const at = position;
    const [prefix] = /^\p{L}[\p{L}_]*:/u.exec(query.slice(at, wordEnd(query, at))) ?? [];
    if (prefix !== undefined) {
      const name = findField(prefix.slice(0, -1));
      if (name === undefined) throw unknownFieldError(prefix.slice(0, -1), at);
      position = at + prefix.length;
      isBoundary = true;
      return { kind: "field", name, at };
    }
    position = wordEnd(query, at);
    const word = query.slice(at, position);
    const operator = readOperator(word, at);
    if (operator?.kind === "proximity") return { ...operator, isNegated: false, at };
    if (operator?.kind === "not") return readNegatedProximity(at) ?? { ...operator, at };
    if (operator !== undefined) return { ...operator, at };
    if (startsRegex(at)) throw regexError(at);
    const patterns = readTerm(readPlainWord(word, at, warn), at, "word", warn);
    if (patterns.length > 0) return { kind: "word", patterns, at };
    warn("W_IGNORED", at, `"${word}" holds no letter or digit and was left out.`);
    return undefined;
  }

  /** `NOT NEAR/5` is one operator, when `NOT` at `at` has just been read. */
  function readNegatedProximity(at: number): Lexeme | undefined {
    const next = skipSpace(query, position);
    const end = wordEnd(query, next);
    const operator = readOperator(query.slice(next, end), next);
    if (operator?.kind !== "proximity") return undefined;
    position = end;
    return { ...operator, isNegated: true, at };
  }

  /** `/a b/`: a slash that starts a word, does not close anything before it, and has another one after it. */
  function startsRegex(at: number): boolean {
    if (query[at] !== "/" || query[at + 1] === "/") return false;
    const before = query[at - 1] ?? " ";
    if (before === ")" || before === "}" || isQuote(before)) return false;
    return /(?<!\\)(?:\\\\)*\//u.test(query.slice(at + 1));
  }

  function readPhrase(): Lexeme {
    const at = position;
    const body = quotedBody();
    const patterns = readTerm(body, at, "phrase", warn);
    const isEmpty = patterns.every((pattern) => pattern.kind === "any");
    if (isEmpty) throw new QueryError("E_EMPTY_TERM", at, "These quotation marks hold no word to look for.");
    const [, slop, rest] = /^~([0-9]+)((?:\.[0-9]+)?)/u.exec(query.slice(position, position + maxSuffix)) ?? [];
    if (slop === undefined) {
      if (readSuffix()) throw stretchedError(at);
      return { kind: "phrase", patterns, slop: null, at };
    }
    if (rest !== "" || Number(slop) > maxDistance) {
      const message = `After ~ stands a whole number of at most ${maxDistance}, as in "oil price"~3.`;
      throw new QueryError("E_BAD_DISTANCE", at, message);
    }
    position += slop.length + 1;
    if (readSuffix()) throw stretchedError(at);
    if (Number(slop) > 0 && patterns.some((pattern) => pattern.kind === "any")) {
      throw new QueryError("E_EMPTY_TERM", at, "A lone * cannot stand in a phrase with ~: leave one of them out.");
    }
    if (patterns.length > maxSloppyWords) {
      const message = `A phrase with ~ has at most ${maxSloppyWords} words: join shorter ones with NEAR/${slop}.`;
      throw new QueryError("E_UNSUPPORTED", at, message);
    }
    return { kind: "phrase", patterns, slop: Number(slop), at };
  }

  function readBraces(): Lexeme {
    const at = position;
    const end = query.indexOf("}", at);
    if (end === -1)
      throw new QueryError("E_UNCLOSED_BRACE", at, "This { is never closed: put a } after the exact text.");
    const patterns = readExact(query.slice(at + 1, end));
    if (patterns.length === 0) throw new QueryError("E_EMPTY_TERM", at, "These braces hold no word to look for.");
    position = end + 1;
    if (readSuffix()) throw stretchedError(at);
    return { kind: "exact", patterns, at };
  }

  function readValue(): ValueLexeme {
    const at = position;
    const character = query[at];
    isBoundary = false;
    if (character === undefined) return { kind: "end", at };
    if (character === "(" || character === "|" || character === ")") {
      position += query.startsWith("||", at) ? 2 : 1;
      if (character === ")") return { kind: "close", at, isStretched: readSuffix() };
      return { kind: character === "(" ? "open" : "or", at };
    }
    if (isQuote(character)) {
      const value = unescape(quotedBody());
      if (value.trim() === "") throw new QueryError("E_EMPTY_TERM", at, "These quotation marks hold no value.");
      if (readSuffix()) throw stretchedError(at);
      return { kind: "value", value, at };
    }
    position = rawEnd(query, at);
    const raw = query.slice(at, position);
    if (raw === "OR") return { kind: "or", at };
    if (raw === "" || raw === "AND" || raw === "NOT" || raw.startsWith("-")) return { kind: "other", at };
    return { kind: "value", value: unescape(raw), at };
  }

  /** Reads up to the closing quotation mark and gives what stands between, backslashes kept. */
  function quotedBody(): string {
    const at = position;
    for (let end = at + 1; end < query.length; end++) {
      const character = query[end] ?? "";
      if (character === "\\") end++;
      else if (isQuote(character)) {
        position = end + 1;
        return query.slice(at + 1, end);
      }
    }
    throw new QueryError("E_UNCLOSED_QUOTE", at, "This quotation mark is never closed.");
  }

  /** Drops a boost; true when `~` and a digit follow, which only a phrase may have, and only once. */
  function readSuffix(): boolean {
    const [boost] = /^\^[0-9]+(?:\.[0-9]+)?/u.exec(query.slice(position, position + maxSuffix)) ?? [];
    if (boost !== undefined && (query[position + boost.length] === "~" || isWordEnd(position + boost.length))) {
      warnBoost(position, warn);
      position += boost.length;
    }
    return /^~[0-9]/u.test(query.slice(position, position + 2));
  }

  function isWordEnd(at: number): boolean {
    const character = query[at];
    if (character === undefined || isWhiteSpace(character)) return true;
    return wordEnd(query, at) === at;
  }
}

/** Longest phrase that may have a slop: the ways to place its words are tried one by one. */
const maxSloppyWords = 100;
/** Longest `~n` or `^n` that is looked at, in UTF-16 units. */
const maxSuffix = 64;
