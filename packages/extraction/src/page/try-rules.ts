import { isTag, type Document, type Element } from "domhandler";
import { decodePage } from "./decode.ts";
import { parsePage } from "./page-tree.ts";
import { selectParts, type RuleResult, type Selectors } from "./selectors.ts";
import { elements, plainText } from "./walk.ts";
import { countWords } from "./words.ts";

/** A page as it was retrieved; `contentType` is the HTTP header's value. */
export interface RawPage {
  readonly body: Uint8Array | string;
  readonly contentType?: string | null;
}

/** What a source's rules give on one page, for the person who writes them. */
export interface RuleTrial {
  /** One entry per selector, `remove` first. */
  readonly rules: readonly RuleResult[];
  readonly title: string | null;
  /** As the page writes it. */
  readonly date: string | null;
  /** Texts that were removed. */
  readonly removed: readonly string[];
}

/** A selector that one element of the page fits, with what it holds. */
export interface BodyCandidate {
  readonly selector: string;
  readonly words: number;
}

/** Words that the paragraphs directly inside an element must have before it is proposed as the body. */
const minCandidateWords = 20;
const maxCandidates = 3;

/** Tries a source's rules on a page; never throws. */
export function tryRules(page: RawPage, selectors: Selectors): RuleTrial {
  const { rules, title, date, removed } = selectParts(treeOf(page), selectors);
  return { rules, title, date, removed };
}

/** Selectors that may be the article's body, the one with most words in its own paragraphs first; at most three. */
export function proposeBody(page: RawPage): readonly BodyCandidate[] {
  const root = treeOf(page);
  const all = [...elements(root)];
  const candidates = all.flatMap((element) => {
    const own = element.children.filter((child) => isTag(child) && child.name === "p");
    const words = own.reduce((sum, paragraph) => sum + countWords(plainText(paragraph as Element)), 0);
    const selector = words < minCandidateWords ? null : selectorOf(element, all);
    return selector === null ? [] : [{ selector, words, element }];
  });
  return candidates
    .toSorted((a, b) => b.words - a.words)
    .slice(0, maxCandidates)
    .map(({ selector, element }) => ({ selector, words: countWords(plainText(element)) }));
}

function treeOf({ body, contentType }: RawPage): Document {
  return parsePage(decodePage(body, contentType ?? null).html).root;
}

/** A short selector that nothing else on the page fits: by what the element is, its id or one of its classes; null without one. */
function selectorOf(element: Element, all: readonly Element[]): string | null {
  const { id, itemprop, class: names = "" } = element.attribs;
  if (itemprop === "articleBody") return "[itemprop=articleBody]";
  if (["article", "main"].includes(element.name) && all.filter(({ name }) => name === element.name).length === 1)
    return element.name;
  // Numbers in a name are the page's own.
  if (id !== undefined && /^[a-z][a-z_-]*$/iu.test(id)) return `#${id}`;
  const unique = names
    .split(/\s+/u)
    .filter((name) => /^[a-z][a-z_-]*$/iu.test(name))
    .find((name) => all.filter(({ attribs }) => attribs["class"]?.split(/\s+/u).includes(name)).length === 1);
  return unique === undefined ? null : `.${unique}`;
}
