import type { Article, Section } from "@wirewatch/model";
import { countWords, folded } from "../page/words.ts";

/** What two readings of a page have in common, by whole blocks; case, white space and punctuation do not count. */
export interface Comparison {
  /** Words of the first reading's blocks that the second one has as well. */
  readonly commonWords: number;
  /** True for a block of the first reading that the second one has as well. */
  readonly isCommon: (block: string) => boolean;
}

export function compareBlocks(first: Pick<Article, "text">, second: Pick<Article, "text">): Comparison {
  // A block of one reading may be two of the other (a line break in it, a heading run into its paragraph), so the text is searched.
  const ofSecond = ` ${folded(second.text)} `;
  const isCommon = (block: string): boolean => {
    const words = folded(block);
    // Nothing is said of a line of dashes.
    return words === "" || ofSecond.includes(` ${words} `);
  };
  const common = blocksOf(first.text).filter(isCommon);
  return { commonWords: common.reduce((sum, block) => sum + countWords(block), 0), isCommon };
}

/**
 * The sections without the main blocks that are not kept, and these; a section of which nothing is left goes with its heading.
 *
 * @param isKept is also told the block's place in the article's text
 */
export function keepBlocks(
  sections: readonly Section[],
  isKept: (block: string, at: number) => boolean,
): { readonly sections: Section[]; readonly left: string[] } {
  const left: string[] = [];
  let at = 0;
  const keep = (block: string): boolean => {
    const kept = isKept(block, at++);
    if (!kept) left.push(block);
    return kept;
  };
  const kept = sections.flatMap((section) => {
    if (section.role !== "main") return [section];
    const heading = section.heading !== null && keep(section.heading) ? section.heading : null;
    const text = blocksOf(section.text).filter(keep).join("\n\n");
    return heading === null && text === "" ? [] : [{ ...section, heading, text }];
  });
  return { sections: kept, left };
}

/** The blocks of an article's or a section's text. */
export function blocksOf(text: string): string[] {
  return text.split("\n\n").filter((block) => block !== "");
}
