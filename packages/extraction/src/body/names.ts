import type { Element } from "domhandler";

/** How much prose counts inside elements that say they are something else than the article. */
const notArticleWeight = 0.1;
const hardly = 0.05;

const aroundElements = new Set(["aside", "footer", "nav", "form", "figure", "figcaption", "menu", "button", "label"]);
const aroundRoles = new Set(
  "navigation complementary banner contentinfo dialog alertdialog search menu toolbar form tablist status".split(" "),
);
const aroundWords = new Set(
  (
    "comment comments disqus cookie cookies consent gdpr newsletter subscribe sidebar related recommended recommendations footer promo " +
    "advert ad ads sponsored popup modal paywall share social widget teaser teasers trending mostread popular"
  ).split(" "),
);

/** Weight of the prose in an element by what its name, role and classes say, 0 to 1; the least of those around it counts. */
export function nameWeight(element: Element): number {
  const { name, attribs } = element;
  if (aroundElements.has(name)) return notArticleWeight;
  if (attribs["hidden"] !== undefined || attribs["aria-hidden"] === "true") return hardly;
  const role = attribs["role"];
  if (role !== undefined && aroundRoles.has(role.toLowerCase())) return notArticleWeight;
  if (isStyledAway(attribs["style"])) return hardly;
  if (name === "body" || name === "html") return 1;
  return split(attribs["class"]).saysAround || split(idOf(attribs["id"])).saysAround ? notArticleWeight : 1;
}

/** True for a `style` that keeps its element from being shown. */
export function isStyledAway(style: string | undefined): boolean {
  return style !== undefined && /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}

interface SplitNames {
  readonly words: readonly string[];
  /** One of them is the name of something around an article. */
  readonly saysAround: boolean;
}

/** Names that were split lately; pages of a source use the same ones again and again. */
const splitNames = new Map<string, SplitNames>();
const maxSplitNames = 20_000;
const maxNameLength = 300;
const nothing: SplitNames = { words: [], saysAround: false };

/** The words of an element's classes and id, in lower case: `relatedPosts` and `related-posts` are two words each. */
export function nameWords({ attribs }: Element): readonly string[] {
  const classes = split(attribs["class"]).words;
  const id = split(idOf(attribs["id"])).words;
  if (id.length === 0) return classes;
  return classes.length === 0 ? id : [...classes, ...id];
}

/** Ids with numbers are made by a program for one page. */
function idOf(id: string | undefined): string | undefined {
  return id === undefined || /\d{3}/.test(id) ? undefined : id;
}

function split(names: string | undefined): SplitNames {
  if (names === undefined || names === "") return nothing;
  const known = splitNames.get(names);
  if (known !== undefined) return known;
  if (splitNames.size >= maxSplitNames) splitNames.clear();
  const words = names
    .slice(0, maxNameLength)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  // A copy: a piece of a page keeps the whole page in memory.
  const result = { words, saysAround: words.some((word) => aroundWords.has(word)) };
  splitNames.set(names.split("").join(""), result);
  return result;
}
