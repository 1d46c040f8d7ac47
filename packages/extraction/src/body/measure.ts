import { isTag, Text, type AnyNode, type Element, type ParentNode } from "domhandler";
import { blockElements } from "../page/html-nesting.ts";
import { isLink } from "../page/link.ts";
import { elements, plainText, visit } from "../page/walk.ts";
import { folded } from "../page/words.ts";
import { isRelatedHeading } from "./furniture/related.ts";
import { nameWeight } from "./names.ts";

/** What an element holds, itself and below. Letters are characters other than white space; those of scripts without spaces count double. */
export interface Mass {
  /** Letters of text. */
  readonly text: number;
  /** Letters of link text. */
  readonly linked: number;
  /** Letters in runs of text that read like paragraphs, links not counted, weighted by what the elements around say they are. */
  readonly prose: number;
  /** Headings that are links from end to end: each opens another item. */
  readonly linkedHeadings: number;
  readonly headings: number;
  readonly pictures: number;
  /** Runs of text between two block boundaries. */
  readonly blocks: number;
}

/** The masses of all boxes of a page that hold text, and of the page itself. */
export type Masses = ReadonlyMap<ParentNode, Mass>;

export interface PageMeasure {
  /** Of the whole page. */
  readonly page: Mass;
  readonly masses: Masses;
  /** The heading that shows the article's title; null when the page has none. */
  readonly headline: Element | null;
  /** True for a page that is links and nearly nothing else, such as a front page or a link farm. */
  readonly isLinkList: boolean;
}

/** Shorter runs of text are labels, headings and links. */
const minProse = 80;
/** Shorter sentences are the text of a page that has no longer ones. */
const minShortProse = 30;
/** A run of which more is link text is a list of links. */
const maxLinkShare = 0.5;
/** Weight of what stands above the headline. */
const aboveHeadlineWeight = 0.3;
const maxShareAboveHeadline = 0.6;
/** Weight of what stands below the heading of a list of other items. */
const relatedWeight = 0.15;
/** Weight of a paragraph that speaks of cookies: consent dialogs are the longest prose on some pages. */
const cookieWeight = 0.2;
/** Weight of a teaser: a linked heading with a little prose. */
const teaserWeight = 0.15;
const maxTeaser = 1_000;

const pictureElements = new Set(["img", "picture", "amp-img"]);
/** Beyond so many links, on a page with hardly any other text, a list is certain. */
const manyLinks = 300;
/** Letters of "Related posts" and the like, and of a headline. */
const maxRelatedHeading = 80;
const maxHeadline = 300;
const headingName = /^h[1-6]$/;

interface Open {
  readonly box: ParentNode;
  text: number;
  linked: number;
  prose: number;
  shortProse: number;
  linkedHeadings: number;
  headings: number;
  pictures: number;
  blocks: number;
}

function emptyMass(box: ParentNode): Open {
  return { box, text: 0, linked: 0, prose: 0, shortProse: 0, linkedHeadings: 0, headings: 0, pictures: 0, blocks: 0 };
}

/**
 * One pass over the page, bottom up: every run of text between two block boundaries counts for the elements around it.
 *
 * @param title the article's headline; where the page shows it as a heading, what stands above counts less
 */
