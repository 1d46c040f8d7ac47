import type { Element } from "domhandler";

/** How much prose counts inside elements that say they are something else than the article. */
const notArticleWeight = 0.25;
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

/** Weight of the prose in an element by what its name, role and classes say, 0 to 1. Multiplied with the weights around it. */
export function nameWeight(element: Element): number {
  const { name, attribs } = element;
  if (aroundElements.has(name)) return notArticleWeight;
  if ("hidden" in attribs || attribs["aria-hidden"] === "true") return hardly;
  const role = attribs["role"];
  if (role !== undefined && aroundRoles.has(role.toLowerCase())) return hardly;
  const style = attribs["style"];
  if (style !== undefined && /display\s*:\s*none/i.test(style)) return hardly;
  if (name !== "body" && name !== "html" && nameWords(element).some((word) => aroundWords.has(word)))
    return notArticleWeight;
  return 1;
}

/** The words of an element's classes and id, in lower case: `relatedPosts` and `related-posts` are two words each. */
export function nameWords(element: Element): readonly string[] {
  const { attribs } = element;
  const classes = attribs["class"];
  const id = attribs["id"];
  if (classes === undefined && id === undefined) return [];
  return `${classes ?? ""} ${id ?? ""}`
    .slice(0, 500)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
}
