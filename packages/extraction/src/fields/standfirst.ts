import { isTag, isText, type Element } from "domhandler";
import { walk } from "../page/walk.ts";
import { folded } from "../page/words.ts";
import { isOfOtherItem, type PageHead } from "./page-head.ts";
import { looksLikePerson } from "./person-kind.ts";
import { splitNames } from "./person-names.ts";
import { shortText } from "./short-text.ts";

/** Lengths in characters: shorter is a label, longer a part of the text. */
const minLength = 30;
const maxLength = 1_000;
const minTitleLength = 15;

/**
 * The text that the page marks as the article's standfirst, else as its subtitle, else the lone element right behind the
 * headline.
 *
 * @param title of the article, which a standfirst does not repeat
 * @param authors of the article, with whom a byline begins
 */
export function chooseStandfirst(head: PageHead, title: string | null, authors: readonly string[]): string | null {
  const besideHeadline = head.headings.slice(0, 1).flatMap((heading) => loneSibling(heading) ?? []);
  const marked = [...head.standfirsts, ...head.subtitles].filter(isAlone);
  for (const element of [...marked, ...besideHeadline]) {
    const text = isOfOtherItem(element) || isLink(element) ? "" : shortText(element, maxLength);
    if (text.length >= minLength && !repeats(text, title) && !isByline(text, authors)) return text;
  }
  return null;
}

/** The next element, if it is a heading or paragraph of prose and none of its kind follows: paragraphs of a text have others beside them. */
function loneSibling(heading: Element): Element | null {
  const next = nextElement(heading);
  if (next === null || !/^(?:p|h2|h3)$/.test(next.name)) return null;
  const kind = kindOf(next);
  for (let other = nextElement(next); other !== null; other = nextElement(other))
    if (kindOf(other) === kind) return null;
  return next;
}

function nextElement(element: Element): Element | null {
  let node = element.next;
  while (node !== null && !isTag(node)) node = node.next;
  return node;
}

function kindOf(element: Element): string {
  return `${element.name} ${element.attribs["class"] ?? ""}`;
}

/** False for one of several elements of one kind: paragraphs of the text, or teasers. */
function isAlone(element: Element, _at: number, all: readonly Element[]): boolean {
  return !all.some((other) => other !== element && kindOf(other) === kindOf(element));
}

/** True for what stands in a link or holds one around its first text, as teasers do. */
function isLink(element: Element): boolean {
  for (let node: Element["parent"] = element; node !== null && isTag(node); node = node.parent)
    if (node.name === "a") return true;
  for (const { node } of walk(element)) {
    if (isTag(node) && node.name === "a") return true;
    if (isText(node) && node.data.trim() !== "") return false;
  }
  return false;
}

/** A box around headline and standfirst holds both; a short title may be a word of any text. */
function repeats(text: string, title: string | null): boolean {
  return title !== null && title.length >= minTitleLength && folded(text).includes(folded(title));
}

function isByline(text: string, authors: readonly string[]): boolean {
  if (authors.some((author) => folded(text).startsWith(folded(author)))) return true;
  return /^(?:by|von|par|por|di|door|автор)\s/iu.test(text) && looksLikePerson(splitNames(text.slice(0, 200))[0] ?? "");
}
