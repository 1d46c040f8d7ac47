/** Characters of HTML that are looked for one by one, as UTF-16 code units. */
export const slash = 0x2f;
export const greaterThan = 0x3e;

/** Longer names are cut: no element or attribute that means anything has one. */
const maxNameLength = 64;

/** The name of an element or attribute, in lower case. */
export function nameAt(html: string, start: number, end: number): string {
  return html.slice(start, Math.min(end, start + maxNameLength)).toLowerCase();
}

/** Where the mark is from a place on; the page's length when there is none. */
export function indexOr(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at;
}

export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}

/** What follows the name of an element. */
export function endsTagName(code: number): boolean {
  return code === greaterThan || code === slash || isSpace(code);
}
