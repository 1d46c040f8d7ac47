import { isTag, isText, type Document, type Element, type Node, type Text } from "domhandler";
import { collapse, nextNode, plainText } from "../page/walk.ts";
import { hasDateAttribute, markOf, type Mark } from "./marks.ts";

/** What a page says about itself in its elements, as written. */
export interface PageHead {
  /** Values of `<meta>` by `metaKey` of its name, in page order. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
  readonly title: string | null;
  readonly language: string | null;
  readonly canonical: string | null;
  /** `<link rel=alternate hreflang>`. */
  readonly alternates: readonly Element[];
  readonly headings: readonly Element[];
  /** `<time>` elements, and those whose names or attributes say that they hold a date. */
  readonly dates: readonly Element[];
  readonly bylines: readonly Element[];
  /** Elements that the page marks as its standfirst or subtitle, near the headline and below it. */
  readonly standfirsts: readonly Element[];
  readonly subtitles: readonly Element[];
  /** Short texts that hold a time of day. */
  readonly clockTexts: readonly Text[];
}

/** Elements of one kind that are looked at; what counts is near the top of the page. */
const maxMarked = 20;
const maxMeta = 500;
const maxValuesPerKey = 50;
const maxClockText = 120;
/** Elements between headline and standfirst; what is farther off introduces another item. */
const maxFromHeadline = 120;

/** Parts of a page whose names and dates belong to other items. */
const otherItems: ReadonlySet<string> = new Set(["aside", "nav", "footer"]);

/** Collects, in one pass over the tree, the elements that carry metadata. */
export function readPageHead(root: Document): PageHead {
  const meta = new Map<string, string[]>();
  const found = {
    alternates: [] as Element[],
    headings: [] as Element[],
    dates: [] as Element[],
    bylines: [] as Element[],
    standfirsts: [] as Element[],
    subtitles: [] as Element[],
    clockTexts: [] as Text[],
  };
  const marks = new Map<string, Mark>();
  let title: string | null = null;
  let language: string | null = null;
  let canonical: string | null = null;
  let above: Text[] = [];
  /** Elements so far, and before the first `<h1>`. */
  let position = 0;
  let headlineAt = Number.NEGATIVE_INFINITY;

  function readElement(element: Element): void {
    const { name, attribs } = element;
    position++;
    if (name === "meta") readMeta(meta, attribs);
    else if (name === "html") language ??= attribs["lang"] ?? attribs["xml:lang"] ?? null;
    else if (name === "title") title ??= plainText(element) || null;
    else if (name === "link") {
      if (hasToken(attribs["rel"], "canonical")) canonical ??= attribs["href"] ?? null;
      else if (attribs["hreflang"] !== undefined && hasToken(attribs["rel"], "alternate"))
        add(found.alternates, element, maxValuesPerKey);
    } else {
      if (name === "h1") {
        if (found.headings.length === 0) {
          // What is shown above the headline may be today's date: times come last, and only machine-readable dates stay.
          above = found.clockTexts.splice(0);
          found.dates = found.dates.filter(({ attribs }) => isMachineDate(attribs));
          headlineAt = position;
        }
        add(found.headings, element);
      }
      const mark = markOf(attribs, marks);
      if (mark.isByline) add(found.bylines, element);
      if (mark.standfirst !== null && position - headlineAt <= maxFromHeadline)
        add(mark.standfirst === "standfirst" ? found.standfirsts : found.subtitles, element);
      if (isMachineDate(attribs) || name === "time" || mark.isDate) add(found.dates, element);
      if (attribs["itemprop"] !== undefined) readItemprop(meta, attribs);
    }
  }

  for (let node: Node | null = root.firstChild; node !== null; node = nextNode(node, root)) {
    if (isTag(node)) readElement(node);
    else if (isText(node) && node.data.length >= 5 && node.data.length <= maxClockText && /\d[:.]\d\d/.test(node.data))
      add(found.clockTexts, node);
  }
  found.clockTexts.push(...above);
  return { meta, title, language, canonical, ...found };
}

/** The first value of any of the names, which are tried in order. */
export function metaOf(head: PageHead, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = head.meta.get(metaKey(name))?.[0];
    if (value !== undefined) return value;
  }
  return null;
}

/** All values of the names, in their order. */
export function metasOf(head: PageHead, ...names: readonly string[]): string[] {
  return names.flatMap((name) => head.meta.get(metaKey(name)) ?? []);
}

/** Publishers write `article:published_time`, `article:published:time`, `article.published-time`: all are one name. */
function metaKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "");
}

/** True when a space-separated attribute has the token, whatever its case. */
export function hasToken(value: string | undefined, token: string): boolean {
  return value !== undefined && value.toLowerCase().split(/\s+/, 20).includes(token);
}

/** True for what stands among links, in a margin or at the foot of the page. */
export function isOfOtherItem(node: Node): boolean {
  for (let around = node.parentNode; around !== null; around = around.parentNode)
    if (isTag(around) && otherItems.has(around.name)) return true;
  return isTag(node) && otherItems.has(node.name);
}

function isMachineDate(attribs: Readonly<Record<string, string>>): boolean {
  return attribs["datetime"] !== undefined || attribs["content"] !== undefined || hasDateAttribute(attribs);
}

function readMeta(meta: Map<string, string[]>, attribs: Readonly<Record<string, string>>): void {
  const content = collapse(attribs["content"] ?? "");
  if (content === "") return;
  for (const name of [attribs["property"] ?? attribs["name"] ?? attribs["http-equiv"], attribs["itemprop"]])
    if (name !== undefined) addMeta(meta, name, content);
}

/** Microdata dates: `<span itemprop="datePublished" content="…">`. */
function readItemprop(meta: Map<string, string[]>, attribs: Readonly<Record<string, string>>): void {
  const name = attribs["itemprop"];
  const value = attribs["datetime"] ?? attribs["content"];
  if (name !== undefined && value !== undefined && /^date(?:Published|Modified)$/i.test(name))
    addMeta(meta, name, value);
}

function addMeta(meta: Map<string, string[]>, name: string, content: string): void {
  const key = metaKey(name.slice(0, 100));
  const values = meta.get(key);
  if (values !== undefined) add(values, content, maxValuesPerKey);
  else if (key !== "" && meta.size < maxMeta) meta.set(key, [content]);
}

function add<Value>(list: Value[], value: Value, max = maxMarked): void {
  if (list.length < max) list.push(value);
}
