import { isTag, Text, type Document } from "domhandler";
import { walk } from "./walk.ts";

/** Beyond this many links, on a page with hardly any other text, a list is certain without reading the page closely. */
const manyLinks = 300;

/**
 * True for a page that is links and nearly nothing else, such as a front page or a link farm.
 *
 * Told from the tree alone, because Readability on jsdom needs 24 s for 100,000 links.
 */
export function isLinkList(root: Document): boolean {
  let letters = 0;
  let linked = 0;
  let links = 0;
  let depth = 0;
  for (const { node, entering } of walk(root)) {
    if (node instanceof Text) {
      const length = node.data.trim().length;
      letters += length;
      if (depth > 0) linked += length;
    } else if (isTag(node) && node.name === "a") {
      depth += entering ? 1 : -1;
      if (entering) links++;
    }
  }
  return links >= manyLinks && linked > 0.9 * letters;
}
