import type { MatchSpans, TopicDocument } from "@wirewatch/model";
import { refuseSenseless } from "./checks.ts";
import { unitsOf } from "./document.ts";
import { evaluate } from "./evaluate.ts";
import { treeOf } from "./grammar.ts";
import { lexemesOf } from "./lexer.ts";
import type { Span, Stem } from "./spans.ts";
import { Refusal } from "./syntax.ts";
import type { Node, ReferenceOptions } from "./syntax.ts";

/** What the reference reads in a query. `isFirm`: the language says where the error stands. */
export type ReferenceAnswer =
  | { readonly ok: true; readonly root: Node; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly code: string; readonly at: number; readonly isFirm: boolean };

/** Where a query is true: the units' numbers and the ranges to highlight, by text. */
export interface ReferenceHit {
  readonly units: readonly (number | null)[];
  readonly spans: MatchSpans;
}

/** Reads a query. Of several errors one is given; warning codes are sorted and each is named once. */
export function referenceParse(query: string, options: ReferenceOptions = {}): ReferenceAnswer {
  try {
    const { lexemes, warnings } = lexemesOf(query, options);
    const dialect = options.dialect ?? "wql";
    const tree = treeOf(lexemes, dialect, query.length);
    refuseSenseless(tree.root);
    const given = new Set([...warnings, ...tree.warnings]);
    if (dialect !== "wql" && dialect !== "lucene") given.delete("W_LOWERCASE_OPERATOR");
    return { ok: true, root: tree.root, warnings: [...given].sort() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, code: error.code, at: error.at, isFirm: error.isFirm };
  }
}

/** Matches a query that was read; undefined when it is true in no unit. */
export function referenceMatch(
  root: Node,
  given: TopicDocument | string,
  scope: "section" | "document",
  stem: Stem,
): ReferenceHit | undefined {
  const document = typeof given === "string" ? { body: given } : given;
  const hits = unitsOf(document, scope).flatMap((unit) => {
    const spans = evaluate(root, { unit, document, stem });
    return spans === undefined ? [] : [{ number: unit.number, spans }];
  });
  if (hits.length === 0) return undefined;
  return { units: hits.map(({ number }) => number), spans: mergedRanges(hits.flatMap(({ spans }) => spans)) };
}

function mergedRanges(spans: readonly Span[]): MatchSpans {
  const byText = Map.groupBy(spans, ({ text }) => text.key);
  const merged = [...byText].map(([key, group]) => {
    const ranges: [number, number][] = [];
    const sorted = group
      .flatMap((span) => span.ranges)
      .toSorted((one, other) => one[0] - other[0] || one[1] - other[1]);
    for (const [from, to] of sorted) {
      const last = ranges.at(-1);
      if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to);
      else ranges.push([from, to]);
    }
    return [key, ranges] as const;
  });
  return Object.fromEntries(merged);
}
