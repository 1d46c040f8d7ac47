import type { CutReason } from "@wirewatch/model";
import { isTag, Text, type Element, type ParentNode } from "domhandler";
import { elements, walk } from "../page/walk.ts";
import { isBox, type Mass, type Masses } from "./measure.ts";
import { isStyledAway, nameWords } from "./names.ts";

/** Never part of an article's text, however much of it they hold. */
const removedElements: ReadonlyMap<string, CutReason> = new Map([
  ["figcaption", "caption"],
  ["nav", "navigation"],
  ["menu", "navigation"],
  ["button", "control"],
  ["label", "control"],
  ["input", "control"],
]);
const removedRoles: ReadonlyMap<string, CutReason> = new Map(
  (
    [
      ["navigation", "navigation complementary banner contentinfo menu menubar tablist toolbar"],
      ["control", "dialog alertdialog search form button status"],
    ] as const
  ).flatMap(([reason, roles]) => roles.split(" ").map((role) => [role, reason] as const)),
);
const boxElements: ReadonlyMap<string, CutReason> = new Map([
  ["aside", "named"],
  ["footer", "named"],
  ["form", "control"],
]);

/** Class and id words of things around an article; whole words after splitting `relatedPosts` and `related-posts`. */
const strongWords = concepts([
  [
    "caption",
    "caption captions figcaption imagecaption photocaption imagedescription bildunterschrift bildtext pictext",
  ],
  ["credit", "credit credits photocredit imagecredit"],
  [
    "related",
    "related relatedposts recommended recommendation recommendations readmore trending popular mostread outbrain taboola promo promos promotion",
  ],
  ["appeal", "newsletter newsletters subscribe subscription signup optin mailchimp donation donate"],
  ["navigation", "breadcrumb breadcrumbs nav navigation pagination pager toolbar"],
  [
    "control",
    "share sharing shares sharebar addthis social socials popup modal overlay alert warning cookie cookies consent gdpr screenreader visuallyhidden",
  ],
  ["hidden", "hidden"],
  ["byline", "byline bio biography authorbio authorbox"],
  [
    "named",
    "advert adverts advertisement advertising ad ads adslot sponsor sponsored comment comments disqus footer sidebar tags taglist infobox factbox",
  ],
]);
const weakWords = concepts([
  ["byline", "author authors"],
  ["caption", "gallery slideshow carousel"],
  ["appeal", "cta callout banner paywall"],
  ["disclaimer", "copyright disclaimer"],
  [
    "named",
    "widget meta metadata timestamp date dateline time more follow tag topics tools print rating vote poll quiz feedback links headline kicker source info profile player video embed",
  ],
]);

/** `detail-img__description`, `photo-credit`, `bildtext`: captions by the names of their parts. */
const captionClass =
  /(?:^|[\s_-])(?:im(?:a)?g(?:e)?s?|photo|picture|figure|foto|bild|media|video)(?:[_-]+\w*)?[_-]+(?:description|caption|text|title|legende?|credits?|source|copyright|author|info)(?:$|[\s_-])/i;

const hiddenClass =
  /(?:^|\s)(?:hide|hidden|d-none|u-hide|is-hidden|sr-only|visually-hidden|screen-reader-text|visuallyhidden)(?:\s|$)/;

/** Elements that are a piece of the text themselves: words such as "headline" or "info" in their names are no sign. */
const textElements = new Set("p h1 h2 h3 h4 h5 h6 li dd dt pre table tbody thead tr td th".split(" "));

/** Quotations of posts: their elements are named after the network they come from, and their text is the article's. */
const quotedPost =
  /\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|fb-post)\b/;

/** Shares of the container's text up to which a match is believed; from the development half of the extraction corpus. */
const maxStrongShare = 0.25;
const maxWeakShare = 0.08;
const maxRemovedShare = 0.4;
/** Letters of a caption with its credit. */
const maxCaption = 200;
/** Letters of a teaser, its heading included. */
const maxTeaserPerHeading = 500;

