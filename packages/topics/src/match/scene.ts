import type { TopicDocument } from "@wirewatch/model";
import { growIntegers, lowerBound } from "./integers.ts";
import type { SpanNode } from "./compiled.ts";
import { createDocumentReader, readSentences } from "./reading.ts";
import type { DocumentReader, Reading } from "./reading.ts";
import type { Span } from "./spans.ts";
import { createTermTable, fillTermTable } from "./term-table.ts";
import type { TermTable } from "./term-table.ts";
import type { Terms } from "./terms.ts";
import { wholeUnit } from "./units.ts";
import type { Ranges, Unit } from "./units.ts";
import { createWork } from "./work.ts";
import type { Work } from "./work.ts";

/** A document and the unit of it in which queries are decided now. Tables are used again for the next document. */
export interface Scene {
  readonly terms: Terms;
  readonly reader: DocumentReader;
  reading: Reading;
  readonly table: TermTable;
  unit: Unit;
  /** Terms by the tick of the last unit in whose body, and the last document in whose title, they were. */
  inUnit: Int32Array;
  inTitle: Int32Array;
  unitTick: number;
  documentTick: number;
  /** Distinct terms of the unit's body, and of the title: their first `…Count`. */
  unitTerms: Int32Array;
  unitTermCount: number;
  titleTerms: Int32Array;
  titleTermCount: number;
  /** First and last positions to highlight, in pairs; used as a stack. */
  readonly marks: number[];
  /** Occurrences of phrases and proximity groups in the whole document. */
  readonly occurrences: Map<SpanNode, readonly Span[]>;
  readonly work: Work;
  sentences: { readonly first: Int32Array; readonly last: Int32Array } | null;
}

/** @param firstTick for tests: where counting documents and units begins */
export function createScene(terms: Terms, firstTick = 0): Scene {
  const reader = createDocumentReader(terms);
  const table = (): Int32Array => new Int32Array(1_024);
  return {
    terms,
    reader,
    reading: reader.reading,
    table: createTermTable(),
    unit: wholeUnit(reader.reading),
    inUnit: table(),
    inTitle: table(),
    unitTick: firstTick,
    documentTick: 0,
    unitTerms: table(),
    unitTermCount: 0,
    titleTerms: table(),
    titleTermCount: 0,
    marks: [],
    occurrences: new Map(),
    work: createWork(),
    sentences: null,
  };
}

/** Ticks are 32-bit integers. A document has far fewer units than are left from here. */
const lastTick = 0x7f00_0000;

/** True when ticks run out: before the next document {@link restartTicks}, and forget ticks kept elsewhere. */
export function ticksRunOut({ unitTick }: Scene): boolean {
  return unitTick > lastTick;
}

/** Forgets everything that remembers a tick. */
export function restartTicks(scene: Scene): void {
  scene.terms.forgetWords();
  scene.inUnit.fill(0);
  scene.inTitle.fill(0);
  scene.table.tick.fill(0);
  scene.unitTick = 0;
}

/** Reads a document; then {@link enterUnit} before anything is decided. */
export function openDocument(scene: Scene, document: TopicDocument): void {
  const tick = ++scene.unitTick;
  scene.documentTick = tick;
  scene.reading = scene.reader.read(document, tick);
  const { idLimit } = scene.terms;
  fillTermTable(scene.table, scene.reading, idLimit, tick);
  for (const name of ["inUnit", "inTitle", "unitTerms", "titleTerms"] as const) {
    scene[name] = growIntegers(scene[name], idLimit);
  }
  scene.marks.length = 0;
  scene.occurrences.clear();
  scene.sentences = null;
  scene.work.restart();
  const titles = scene.reading.hasTitle ? 1 : 0;
  scene.titleTermCount = collectTerms(scene, 0, titles, scene.inTitle, scene.titleTerms, tick);
}

/** Makes a unit the one in which queries are decided. */
export function enterUnit(scene: Scene, unit: Unit): void {
  scene.unit = unit;
  const tick = ++scene.unitTick;
  const { firstText, lastText } = unit;
  scene.unitTermCount = collectTerms(scene, firstText, lastText + 1, scene.inUnit, scene.unitTerms, tick);
}

/** True when the term is in the title or the body of the unit. */
export function isPresent(scene: Scene, term: number): boolean {
  return scene.inUnit[term] === scene.unitTick || scene.inTitle[term] === scene.documentTick;
}

/** Number of places of a term in the whole document. */
export function countOf({ table, documentTick }: Scene, term: number): number {
  return table.tick[term] === documentTick ? (table.to[term] ?? 0) - (table.from[term] ?? 0) : 0;
}

/** True when the token at a position fits the term. */
export function fitsTerm({ reading }: Scene, term: number, position: number): boolean {
  return reading.words[reading.wordOf[position] ?? -1]?.terms.includes(term) ?? false;
}

/** Calls back for each place of a term inside the ranges; returning false ends it. */
export function forEachPlace(scene: Scene, term: number, ranges: Ranges, visit: (position: number) => boolean): void {
  const { table, documentTick } = scene;
  if (table.tick[term] !== documentTick) return;
  const { positions } = table;
  const end = table.to[term] ?? 0;
  let at = table.from[term] ?? 0;
  for (let index = 0; index < ranges.length; index += 2) {
    const low = ranges[index] ?? 0;
    const high = ranges[index + 1] ?? 0;
    if ((positions[at] ?? 0) < low) at = lowerBound(positions, low, at, end);
    for (; at < end && (positions[at] ?? 0) < high; at++) if (!visit(positions[at] ?? 0)) return;
    if (at === end) return;
  }
}

/** First and last position of each token's sentence. */
export function sentencesOf(scene: Scene): { readonly first: Int32Array; readonly last: Int32Array } {
  return (scene.sentences ??= readSentences(scene.reading));
}

/** Writes the distinct terms of some texts into a table. */
function collectTerms(
  { reading }: Scene,
  fromText: number,
  toText: number,
  stamps: Int32Array,
  into: Int32Array,
  tick: number,
): number {
  let count = 0;
  for (let number = fromText; number < toText; number++) {
    const { from, to } = reading.texts[number] ?? { from: 0, to: 0 };
    for (let position = from; position < to; position++) {
      const terms = reading.words[reading.wordOf[position] ?? 0]?.terms ?? [];
      for (let index = 0; index < terms.length; index++) {
        const term = terms[index] ?? 0;
        if (stamps[term] === tick) continue;
        stamps[term] = tick;
        into[count++] = term;
      }
    }
  }
  return count;
}