export function measurePage(root: ParentNode, title: string | null): PageMeasure {
  const masses = new Map<ParentNode, Open>();
  const above = new Map<ParentNode, number>();
  const page = emptyMass(root);
  const open: Open[] = [page];
  const weights: number[] = [1];
  const wanted = title === null ? null : folded(title);
  let headline: Element | null = null;
  const openLinks: Element[] = [];
  let allLinks = 0;
  let run = 0;
  let runLinked = 0;
  let runMarks = 0;
  let runCookies = false;

  function endRun(): void {
    if (run === 0) return;
    const own = open.at(-1) ?? page;
    own.text += run;
    own.linked += runLinked;
    own.blocks++;
    if (run >= minShortProse && runMarks > 0 && runLinked < maxLinkShare * run) {
      const weighted = (run - runLinked) * (weights.at(-1) ?? 1) * (runCookies ? cookieWeight : 1);
      if (run >= minProse) own.prose += weighted;
      else own.shortProse += weighted;
    }
    run = 0;
    runLinked = 0;
    runMarks = 0;
    runCookies = false;
  }

  function enter(node: AnyNode): boolean {
    if (node instanceof Text) {
      addText(node.data);
      return true;
    }
    if (!isTag(node) || node.name === "head") return false;
    const { name } = node;
    if (name === "a") {
      allLinks++;
      if (isLink(node)) openLinks.push(node);
    } else if (pictureElements.has(name)) (open.at(-1) ?? page).pictures++;
    if (isBox(name)) {
      endRun();
      open.push(emptyMass(node));
      weights.push(Math.min(weights.at(-1) ?? 1, nameWeight(node)));
    }
    return true;
  }

  function addText(text: string): void {
    const { length } = text;
    let letters = 0;
    let marks = 0;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      letters += lettersIn(code);
      if (isMark(code)) marks++;
    }
    run += letters;
    runMarks += marks;
    if (openLinks.length > 0) runLinked += letters;
    runCookies ||= letters > 20 && /\bcookies?\b/i.test(text);
  }

  function leave(node: Element): void {
    if (node === openLinks.at(-1)) openLinks.pop();
    const own = open.at(-1) ?? page;
    if (own.box !== node) return;
    endRun();
    open.pop();
    weights.pop();
    const around = open.at(-1) ?? page;
    if (headingName.test(node.name)) readHeading(node, own);
    else if (own.linkedHeadings === 1 && own.text < maxTeaser) own.prose *= teaserWeight;
    around.text += own.text;
    around.linked += own.linked;
    around.prose += own.prose;
    around.shortProse += own.shortProse;
    around.linkedHeadings += own.linkedHeadings;
    around.headings += own.headings;
    around.pictures += own.pictures;
    around.blocks += own.blocks;
    if (own.text > 0) masses.set(node, own);
  }

  function readHeading(node: Element, own: Open): void {
    own.headings = 1;
    if (own.text === 0) return;
    if (own.linked > 0.9 * own.text && !pointsIntoPage(node)) own.linkedHeadings = 1;
    // What stands below "Related posts" in the same box are other items.
    if (own.text < maxRelatedHeading && isRelatedHeading(plainText(node))) weights[weights.length - 1] = relatedWeight;
    const mayBeHeadline = wanted !== null && headline === null && own.linkedHeadings === 0 && own.text < maxHeadline;
    if (mayBeHeadline && isHeadline(node, wanted)) {
      headline = node;
      noteAbove();
    }
  }

  visit(root, enter, leave);
  endRun();
  masses.set(root, page);
  if (page.prose === 0) for (const mass of masses.values()) mass.prose = mass.shortProse;
  // A heading below most of the prose is a repetition (a list of related items, a second tab), not the headline.
  if ((above.get(root) ?? 0) >= maxShareAboveHeadline * page.prose) headline = null;
  else
    for (const [box, prose] of above) {
      const own = masses.get(box);
      if (own !== undefined) own.prose -= (1 - aboveHeadlineWeight) * prose;
    }
  return { page, masses, headline, isLinkList: allLinks >= manyLinks && page.linked > 0.9 * page.text };

  /** Notes what stands above the headline; whether it counts less is known at the end. */
  function noteAbove(): void {
    for (const [box, { prose }] of masses) above.set(box, prose);
    let sum = 0;
    for (const { box, prose } of open.toReversed()) {
      sum += prose;
      above.set(box, sum);
    }
  }
}

/** True for a heading whose link is an address of its own place on the page. */
function pointsIntoPage(heading: Element): boolean {
  for (const { name, attribs } of elements(heading)) if (name === "a") return attribs["href"]?.startsWith("#") ?? false;
  return false;
}

function isHeadline(element: Element, headline: string): boolean {
  const text = folded(plainText(element));
  return (
    text !== "" && (text === headline || (text.length > 20 && (headline.includes(text) || text.includes(headline))))
  );
}

/** . , ! ? ; in Latin, Arabic, Devanagari, Armenian and CJK. */
function isMark(code: number): boolean {
  if (code < 0x80) return code === 0x2e || code === 0x2c || code === 0x21 || code === 0x3f || code === 0x3b;
  return marks.has(code);
}

const marks = new Set([0x2026, 0x3002, 0x3001, 0xff0c, 0xff0e, 0xff01, 0xff1f, 0x060c, 0x061f, 0x06d4, 0x0964, 0x0589]);

/** What a text weighs, as {@link Mass} counts it. */
export function countLetters(text: string): number {
  const { length } = text;
  let letters = 0;
  for (let at = 0; at < length; at++) letters += lettersIn(text.charCodeAt(at));
  return letters;
}

function lettersIn(code: number): number {
  if (code <= 32 || code === 160) return 0;
  return code >= 0x2e80 && code <= 0xd7ff ? 2 : 1;
}

/** Custom elements are boxes as well: what they are in the browser is not known here. */
export function isBox(name: string): boolean {
  return blockElements.has(name) || (name.length > 4 && name.includes("-"));
}
