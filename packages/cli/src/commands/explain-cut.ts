import type { CutBlock, CutReason } from "@wirewatch/model";
import { counted, oneLine } from "../terminal-text.ts";

/** Blocks of a revision that are listed. */
const maxListed = 12;

/** What each reason is called before "block"; see `CutReason`. */
const reasonWords: Readonly<Record<CutReason, string>> = {
  headline: "headline",
  standfirst: "standfirst",
  byline: "byline",
  repeated: "repeated",
  caption: "caption",
  credit: "credit",
  hidden: "hidden",
  navigation: "navigation",
  control: "control",
  named: "named as furniture",
  related: "related items",
  listing: "list of items",
  links: "links",
  appeal: "appeal",
  disclaimer: "disclaimer",
  contact: "contact",
  edge: "around the text",
  template: "other pages have it",
  removed: "source's own rule",
  disputed: "one of two readings",
};

/** What was left out of an article's text, and why: the first twelve blocks. */
export function cutLines(cut: readonly CutBlock[]): string[] {
  if (cut.length === 0) return [];
  // What the source's other pages have is told first: it is the only reason that lies outside the page.
  const listed = [...cut].toSorted((a, b) => Number(b.reason === "template") - Number(a.reason === "template"));
  const more = listed.length - maxListed;
  return [
    `  Left out of the text: ${counted(cut.length, "block")}`,
    ...listed
      .slice(0, maxListed)
      .map(({ text, reason }) => `    ${reasonWords[reason].padEnd(20)}  “${oneLine(text, 80)}”`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
