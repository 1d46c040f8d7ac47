import { isTag, Text, type Element, type ParentNode } from "domhandler";
import { walk } from "../page/walk.ts";

/** Never part of an article's text, however much of it they hold. */
const removedElements = new Set(["figcaption", "nav", "button", "label", "input", "menu"]);
const removedRoles = new Set(
  "navigation complementary banner contentinfo dialog alertdialog search menu toolbar form button tablist status".split(
    " ",
  ),
);
const boxElements = new Set(["aside", "footer", "form"]);

/** Class and id words of things around an article; whole words after splitting `relatedPosts` and `related-posts`. */
const strongWords = new Set(
  (
    "share sharing shares social socials sharebar addthis related relatedposts recommended recommendation recommendations newsletter newsletters " +
    "subscribe subscription signup optin mailchimp promo promos promotion advert adverts advertisement advertising ad ads adslot sponsor sponsored " +
    "comment comments disqus breadcrumb breadcrumbs nav navigation pagination pager footer sidebar toolbar tags taglist byline bio " +
    "caption credit credits cookie cookies consent gdpr paywall popup modal outbrain taboola readmore trending popular donate donation " +
    "mostread infobox screenreader hidden visuallyhidden"
  ).split(" "),
);
const weakWords = new Set(
  (
    "widget author authors meta metadata timestamp date dateline time teaser teasers more copyright disclaimer follow tag topics tools print " +
    "rating vote poll quiz banner callout cta feedback links headline kicker source info profile gallery slideshow carousel player video embed"
  ).split(" "),
);

/** Shares of the container's text up to which a match is believed; from the development half of the extraction corpus. */
const maxStrongShare = 0.25;
const maxWeakShare = 0.08;
const maxRemovedShare = 0.4;

/**
 * The elements of a chosen container that are not the article: captions, hidden and navigation elements, and boxes whose class
 * names say what they are. Outermost elements only.
 *
 * Names are believed only for small parts, because real bodies sit in wrappers with such names: pruning before the container
 * is chosen costs 0.04 F1, inside it gains 0.02.
 */
export function findClutter(root: ParentNode): ReadonlySet<Element> {
  const sizes = measure(root);
  const total = Math.max(1, sizes.get(root)?.text ?? 1);
  const clutter = new Set<Element>();
  let removed = 0;
  const isClutter = (element: Element): boolean => {
    const { text, linked } = sizes.get(element) ?? { text: 0, linked: 0 };
    const share = text / total;
    if (share > maxShare(element, text === 0 ? 0 : linked / text) || removed + share > maxRemovedShare) return false;
    removed += share;
    clutter.add(element);
    return true;
  };
  // The walk decides about each element it meets and does not enter those it leaves out.
  for (const _ of walk(root, isClutter));
  return clutter;
}

/** The largest share of the text up to which the element may go; negative when nothing speaks against it. */
function maxShare(element: Element, linkShare: number): number {
  const { name, attribs } = element;
  if (removedElements.has(name)) return maxRemovedShare;
  if (
    "hidden" in attribs ||
    attribs["aria-hidden"] === "true" ||
    removedRoles.has(attribs["role"]?.toLowerCase() ?? "")
  )
    return maxStrongShare;
  if (/display\s*:\s*none/i.test(attribs["style"] ?? "")) return maxStrongShare;
  if (boxElements.has(name)) return maxStrongShare;
  const words = nameWords(element);
  if (words.some((word) => strongWords.has(word))) return maxStrongShare;
  if (words.some((word) => weakWords.has(word))) return linkShare > 0.5 ? maxStrongShare : maxWeakShare;
  return -1;
}

/** The words of an element's classes and id, in lower case. */
function nameWords(element: Element): string[] {
  const names = `${element.attribs["class"] ?? ""} ${element.attribs["id"] ?? ""}`.slice(0, 500);
  return names
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** Letters of text and of link text below every element. */
function measure(root: ParentNode): Map<ParentNode, { text: number; linked: number }> {
  const sizes = new Map<ParentNode, { text: number; linked: number }>([[root, { text: 0, linked: 0 }]]);
  for (const { node, entering } of walk(root)) {
    const parent = node.parent;
    if (node instanceof Text) {
      const size = parent === null ? undefined : sizes.get(parent);
      if (size !== undefined) size.text += node.data.replace(/\s+/g, "").length;
    } else if (isTag(node)) {
      const own = sizes.get(node) ?? { text: 0, linked: 0 };
      if (entering) sizes.set(node, own);
      else {
        if (node.name === "a") own.linked = own.text;
        const around = parent === null ? undefined : sizes.get(parent);
        if (around === undefined) continue;
        around.text += own.text;
        around.linked += own.linked;
      }
    }
  }
  return sizes;
}