/**
 * The elements of a chosen container that are not the article, with what they are: captions, hidden and navigation elements, and
 * boxes whose names say so. Outermost elements only.
 *
 * Names are believed only for small parts, because real bodies sit in wrappers with such names: pruning before the container
 * is chosen costs 0.04 F1, inside it gains 0.02.
 */
export function findClutter(container: ParentNode, masses: Masses): ReadonlyMap<Element, CutReason> {
  const total = Math.max(1, masses.get(container)?.text ?? 1);
  const { judgements, shares } = judgeAll(container, masses, total);
  const clutter = new Map<Element, CutReason>();
  let removed = 0;
  const isClutter = (element: Element): boolean => {
    const judgement = judgements.get(element);
    if (judgement === undefined || removed + judgement.share > maxRemovedShare) return false;
    // What many boxes are says how the page is laid out: the parts of a list article have linked headings.
    const share =
      judgement.reason === "named" || judgement.isTeaser === true
        ? (shares.get(nameOf(element)) ?? 0)
        : judgement.share;
    if (share > judgement.maxShare) return false;
    removed += judgement.share;
    clutter.set(element, judgement.reason);
    return true;
  };
  // The walk decides about each element it meets and does not enter those it leaves out.
  for (const _ of walk(container, isClutter));
  return clutter;
}

/** What speaks against each element, and the share of the text in all elements of the same name that are judged. */
function judgeAll(
  container: ParentNode,
  masses: Masses,
  total: number,
): { judgements: ReadonlyMap<Element, Judged>; shares: ReadonlyMap<string, number> } {
  const judgements = new Map<Element, Judged>();
  const shares = new Map<string, number>();
  for (const element of elements(container)) {
    const mass = masses.get(element);
    const judgement = judge(element) ?? judgeContent(element, mass);
    if (judgement === null) continue;
    if ((judgement.reason === "control" || judgement.reason === "named") && holdsQuotedPost(element)) continue;
    const { text, linked } = mass ?? sizeOf(element);
    const share = text / total;
    const maxShare = judgement.isWeak && linked <= 0.5 * text ? maxWeakShare : judgement.maxShare;
    judgements.set(element, { ...judgement, share, maxShare });
    shares.set(nameOf(element), (shares.get(nameOf(element)) ?? 0) + share);
  }
  return { judgements, shares };
}

function nameOf({ name, attribs }: Element): string {
  return `${name}.${attribs["class"] ?? attribs["id"] ?? ""}`;
}

interface Judged extends Judgement {
  /** Share of the container's text. */
  readonly share: number;
}

interface Judgement {
  readonly reason: CutReason;
  /** The largest share of the text up to which the element may go. */
  readonly maxShare: number;
  /** Only small elements, or those that are mostly links, may go. */
  readonly isWeak: boolean;
  readonly isTeaser?: true;
}

/** True when an element's names or content say that it is not the article, whatever its size. */
export function isAround(element: Element, masses: Masses): boolean {
  return (judge(element) ?? judgeContent(element, masses.get(element))) !== null;
}

/** What an element's content says it is, whatever its names. */
function judgeContent(element: Element, mass: Mass | undefined): Judgement | null {
  if (mass === undefined) return isLinkRun(element) ? links : null;
  if (isTeaser(element, mass)) return teaser;
  return isPicture(element, mass) ? picture : null;
}

