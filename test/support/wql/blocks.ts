import { exactForm, fold, lowerForm } from "./characters.ts";
import { tokens } from "./tokens.ts";
import type { Token } from "./tokens.ts";

/** A token with the paragraph and the sentence it stands in, counted from the start of its text. */
export interface PlacedToken extends Token {
  readonly paragraph: number;
  readonly sentence: number;
  /** The forms in which words, `{…}` and stems compare it. */
  readonly folded: string;
  readonly exact: string;
  readonly lower: string;
}

const abbreviations = new Set(
  `mr mrs ms dr prof sen rep gov gen col lt sgt capt rev hon st jr sr vs etc no inc ltd co corp dept est fig al
   jan feb mar apr jun jul aug sept sep oct nov dec г гг ул им т д п ст стр см тыс млн млрд руб`.split(/\s+/),
);

/** Tokens of a text with their paragraphs and sentences. @see WQL 1, section 2 */
export function placedTokens(text: string): readonly PlacedToken[] {
  const placed: PlacedToken[] = [];
  let sentence = 0;
  for (const token of tokens(text)) {
    const previous = placed.at(-1);
    const paragraph = text.slice(0, token.from).split(/\n[ \t\r]*(?=\n)/).length - 1;
    if (previous !== undefined && (paragraph !== previous.paragraph || endsSentence(previous, token))) sentence += 1;
    const forms = { folded: fold(token.text), exact: exactForm(token.text), lower: lowerForm(token.text) };
    placed.push({ ...token, ...forms, paragraph, sentence });
  }
  return placed;
}

function endsSentence(previous: PlacedToken, next: Token): boolean {
  if (/^\p{Ll}/u.test(next.text)) return false;
  if (/[!?…。！？؟]/.test(next.gap)) return true;
  return /^[)\]"»”’]*\./.test(next.gap) && /\p{White_Space}/u.test(next.gap) && !keepsFullStop(previous);
}

function keepsFullStop(token: PlacedToken): boolean {
  return token.isAcronym || /^\p{L}\p{M}*$/u.test(token.text) || abbreviations.has(token.folded);
}
