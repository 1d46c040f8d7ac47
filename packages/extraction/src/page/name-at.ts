import type { Markup } from "./markup.ts";

/** Longer names are cut: no element or attribute that means anything has one. */
const maxLength = 64;

/** A name as pages write it, and in lower case. */
interface KnownName {
  readonly written: string;
  readonly name: string;
}

/**
 * Names met lately, each at the place that its signs add up to: pages consist of some hundred names, and to cut one out, to put it into
 * lower case and to look it up takes longer than to compare it.
 */
const known: (KnownName | undefined)[] = Array.from({ length: 4_096 });
const maxKnownLength = 32;

/** The name of an element or attribute, in lower case. */
export function nameAt(markup: Markup, start: number, end: number): string {
  const { signs, textBetween } = markup;
  const length = end - start;
  const place = length > maxKnownLength ? -1 : placeOf(signs, start, end);
  if (place === -1) return textBetween(start, end).slice(0, maxLength).toLowerCase();
  const found = known[place];
  if (found !== undefined && found.written.length === length && signs.startsWith(found.written, start))
    return found.name;
  const written = kept(signs.slice(start, end));
  const name = kept(written.toLowerCase());
  known[place] = { written, name };
  return name;
}

/** Where a name is looked for; -1 for one with signs beyond ASCII. */
function placeOf(signs: string, start: number, end: number): number {
  let place = 0;
  let all = 0;
  for (let at = start; at < end; at++) {
    const code = signs.charCodeAt(at);
    place = (31 * place + code) & 0xfff;
    all |= code;
  }
  return all > 0x7f ? -1 : place;
}

/** The same string as JavaScript keeps names of properties: once, with its hash, and not as a piece of a page that it would keep in memory. */
function kept(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name;
}
