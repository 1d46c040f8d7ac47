import type { TextField } from "../query/syntax.ts";
import type { AtLeastNode, CompiledNode, FirstNode, SpanNode } from "./compiled.ts";
import { anyTerm } from "./compiled.ts";
import { fitsFacts } from "./metadata.ts";
import { occurrencesOf, occurrencesWithin, spansWithin } from "./occurrences.ts";
import { lowerBound } from "./integers.ts";
import { findPlaces, isPresent } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { countSeparate, pushHighlights } from "./spans.ts";
import type { Span } from "./spans.ts";
import { firstOf, rangesOf } from "./units.ts";
import type { Ranges } from "./units.ts";

/** False only when a query cannot be true in the unit: some word that it needs is not there. Looks at no position. */
function mayHold(node: CompiledNode, scene: Scene): boolean {
  return mayHoldIn(node, true, scene);
}

/** @param isWhole false inside a field, where a word of the unit may be missing */
function mayHoldIn(node: CompiledNode, isWhole: boolean, scene: Scene): boolean {
  switch (node.kind) {
    case "word":
      return isPresent(scene, node.term);
    case "phrase":
      for (const term of node.terms) if (term !== anyTerm && !isPresent(scene, term)) return false;
      return true;
    case "near":
      if (!mayHoldIn(node.first, isWhole, scene)) return false;
      for (const { isNegated, operand } of node.links) {
        if (!isNegated && !mayHoldIn(operand, isWhole, scene)) return false;
      }
      return true;
    case "and":
      for (const part of node.parts) if (!mayHoldIn(part, isWhole, scene)) return false;
      return true;
    case "or":
    case "either":
      for (const side of node.sides) if (mayHoldIn(side, isWhole, scene)) return true;
      return false;
    case "not":
      // A word without a field is in the unit or not; anything else needs a closer look.
      return !isWhole || node.operand.kind !== "word" || !isPresent(scene, node.operand.term);
    case "field":
      return mayHoldIn(node.operand, false, scene);
    case "atLeast":
    case "first":
      return mayHoldIn(node.operand, isWhole, scene);
    case "fact":
      return fitsFacts(node, scene.reading.facts);
  }
}

/** Decides a query inside the unit. */
export function holds(node: CompiledNode, scene: Scene): boolean {
  const { marks } = scene;
  const before = marks.length;
  const isTrue = decide(node, null, scene);
  marks.length = before;
  return isTrue;
}

/**
 * Decides a query inside the unit; when it is true, what to highlight lies on `scene.marks`, unsorted, and otherwise
 * that is as it was.
 *
 * @see WQL 1, sections 6 and 7
 */
export function collect(node: CompiledNode, scene: Scene): boolean {
  return decide(node, null, scene);
}

function decide(node: CompiledNode, field: TextField | null, scene: Scene): boolean {
  const { marks } = scene;
  const before = marks.length;
  switch (node.kind) {
    case "and":
      for (const part of node.parts) {
        if (decide(part, field, scene)) continue;
        marks.length = before;
        return false;
      }
      return true;
    case "or": {
      let isTrue = false;
      for (const side of node.sides) if (decide(side, field, scene)) isTrue = true;
      return isTrue;
    }
    case "not": {
      const isTrue = decide(node.operand, field, scene);
      marks.length = before;
      return !isTrue;
    }
    case "field":
      return decide(node.operand, node.field, scene);
    case "fact":
      return fitsFacts(node, scene.reading.facts);
    case "word":
      if (field === null && !isPresent(scene, node.term)) return false;
      return pushWord(node.term, rangesOf(scene.unit, field, scene.reading), scene);
    case "phrase":
    case "near":
    case "either":
      if (!mayHold(node, scene)) return false;
      return pushSpans(spansIn(node, field, scene), scene);
    case "atLeast":
      return mayHold(node, scene) && decideAtLeast(node, field, scene);
    case "first":
      return mayHold(node, scene) && decideFirst(node, field, scene);
  }
}

/** Occurrences inside the unit and the field. */
function spansIn(node: SpanNode, field: TextField | null, scene: Scene): readonly Span[] {
  const ranges = rangesOf(scene.unit, field, scene.reading);
  // A title's occurrences come again in every unit, so looking at them is work, too.
  const limit = scene.work.limit();
  // Only a lede ends inside a text, where what stands behind it must not count for NOT NEAR.
  const isCut = field === "lede" || field === "top";
  const found = isCut ? occurrencesWithin(node, scene, ranges) : occurrencesOf(node, scene);
  const spans = spansWithin(found, ranges, limit);
  scene.work.spend(spans.length);
  return spans;
}

function decideAtLeast(node: AtLeastNode, field: TextField | null, scene: Scene): boolean {
  const spans = spansIn(node.operand, field, scene);
  return countSeparate(spans) >= node.count && pushSpans(spans, scene);
}

/** The first words are counted over headings and texts in reading order; the title never counts. */
function decideFirst(node: FirstNode, field: TextField | null, scene: Scene): boolean {
  const ranges = firstOf([0, scene.reading.to], node.count, scene.unit, scene.reading);
  return pushSpans(spansWithin(spansIn(node.operand, field, scene), ranges), scene);
}

function pushWord(term: number, ranges: Ranges, scene: Scene): boolean {
  const { marks, table, work } = scene;
  if (!findPlaces(scene, term)) return false;
  const { positions } = table;
  const before = marks.length;
  const end = table.to[term] ?? 0;
  let at = table.from[term] ?? 0;
  for (let index = 0; index < ranges.length && at < end; index += 2) {
    const low = ranges[index] ?? 0;
    const high = ranges[index + 1] ?? 0;
    if ((positions[at] ?? 0) < low) at = lowerBound(positions, low, at, end);
    const stop = Math.min(end, at + work.limit());
    for (; at < stop; at++) {
      const position = positions[at] ?? 0;
      if (position >= high) break;
      marks.push(position, position);
    }
  }
  work.spend((marks.length - before) >> 1);
  return marks.length > before;
}

function pushSpans(spans: readonly Span[], scene: Scene): boolean {
  if (spans.length === 0) return false;
  scene.work.spend(pushHighlights(spans, scene.marks, 4 * scene.work.limit()));
  return true;
}
