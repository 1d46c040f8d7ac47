/** Characters of HTML that are looked for one by one, as UTF-16 code units. */
export const slash = 0x2f;
export const greaterThan = 0x3e;

/** Where the mark is from a place on; the page's length when there is none. */
export function indexOr(signs: string, mark: string, from: number): number {
  const at = signs.indexOf(mark, from);
  return at === -1 ? signs.length : at;
}

export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}

/** What follows the name of an element. */
export function endsTagName(code: number): boolean {
  return code === greaterThan || code === slash || isSpace(code);
}
