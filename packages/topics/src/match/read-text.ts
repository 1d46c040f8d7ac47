import { findParagraphs, findSentences } from "../text/blocks.ts";
import type { Blocks } from "../text/blocks.ts";
import { exactToken } from "../text/fold.ts";
import { tokenise } from "../text/tokenise.ts";
import type { Token } from "../text/tokenise.ts";
import type { TokenPattern } from "../query/syntax.ts";
import { fitsWildcard } from "./wildcard.ts";

/** One text of a document, tokenised once and asked many times. */
export interface ReadText {
  /** `title`, `hN` or `sN`, as in `MatchSpans`. */
  readonly key: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly paragraphs: Blocks;
  /** Folded tokens and where they stand. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** Computed when first asked for: few queries need sentences. */
  sentences(): Blocks;
  /** Positions of the tokens that fit, rising. `any` has none of its own. */
  find(pattern: TokenPattern): readonly number[];
  /** True when the token at that position fits. */
  fits(pattern: TokenPattern, position: number): boolean;
}

/** Tokenises one text of a document. */
export function readText(key: string, text: string): ReadText {
  const tokens = tokenise(text);
  const paragraphs = findParagraphs(text, tokens);
  const positions = positionsOf(tokens);
  const wildcards = new Map<string, readonly number[]>();
  let sentences: Blocks | undefined;
  return {
    key,
    text,
    tokens,
    paragraphs,
    positions,
    sentences() {
      sentences ??= findSentences(text, tokens, paragraphs);
      return sentences;
    },
    find(pattern) {
      if (pattern.kind === "any") return [];
      if (pattern.kind === "folded") return positions.get(pattern.folded) ?? [];
      if (pattern.kind === "exact") {
        return (positions.get(pattern.folded) ?? []).filter((position) => isExactly(tokens[position], pattern.exact));
      }
      const { source } = pattern.wildcard;
      const found = wildcards.get(source) ?? findWildcard(pattern, positions);
      wildcards.set(source, found);
      return found;
    },
    fits(pattern, position) {
      const token = tokens[position];
      if (token === undefined) return false;
      if (pattern.kind === "any") return true;
      if (pattern.kind === "folded") return token.folded === pattern.folded;
      if (pattern.kind === "exact") return isExactly(token, pattern.exact);
      return fitsWildcard(pattern.wildcard, token.folded);
    },
  };
}

function positionsOf(tokens: readonly Token[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [position, { folded }] of tokens.entries()) {
    const known = positions.get(folded);
    if (known === undefined) positions.set(folded, [position]);
    else known.push(position);
  }
  return positions;
}

function findWildcard(
  { wildcard }: Extract<TokenPattern, { kind: "wildcard" }>,
  positions: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  const found: number[] = [];
  for (const [folded, places] of positions) {
    if (!fitsWildcard(wildcard, folded)) continue;
    for (const place of places) found.push(place);
  }
  return found.toSorted((left, right) => left - right);
}

function isExactly(token: Token | undefined, exact: string): boolean {
  return token !== undefined && exactToken(token.surface) === exact;
}
