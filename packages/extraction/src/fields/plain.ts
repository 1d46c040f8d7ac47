import { parsePage } from "../page/page-tree.ts";
import { collapse, plainText } from "../page/walk.ts";

/** Longest headline, description or name that is read, in characters. */
const maxLength = 2_000;

/** An entity or a tag that is left over in what should be plain text. */
const leftover = /&(?:[a-z]{2,10}|#\d{2,6}|#x[\da-f]{2,5});|<\/?[a-z][^<>]*>/i;

/**
 * Plain text of a value that may hold entities and markup, as many publishers' metadata does.
 *
 * @param value of any type; of a list the first element counts
 * @returns null for what is no string or empty
 */
export function plain(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== "string") return null;
  const text = first.slice(0, maxLength);
  return plainOf(plainOf(text)) || null;
}

/** Read twice above: some systems escape what is escaped already, and an entity in a headline is no news. */
function plainOf(text: string): string {
  return leftover.test(text) ? plainText(parsePage(text).root) : collapse(text);
}
