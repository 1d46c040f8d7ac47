import type { PassagePart } from "./passage.ts";

/** A word may hold several parts: in `Acme's` perhaps only `Acme` is marked. */
type Word = readonly PassagePart[];

/**
 * Lines of at most `width` columns, signs around each marked word counted; a word that is longer stands alone.
 *
 * @param limits.markColumns that the signs around a marked word take
 */
export function wrap(
  parts: readonly PassagePart[],
  limits: { readonly width: number; readonly markColumns: number },
): readonly (readonly PassagePart[])[] {
  const lines: PassagePart[][] = [];
  let columns = 0;
  for (const word of words(parts)) {
    const line = lines.at(-1);
    const marks = word.filter((part) => part.isMarked).length;
    const length = columnsOf(word.map((part) => part.text).join("")) + marks * limits.markColumns;
    if (line === undefined || columns + 1 + length > limits.width) {
      lines.push([...word]);
      columns = length;
    } else {
      const isMarked = line.at(-1)?.isMarked === true && word[0]?.isMarked === true;
      line.push({ text: " ", isMarked }, ...word);
      columns += 1 + length;
    }
  }
  return lines.map(joinAlike);
}

function words(parts: readonly PassagePart[]): readonly Word[] {
  const found: PassagePart[][] = [[]];
  for (const { text, isMarked } of parts) {
    for (const [index, piece] of text.split(" ").entries()) {
      if (index > 0) found.push([]);
      if (piece !== "") found.at(-1)?.push({ text: piece, isMarked });
    }
  }
  return found.filter((word) => word.length > 0);
}

/** Neighbours that are both marked, or both not, as one part. */
function joinAlike(line: readonly PassagePart[]): readonly PassagePart[] {
  const joined: PassagePart[] = [];
  for (const part of line) {
    const last = joined.at(-1);
    if (last?.isMarked === part.isMarked)
      joined.splice(-1, 1, { text: last.text + part.text, isMarked: part.isMarked });
    else joined.push(part);
  }
  return joined;
}

const anySign = /./gsu;
const wideSigns =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/gu;
const unseenSigns = /[\p{Mn}\p{Cf}]/gu;

/** Width on screen: two columns for East Asian letters and emoji, none for marks that sit on another letter. */
function columnsOf(text: string): number {
  return countOf(anySign, text) + countOf(wideSigns, text) - countOf(unseenSigns, text);
}

function countOf(sign: RegExp, text: string): number {
  return text.match(sign)?.length ?? 0;
}
