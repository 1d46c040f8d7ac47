import { isText, type Element } from "domhandler";
import { collapse, walk } from "../page/walk.ts";

const maxSteps = 200;

/**
 * The text of a small element.
 *
 * @param max characters
 * @returns an empty string for an element with more text or with many elements; reading stops there, so that marks around large
 *   parts of a page cost nothing
 */
export function shortText(element: Element, max: number): string {
  const parts: string[] = [];
  let length = 0;
  let steps = 0;
  for (const { node } of walk(element)) {
    const data = isText(node) ? node.data : " ";
    length += isText(node) ? data.trim().length : 0;
    if (length > max || ++steps > maxSteps) return "";
    parts.push(data);
  }
  return collapse(parts.join(""));
}
