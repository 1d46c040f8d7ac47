import type { CutBlock, CutReason } from "@wirewatch/model";

/** What each reason is called before "block"; see `CutReason`. */
export const cutReasonWords: Readonly<Record<CutReason, string>> = {
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

/** What was left out of a text, what other pages have first: it is the only reason that lies outside the page. */
export function orderedCut(cut: readonly CutBlock[]): readonly CutBlock[] {
  return cut.toSorted((a, b) => Number(b.reason === "template") - Number(a.reason === "template"));
}
