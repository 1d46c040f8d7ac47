import type { CutBlock, SeenPage, Section } from "@wirewatch/model";
import { inventedText, seededRandom } from "../../../../test/support/articles.ts";
import { textOf } from "../body/sections.ts";
import { sharedBlocks, type SharedBlocks } from "./evidence.ts";
import { seenPage } from "./seen-page.ts";
import type { TextOfArticle } from "./without-template.ts";

/*
 * Articles of a source for the tests of this folder: paragraphs of invented words, which no two articles share.
 */

/** A paragraph of an article's own. */
export const own = Symbol("own paragraph");

/** A line or paragraph, a heading as `# text`, or a paragraph that no other article has. */
export type Piece = string | typeof own;

let seed = 0;

/** An article of these pieces in order; a heading begins a section. */
export function article(...pieces: readonly Piece[]): TextOfArticle {
  const random = seededRandom(++seed);
  const sections: { heading: string | null; texts: string[] }[] = [];
  for (const piece of pieces) {
    const text = piece === own ? inventedText(random, 3).join(" ") : piece;
    const last = sections.at(-1);
    if (text.startsWith("# ")) sections.push({ heading: text.slice(2), texts: [] });
    else if (last === undefined) sections.push({ heading: null, texts: [text] });
    else last.texts.push(text);
  }
  return articleOf(sections.map(({ heading, texts }) => ({ heading, text: texts.join("\n\n"), role: "main" })));
}

export function articleOf(sections: readonly Section[], cut: readonly CutBlock[] = []): TextOfArticle {
  return { title: null, standfirst: null, text: textOf(sections), sections, cut };
}

/** As a source that published these articles in this order is remembered when all of them have been read. */
export function sourceOf(articles: readonly TextOfArticle[]): SharedBlocks {
  const first = pagesOf(articles);
  return sharedBlocks(pagesOf(articles, sharedBlocks(first)));
}

export function pagesOf(articles: readonly TextOfArticle[], shared?: SharedBlocks): SeenPage[] {
  return articles.map((each, at) => seenPage(String(at + 1), each, shared));
}
