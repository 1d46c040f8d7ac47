import { decodeHTML } from "entities";
import { hiddenElements, htmlElements, inlineElements, rawElements } from "./html-elements.ts";

/**
 * What a reader sees of a piece of HTML: no markup, no scripts, references decoded, white space folded to single spaces.
 *
 * A `<` that begins no HTML element is kept as a character, so that "1 < 2" and "the <foo> tag" survive. Reads once from
 * front to back, so that no markup, however deep or broken, takes more than moments.
 *
 * @example plainText("Caf&eacute; <b>Noir</b>") // "Café Noir"
 */
export function plainText(html: string): string {
  return foldSpace(html.includes("<") ? visibleText(html, " ") : decoded(html));
}

/** As {@link plainText}; null when nothing is left of it. */
export function plainOrNull(html: string | null): string | null {
  const text = html === null ? "" : plainText(html);
  return text === "" ? null : text;
}

/** As {@link plainText}, but a text for each paragraph, heading, cell and the like; none is empty. */
export function textBlocks(html: string): string[] {
  const mark = "\0";
  return visibleText(html.replaceAll(mark, ""), mark)
    .split(mark)
    .map(foldSpace)
    .filter((block) => block !== "");
}

/** Trims, and makes every run of white space one space. */
export function foldSpace(text: string): string {
  // Most texts are folded already, and looking is faster than replacing.
  return (unfolded.test(text) ? text.replace(/\s+/g, " ") : text).trim();
}

const unfolded = /[^\S ]|  /;

/** @param blockMark stands wherever a block begins or ends */
function visibleText(html: string, blockMark: string): string {
  const lastCommentEnd = html.lastIndexOf("-->");
  let text = "";
  let hiddenDepth = 0;
  let from = 0;
  const show = (piece: string): void => {
    if (hiddenDepth === 0) text += piece;
  };
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at)) {
    const markup = tagAt(html, at) ?? declarationAt(html, at, lastCommentEnd);
    if (markup === null) {
      at += 1;
      continue;
    }
    const { name, isEnd, content, end } = markup;
    if (at > from) show(decoded(html.slice(from, at)));
    show(content);
    if (hiddenElements.has(name)) hiddenDepth = Math.max(0, hiddenDepth + (isEnd ? -1 : 1));
    if (name !== "" && !inlineElements.has(name)) text += blockMark;
    from = at = end;
  }
  show(decoded(html.slice(from)));
  return text;
}

function decoded(text: string): string {
  return text.includes("&") ? decodeHTML(text) : text;
}

/** Something that is not text. */
interface Markup {
  /** Of the element, in lower case; empty for comments and for elements of other vocabularies. */
  readonly name: string;
  readonly isEnd: boolean;
  /** Text in it as it stands (CDATA). */
  readonly content: string;
  /** Index behind it. */
  readonly end: number;
}

const tagName = /<\/?([a-zA-Z][a-zA-Z0-9]*)([:-][\w:-]*)?(?=[\s/>])/y;
const slash = 0x2f;

/** @returns null when no element begins or ends at this `<` */
function tagAt(html: string, at: number): Markup | null {
  tagName.lastIndex = at;
  const match = tagName.exec(html);
  if (match === null) return null;
  const [written, base = "", more] = match;
  // Names with a colon or hyphen are elements of other vocabularies or of the page's own: markup all the same.
  const name = more === undefined ? base.toLowerCase() : "";
  if (name !== "" && !htmlElements.has(name)) return null;
  const isEnd = html.charCodeAt(at + 1) === slash;
  const end = tagEnd(html, at + written.length);
  return { name, isEnd, content: "", end: !isEnd && rawElements.has(name) ? rawEnd(html, name, end) : end };
}

/** Comments, CDATA, document types and `<?xml …>`; null for all else, which is text. */
function declarationAt(html: string, at: number, lastCommentEnd: number): Markup | null {
  const markup = { name: "", isEnd: false, content: "" };
  if (html.startsWith("<!--", at)) {
    // A comment without end hides no more than browsers once let it, up to the next ">".
    return { ...markup, end: at > lastCommentEnd ? behind(html, ">", at) : behind(html, "-->", at + 2) };
  }
  if (html.startsWith("<![CDATA[", at)) {
    const end = behind(html, "]]>", at);
    return { ...markup, content: html.slice(at + "<![CDATA[".length, end).replace(/\]\]>$/, ""), end };
  }
  const isDeclaration = /^<(?:!doctype\s+html\b|\?xml\b)/i.test(html.slice(at, at + 40));
  return isDeclaration ? { ...markup, end: behind(html, ">", at) } : null;
}

/** Index behind the `>` of a tag; values in quotes may hold one. A tag that is cut off takes the rest with it. */
function tagEnd(html: string, from: number): number {
  let isValue = false;
  for (let at = from; at < html.length; at += 1) {
    const character = html[at];
    if (character === ">") return at + 1;
    if (isValue && (character === '"' || character === "'")) {
      const close = html.indexOf(character, at + 1);
      if (close === -1) return behind(html, ">", at);
      at = close;
    }
    isValue = character === "=" || (isValue && character === " ");
  }
  return html.length;
}

const rawEnds = new Map([...rawElements].map((name) => [name, new RegExp(`</${name}(?=[\\s/>])[^>]*>?`, "gi")]));

function rawEnd(html: string, name: string, from: number): number {
  const pattern = rawEnds.get(name);
  if (pattern === undefined) return from;
  pattern.lastIndex = from;
  return pattern.exec(html) === null ? html.length : pattern.lastIndex;
}

function behind(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}
