import type { TopicDocument } from "@wirewatch/model";
import type { Unit, UnitText } from "./document.ts";
import { metadataHolds, primary } from "./metadata.ts";
import { spansOf } from "./spans.ts";
import type { Span, Stem, View } from "./spans.ts";
import type { Node, TextField } from "./syntax.ts";

/** What decides a query in one unit. */
export interface Scene {
  readonly unit: Unit;
  readonly document: TopicDocument;
  readonly stem: Stem;
}

/** The spans to highlight when the query is true in the unit; undefined when it is false. @see WQL 1, sections 4 to 7 */
export function evaluate(root: Node, scene: Scene): readonly Span[] | undefined {
  const { document, unit, stem } = scene;
  const language = document.lang == null || document.lang === "" ? undefined : primary(document.lang);
  return decide(root, { texts: unit.texts, isVisible: () => true, language, stem }, document);
}

function decide(node: Node, view: View, document: TopicDocument): readonly Span[] | undefined {
  switch (node.kind) {
    case "and": {
      const parts = node.parts.map((part) => decide(part, view, document));
      return parts.includes(undefined) ? undefined : parts.flatMap((spans) => spans ?? []);
    }
    case "or": {
      const parts = node.parts.map((part) => decide(part, view, document));
      return parts.every((spans) => spans === undefined) ? undefined : parts.flatMap((spans) => spans ?? []);
    }
    case "not":
      return decide(node.part, view, document) === undefined ? [] : undefined;
    case "field":
      return decide(node.part, { ...view, isVisible: visibleIn(node.field) }, document);
    case "meta":
      return node.values.some((value) => metadataHolds(node.field, value, document)) ? [] : undefined;
    case "term":
    case "near":
      return someOf(spansOf(node, view));
    case "atLeast": {
      const spans = spansOf(node.part, view);
      return countApart(spans) >= node.count ? spans : undefined;
    }
    case "first":
      return someOf(spansOf(node.part, view).filter((span) => endOf(span, view.texts) <= node.count));
  }
}

function someOf(spans: readonly Span[]): readonly Span[] | undefined {
  return spans.length === 0 ? undefined : spans;
}

function visibleIn(field: TextField): View["isVisible"] {
  const isLede = (text: UnitText, position: number): boolean =>
    text.holdsLede && text.tokens[position]?.paragraph === 0;
  switch (field) {
    case "title":
      return ({ area }) => area === "title";
    case "heading":
      return ({ area }) => area === "heading";
    case "body":
      return ({ area }) => area !== "title";
    case "lede":
      return isLede;
    case "top":
      return (text, position) => text.area === "title" || isLede(text, position);
  }
}

/** Spans that do not overlap, taken by earliest end in each text. */
function countApart(spans: readonly Span[]): number {
  const byText = Map.groupBy(spans, ({ text }) => text.key);
  let count = 0;
  for (const group of byText.values()) {
    let free = 0;
    for (const { first, last } of group.toSorted((one, other) => one.last - other.last)) {
      if (first < free) continue;
      free = last + 1;
      count += 1;
    }
  }
  return count;
}

/** How many tokens of the unit's body there are up to a span's end; no number of tokens is enough for the title. */
function endOf(span: Span, texts: readonly UnitText[]): number {
  if (span.text.area === "title") return Infinity;
  const body = texts.filter(({ area }) => area !== "title");
  const before = body.slice(0, body.indexOf(span.text)).reduce((sum, { tokens }) => sum + tokens.length, 0);
  return before + span.last + 1;
}
