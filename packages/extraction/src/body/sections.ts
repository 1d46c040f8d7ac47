import type { Section } from "@wirewatch/model";
import type { Block } from "./blocks.ts";
import { isRelatedHeading } from "./furniture/related.ts";
import { endsSentence } from "../page/words.ts";

const questionStart =
  /^(?:question|q|frage|pregunta|pergunta|domanda|vraag|pytanie|fråga|spørsmål|spørgsmål|вопрос|питання|запитання)(?:\s+\d+)?\s*[:：.]\s/iu;

/** Longer bold paragraphs are emphasised text, not headings. */
const maxBoldHeadingWords = 30;
const maxHeadingLength = 300;

interface OpenSection {
  heading: string | null;
  readonly role: Section["role"];
  readonly texts: string[];
}

/**
 * Groups blocks into sections: a new one at every heading (`h1` to `h4`, or a paragraph that is bold from end to end, or a
 * line above a question), and where the article turns into an aside. A text without headings is split at its questions ("Question: …"), as interviews are.
 */
export function buildSections(sorted: readonly { readonly block: Block; readonly role: Section["role"] }[]): Section[] {
  const main = sorted.flatMap(({ block, role }) => (role === "main" ? [block] : []));
  const headings = new Set(main.filter((block, at) => isHeading(block) || isTopicLine(block, main[at + 1])));
  const splitsAtQuestions = headings.size < 2 && main.filter(isQuestion).length > 1;
  const sections: OpenSection[] = [];
  for (const { block, role } of sorted) {
    const last = sections.at(-1);
    const heads =
      headings.has(block) ||
      (role === "main" && splitsAtQuestions && isQuestion(block)) ||
      (role === "aside" && (isHeading(block) || isRelatedHeading(block.text)));
    if (last === undefined || last.role !== role)
      sections.push(heads ? open(block.text, role) : open(null, role, block.text));
    else if (!heads) last.texts.push(block.text);
    else if (
      last.texts.length === 0 &&
      last.heading !== null &&
      last.heading.length + block.text.length < maxHeadingLength
    ) {
      last.heading = `${last.heading}: ${block.text}`;
    } else sections.push(open(block.text, role));
  }
  // A "Related posts" with nothing below it says nothing.
  const filled = sections.filter(({ role, texts }) => role === "main" || texts.length > 0);
  return filled.map(({ heading, role, texts }) => ({ heading, text: texts.join("\n\n"), role }));
}

/** The main sections' headings and paragraphs with a blank line between blocks. */
export function textOf(sections: readonly Section[]): string {
  return sections
    .filter(({ role }) => role === "main")
    .flatMap(({ heading, text }) => [heading ?? "", text])
    .filter((part) => part !== "")
    .join("\n\n");
}

function open(heading: string | null, role: Section["role"], ...texts: string[]): OpenSection {
  return { heading, role, texts };
}

function isHeading(block: Block): boolean {
  if (block.level === null || block.text.length > maxHeadingLength) return false;
  if (block.kind === "heading") return block.level <= 4;
  return block.words <= maxBoldHeadingWords && !/[.,;]["”»]?$/u.test(block.text);
}

/** True for a plain line that names the topic of the question below it. */
function isTopicLine(block: Block, next: Block | undefined): boolean {
  return (
    next !== undefined &&
    isQuestion(next) &&
    !isQuestion(block) &&
    block.words <= maxBoldHeadingWords &&
    !endsSentence(block.text)
  );
}

function isQuestion(block: Block): boolean {
  return block.kind === "paragraph" && block.text.length <= maxHeadingLength * 2 && questionStart.test(block.text);
}
