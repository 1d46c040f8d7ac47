import type { Article, CutBlock, Section } from "@wirewatch/model";
import { textOf } from "../body/sections.ts";
import { countWords } from "../page/words.ts";
import { articleBlocks, headingPart, type ArticleBlock } from "./article-blocks.ts";
import type { SharedBlocks } from "./evidence.ts";
import { findTemplate } from "./find-template.ts";

/**
 * An article without what it shares with other articles of its source (see `findTemplate`), which is added to its `cut` blocks
 * with the reason `template`.
 *
 * Text and sections stay in agreement, no section is left empty, and a section that lost its heading joins the main section
 * before it. Nothing else of the article changes; it is returned as it is when nothing goes.
 *
 * @param shared what the source's articles have in common, this one among them
 */
export function withoutTemplate<A extends TextOfArticle>(article: A, shared: SharedBlocks): A {
  const blocks = articleBlocks(article);
  const cut = findTemplate(article, blocks, shared, countWords(article.text));
  if (cut.size === 0) return article;
  const gone = new Set([...cut].map(placeOf));
  const sections: Section[] = [];
  for (const [at, section] of article.sections.entries()) {
    if (section.role !== "main") {
      sections.push(section);
      continue;
    }
    const heading = gone.has(`${at}/${headingPart}`) ? null : section.heading;
    const parts = section.text.split("\n\n");
    const text = parts.filter((_, part) => !gone.has(`${at}/${part}`)).join("\n\n");
    if (heading === null && text === "") continue;
    const before = sections.at(-1);
    const lostHeading = heading === null && section.heading !== null;
    if (lostHeading && before?.role === "main")
      sections.splice(-1, 1, { ...before, text: [before.text, text].filter((part) => part !== "").join("\n\n") });
    else sections.push({ heading, text, role: "main" });
  }
  const template: CutBlock[] = blocks.flatMap((block) =>
    cut.has(block) ? [{ text: block.text, reason: "template" }] : [],
  );
  return { ...article, sections, text: textOf(sections), cut: [...article.cut, ...template] };
}

/** The part of an `Article` that its template is in. */
export type TextOfArticle = Pick<Article, "title" | "standfirst" | "text" | "sections" | "cut">;

function placeOf({ section, part }: ArticleBlock): string {
  return `${section}/${part}`;
}
