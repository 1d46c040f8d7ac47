import { folded } from "../normalise.ts";
import { unspacedScripts } from "../scripts.ts";
import { calendarWords, hanNumeral, numberWords } from "./vocabulary.ts";

/** What a token says, as far as it can be told from itself. */
export type TokenKind = "word" | "figure" | "unit" | "date";

/** A word, figure or sign of a text. Two tokens are the same if their keys are: `1,450` and `1450`, `twelve` and `12`. */
export interface Token {
  readonly key: string;
  readonly kind: TokenKind;
  /** As printed. */
  readonly text: string;
  /** Place in the text, in UTF-16 code units. */
  readonly start: number;
  /** Written with a capital where no sentence begins. */
  readonly isCapitalised: boolean;
  /** First of its sentence or quotation: a capital says nothing there. */
  readonly isFirst: boolean;
}

/** Tokens that are read of one paragraph; what is longer is compared as far. */
const maxTokens = 20_000;

const figure = String.raw`(?<![\p{L}\p{N}])[\-−+]?\p{N}+(?:[.,:'’ \u00A0\u202F]\p{N}+)*|\p{N}+(?:[.,:]\p{N}+)*`;
const word = String.raw`[[\p{L}\p{M}\p{Default_Ignorable_Code_Point}]--[${unspacedScripts}]][[\p{L}\p{M}\p{Default_Ignorable_Code_Point}’']--[${unspacedScripts}]]*`;
const token = new RegExp(
  String.raw`(?<figure>${figure})|(?<letter>[${unspacedScripts}]\p{M}*)|(?<word>${word})|(?<unit>[\p{Sc}%‰°])|(?<stop>[.!?:;"“”«»„‘。！？：「『\n]+)`,
  "gv",
);

/** Words, figures and signs of a paragraph in their order, at most 20,000. Other punctuation and white space are not read. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let isFirst = true;
  for (const { 0: printed, index: start, groups = {} } of text.matchAll(token)) {
    if (groups["stop"] !== undefined) {
      isFirst = true;
      continue;
    }
    if (groups["figure"] !== undefined) {
      for (const part of figuresIn(printed, start))
        tokens.push({ ...part, kind: "figure", isCapitalised: false, isFirst });
    } else {
      const key = groups["unit"] === undefined ? wordKey(printed) : printed;
      if (key !== "")
        tokens.push({ ...wordToken(key, groups), text: printed, start, isFirst, isCapitalised: isCapital(printed) });
    }
    isFirst = false;
    if (tokens.length >= maxTokens) break;
  }
  return tokens;
}

function wordToken(key: string, groups: Readonly<Record<string, string | undefined>>): Pick<Token, "key" | "kind"> {
  if (groups["unit"] !== undefined) return { key, kind: "unit" };
  if (groups["letter"] !== undefined) return { key, kind: hanNumeral.test(key) ? "figure" : "word" };
  const number = numberWords.get(key);
  if (number !== undefined) return { key: number, kind: "figure" };
  return { key, kind: calendarWords.has(key) ? "date" : "word" };
}

function wordKey(printed: string): string {
  const lower = /^[a-z]+$/u.test(printed) ? printed : folded(printed);
  return lower.replaceAll(/['’]s$|['’]/gu, "");
}

function isCapital(printed: string): boolean {
  return /^\p{Lu}/u.test(printed);
}

/** `3 500 000` and `2,000` are one figure; `1 2 3` and `2024 10` are several. */
function figuresIn(printed: string, start: number): { key: string; text: string; start: number }[] {
  const whole = figureKey(printed);
  if (whole !== null) return [{ key: whole, text: printed, start }];
  const parts: { key: string; text: string; start: number }[] = [];
  for (const { 0: part, index } of printed.matchAll(/[-−+]?\p{N}+(?:[.,:'’]\p{N}+)*/gu)) {
    parts.push({ key: figureKey(part) ?? part, text: part, start: start + index });
  }
  return parts;
}

const grouped = /^\d{1,3}(?:([., '])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/u;

/** One spelling per value: groups of three closed up, a point before decimals, no zeros after them. Null if not one figure. */
function figureKey(printed: string): string | null {
  const plain = folded(printed).replaceAll(/[−–]/gu, "-").replaceAll("’", "'").replace(/^\+/u, "");
  const sign = plain.startsWith("-") ? "-" : "";
  const digits = plain.slice(sign.length);
  const separator = grouped.exec(digits)?.[1];
  if (separator !== undefined) return sign + withoutZeros(digits.replaceAll(separator, "").replace(",", "."));
  if (/[ ']/u.test(digits)) return null;
  return sign + (/^\d+,\d+$/u.test(digits) ? withoutZeros(digits.replace(",", ".")) : withoutZeros(digits));
}

function withoutZeros(digits: string): string {
  return /^\d+\.\d+$/u.test(digits) ? digits.replace(/\.?0+$/u, "") : digits;
}