/** What the element says it is; null when nothing speaks against it. */
function judge(element: Element): Judgement | null {
  const { name, attribs } = element;
  const removed = removedElements.get(name);
  if (removed !== undefined) return { reason: removed, maxShare: maxRemovedShare, isWeak: false };
  if (name === "blockquote" || name === "article" || quotedPost.test(attribs["class"] ?? "")) return null;
  const isBoxElement = isBox(name);
  const strong = (reason: CutReason): Judgement => ({ reason, maxShare: maxStrongShare, isWeak: false });
  // On paragraphs it is how scripts hide what they uncover later.
  const isHidden = "hidden" in attribs || attribs["aria-hidden"] === "true" || hiddenClass.test(attribs["class"] ?? "");
  if ((isHidden && name !== "p") || isStyledAway(attribs["style"])) return strong("hidden");
  const byRole = removedRoles.get(attribs["role"]?.toLowerCase() ?? "");
  if (byRole !== undefined) return strong(byRole);
  if (name === "a") return null;
  if (captionClass.test(attribs["class"] ?? "")) return { reason: "caption", maxShare: maxStrongShare, isWeak: true };
  const box = boxElements.get(name);
  const words = nameWords(element);
  const strongWord = words.find((word) => strongWords.has(word));
  const strongReason = strongWord === undefined ? undefined : strongWords.get(strongWord);
  if (strongReason !== undefined && (isBoxElement || strongReason === "caption" || strongReason === "credit"))
    return strong(strongReason);
  if (box !== undefined) return strong(box);
  if (!isBoxElement || textElements.has(name)) return null;
  const weakWord = words.find((word) => weakWords.has(word));
  if (weakWord !== undefined)
    return { reason: weakWords.get(weakWord) ?? "named", maxShare: maxStrongShare, isWeak: true };
  return null;
}

const teaser: Judgement = { reason: "related", maxShare: maxStrongShare, isWeak: false, isTeaser: true };

const links: Judgement = { reason: "links", maxShare: maxStrongShare, isWeak: false };

/** Elements looked at below a span. */
const maxRunElements = 100;

/** A run of several links within a line, longer than a name: what a page shows when a reader points at a word. */
function isLinkRun(element: Element): boolean {
  if (!isNamedSpan(element) || countLinks(element) < 2) return false;
  // The word itself stands beside the run, in the span around both.
  for (const inner of elements(element)) if (isNamedSpan(inner) && countLinks(inner) > 1) return false;
  const { text, linked } = sizeOf(element);
  return text > 80 && linked > 0.9 * text;
}

function isNamedSpan({ name, attribs }: Element): boolean {
  return name === "span" && attribs["class"] !== undefined;
}

function countLinks(element: Element): number {
  let links = 0;
  let seen = 0;
  for (const { name } of elements(element)) {
    if (name === "a") links++;
    if (++seen === maxRunElements) break;
  }
  return links;
}

const picture: Judgement = { reason: "caption", maxShare: maxWeakShare, isWeak: false };

/** A box with a picture and one short line: the caption of a figure that is not marked as one. */
function isPicture(element: Element, { text, pictures, headings, blocks }: Mass): boolean {
  const { name } = element;
  return (
    pictures > 0 &&
    headings === 0 &&
    text > 0 &&
    text < maxCaption * Math.max(1, pictures) &&
    blocks <= 2 * pictures &&
    isBox(name) &&
    !textElements.has(name)
  );
}

/** A box with a linked heading and little else points to another item. */
function isTeaser({ name }: Element, { text, linkedHeadings }: Mass): boolean {
  return linkedHeadings > 0 && text < maxTeaserPerHeading * linkedHeadings && !/^h[1-6]$/.test(name);
}

function holdsQuotedPost(element: Element): boolean {
  for (const inner of elements(element))
    if (inner.name === "blockquote" || quotedPost.test(inner.attribs["class"] ?? "")) return true;
  return false;
}

/** Letters of text and of link text, for elements that are not boxes. */
function sizeOf(element: Element): { text: number; linked: number } {
  let text = 0;
  let linked = 0;
  let links = element.name === "a" ? 1 : 0;
  for (const { node, entering } of walk(element)) {
    if (node instanceof Text) {
      const { length } = node.data.replace(/\s+/g, "");
      text += length;
      if (links > 0) linked += length;
    } else if (isTag(node) && node.name === "a") links += entering ? 1 : -1;
  }
  return { text, linked };
}

function concepts(lists: readonly (readonly [CutReason, string])[]): ReadonlyMap<string, CutReason> {
  return new Map(lists.flatMap(([reason, words]) => words.split(" ").map((word) => [word, reason] as const)));
}
