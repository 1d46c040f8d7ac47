import { isIgnorable, mark, star } from "./characters.ts";

/** A token of a text or of a query's word. */
export interface Token {
  /** As written, without ignorables and the dots of an acronym; in a query with `star` and `mark` in it. */
  readonly text: string;
  /** UTF-16 offsets into the original string. */
  readonly from: number;
  readonly to: number;
  readonly isAcronym: boolean;
  /** What stands between the token before and this one, without ignorables and a dropped `'s`. */
  readonly gap: string;
}

/** Tokens of a string, and whether a `*` after a one-character token was read as nothing. */
export interface TokenList {
  readonly tokens: readonly Token[];
  readonly hasIdleStar: boolean;
}

/*
 * One alternative for each rule of section 2, in the order in which they apply. W are word characters (and in queries the
 * two wildcards), S those of scripts written without spaces.
 */
const apostrophe = "['\u2019\u2018\u201B\u02BC\uFF07]";
const W = `[[\\p{L}\\p{M}\\p{N}_${star}${mark}]--${apostrophe}]`;
const S = String.raw`[[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]&&[[\p{L}\p{N}]--\p{Nd}]]`;
const letter = `(?:[\\p{L}--${apostrophe}]\\p{M}*)`;
const rules = new RegExp(
  [
    `(?<acronym>(?:${letter}\\.){2,}(?:${letter}(?!${W}))?)`,
    `(?<single>${S}\\p{M}*)(?<idle>${star}+(?!${W}))?`,
    `(?<=${S}\\p{M}*)(?<alone>[${star}${mark}]+)`,
    `(?<run>(?:[${W}--${S}]|(?<=\\p{Nd})[.,](?=\\p{Nd}))+?)(?=(?<lone>[${star}${mark}]+)${S}|(?!${W}|(?<=\\p{Nd})[.,]\\p{Nd})|${S})`,
    `(?<before>[${star}${mark}]+)(?=${S})`,
  ].join("|"),
  "gv",
);
const possessive = new RegExp(`(?<=${W})${apostrophe}$`, "v");

/** The tokens of a text. In it `*` and `?` are punctuation: only a query's reader puts the two wildcards in. */
export function tokens(text: string): readonly Token[] {
  return tokensWithWildcards(text.replace(/[\uFDD0\uFDD1]/g, "\uFFFE")).tokens;
}

/** The tokens of a string in which `star` and `mark` are wildcards, which count as word characters. */
export function tokensWithWildcards(text: string): TokenList {
  const { visible, starts, ends } = withoutIgnorables(text);
  const found: Token[] = [];
  let hasIdleStar = false;
  let gapFrom = 0;
  let gap = "";
  for (const match of visible.matchAll(rules)) {
    const { acronym, idle } = match.groups ?? {};
    const written = idle === undefined ? match[0] : match[0].slice(0, -idle.length);
    if (idle !== undefined) hasIdleStar = true;
    if (!/[\p{L}\p{N}_\uFDD0\uFDD1]/u.test(written)) continue;
    const [from, to] = [match.index, match.index + written.length];
    gap += visible.slice(gapFrom, from);
    gapFrom = to;
    if (/^[sS]$/.test(written) && possessive.test(visible.slice(0, from))) {
      gap = gap.slice(0, -1);
      continue;
    }
    const isAcronym = acronym !== undefined;
    found.push({
      text: isAcronym ? written.replaceAll(".", "") : written,
      from: starts[from] ?? 0,
      to: ends[to - 1] ?? 0,
      isAcronym,
      gap,
    });
    gap = "";
  }
  return { tokens: found, hasIdleStar };
}

/** The string without ignorables; `starts` and `ends` lead from its units to the original's offsets. */
function withoutIgnorables(text: string): {
  readonly visible: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
} {
  let visible = "";
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    if (!isIgnorable(character)) {
      visible += character;
      for (let unit = 0; unit < character.length; unit += 1) {
        starts.push(at);
        ends.push(at + character.length);
      }
    }
    at += character.length;
  }
  return { visible, starts, ends };
}
