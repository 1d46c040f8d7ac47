import { load } from "cheerio/slim";
import { quote } from "./describe-value.ts";
import { entriesAt, textsAt, type Entry } from "./entries.ts";
import type { Complaint, Path } from "./locate.ts";
import { costFlaw } from "./selector-cost.ts";

/** Where CSS selectors stand in a source. */
const places: readonly Path[] = [
  ["extract", "body"],
  ["extract", "title"],
  ["extract", "date"],
  ["extract", "remove"],
  ["listing", "item"],
  ["listing", "link"],
  ["listing", "title"],
  ["listing", "date"],
  ["listing", "date", "selector"],
  ["listing", "next"],
  ["page", "select"],
  ["page", "ignore"],
];

/** Longer ones are refused by the schema. */
const maxLength = 1_000;

/** Selectors that the reader of pages would not understand. */
export function selectorComplaints(root: unknown): readonly Complaint[] {
  const selectors = entriesAt(root, ["sources"]).flatMap((source) =>
    places.flatMap((place) => textsAt(root, [...source.path, ...place])),
  );
  return selectors.flatMap((entry) => selectorComplaint(entry));
}

function selectorComplaint({ path, value }: Entry & { readonly value: string }): readonly Complaint[] {
  if (value.trim() === "" || value.length > maxLength) return [];
  const flaw = flawOf(value);
  const cost = flaw === null && path.includes("extract") ? costFlaw(value) : null;
  const found = flaw ?? cost;
  if (found === null) return [];
  const what = flaw === null ? "is too costly" : "cannot be read";
  const message = `the CSS selector ${quote(value)} ${what}: ${found.why}.`;
  return [{ path, at: found.at, found: quote(value), expected: "a CSS selector such as article h2 a", message }];
}

/** Something wrong in a selector. */
export interface Flaw {
  /** Offset into the selector. */
  readonly at: number;
  readonly why: string;
}

/** What is wrong with a selector; null when it can be used. */
export function flawOf(selector: string): Flaw | null {
  const looks = slips.find(({ pattern }) => pattern.test(selector));
  if (looks !== undefined) return { at: Math.max(0, selector.search(looks.pattern)), why: looks.why };
  try {
    load("<p></p>").root().find(selector);
    return null;
  } catch (error) {
    return explain(selector, error instanceof Error ? error.message : String(error));
  }
}

/** What the parser lets pass, or explains badly. */
const slips: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern: /^\s*\/\//,
    why: "it looks like XPath; write it as CSS, e.g. div.teaser a instead of //div[@class='teaser']//a",
  },
  { pattern: /^\s*</, why: "it looks like HTML; name the element without brackets, e.g. article" },
  { pattern: /[>+~]\s*$/, why: "it ends where another element is expected" },
  { pattern: /\.\./, why: "a class needs a name between the dots" },
  { pattern: /@[\w-]+\s*$/, why: "an attribute is named apart, e.g. { selector: time, attr: datetime }" },
];

/** The parser's words, and its place as far as they tell it. */
function explain(selector: string, message: string): Flaw {
  const rest = /^(?:Expected name, found|Unmatched selector:) (.*)$/s.exec(message)?.[1];
  if (rest !== undefined) {
    const why = rest === "" ? "it ends where a name is expected" : `${quote(rest.slice(0, 20))} is not expected here`;
    return { at: selector.length - rest.length, why };
  }
  const pseudo = /^Unknown pseudo-class :(.+)$/s.exec(message)?.[1];
  if (pseudo !== undefined) {
    return { at: Math.max(0, selector.indexOf(`:${pseudo}`)), why: `:${pseudo} is not known` };
  }
  if (message.startsWith("Missing closing") || message.startsWith("Parenthesis")) {
    return { at: unclosed(selector), why: "this ( is never closed" };
  }
  if (message.startsWith("Attribute") || message.startsWith("Expected `=`")) {
    return { at: Math.max(0, selector.lastIndexOf("[")), why: "an attribute is written [name] or [name='value']" };
  }
  if (message.startsWith("Pseudo-elements")) {
    return {
      at: Math.max(0, selector.indexOf("::")),
      why: "pseudo-elements such as ::text or ::before are not part of a page",
    };
  }
  const formula = /^n-th rule couldn't be parsed \('(.*)'\)$/s.exec(message)?.[1];
  if (formula !== undefined) {
    return { at: Math.max(0, selector.indexOf(`(${formula})`)), why: "expected a number or a form such as 2n+1" };
  }
  if (message.startsWith("Empty sub-selector")) {
    return { at: Math.max(0, selector.search(/,\s*(?:,|\)|$)/)), why: "a selector is missing beside the comma" };
  }
  if (message.startsWith("Did not expect successive")) {
    return { at: Math.max(0, selector.search(/[>+~]\s*[>+~]/)), why: "an element is missing between two of > + ~" };
  }
  return { at: 0, why: message.slice(0, 100).replace(/\.$/, "") };
}

/** Offset of the first ( that has no ). */
function unclosed(selector: string): number {
  const open: number[] = [];
  for (let at = 0; at < selector.length; at += 1) {
    if (selector[at] === "(") open.push(at);
    else if (selector[at] === ")") open.pop();
  }
  return open[0] ?? 0;
}
