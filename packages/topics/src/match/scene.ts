import type { TopicDocument } from "@wirewatch/model";
import { clueOf } from "./clues.ts";
import { growIntegers, lowerBound } from "./integers.ts";
import type { SpanNode } from "./compiled.ts";
import { createDocumentReader, readSentences } from "./reading.ts";
import type { DocumentReader, Reading } from "./reading.ts";
import type { Span } from "./spans.ts";
import { createTermTable, fillTermTable, gatherPositions } from "./term-table.ts";
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
  /** By clue: the last unit in which it was there. */
  stamps: Int32Array;
  unitTick: number;
  documentTick: number;
  /** Clues of the unit, in no order: the first `clueCount`. */
  clues: Int32Array;
  clueCount: number;
  /** Distinct terms of the title: the first `titleTermCount`. */
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
    stamps: table(),
    unitTick: firstTick,
    documentTick: 0,
    clues: table(),
    clueCount: 0,
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
  scene.stamps.fill(0);
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
  scene.stamps = growIntegers(scene.stamps, 2 * idLimit);
  scene.clues = growIntegers(scene.clues, 2 * idLimit);
  scene.titleTerms = growIntegers(scene.titleTerms, idLimit);
  scene.marks.length = 0;
  scene.occurrences.clear();
  scene.sentences = null;
  scene.work.restart();
  collectTitleTerms(scene);
}

/** Makes a unit the one in which queries are decided. */
export function enterUnit(scene: Scene, unit: Unit): void {
  const { stamps, clues, titleTerms, titleTermCount } = scene;
  scene.unit = unit;
  const tick = ++scene.unitTick;
  scene.clueCount = 0;
  for (let index = 0; index < titleTermCount; index++) {
    for (const inTitle of [true, false]) {
      const clue = clueOf(titleTerms[index] ?? 0, inTitle);
      stamps[clue] = tick;
      clues[scene.clueCount++] = clue;
    }
  }
  if (isWholeText(scene)) addClues(scene, scene.table.present, scene.table.presentCount);
  else addCluesOfTexts(scene);
}

/** True when the term is in the title or the body of the unit. */
export function isPresent({ stamps, unitTick }: Scene, term: number): boolean {
  return stamps[clueOf(term, false)] === unitTick;
}

/** Number of places of a term in the whole document. */
export function countOf(scene: Scene, term: number): number {
  const { table } = scene;
  return findPlaces(scene, term) ? (table.to[term] ?? 0) - (table.from[term] ?? 0) : 0;
}

/** Makes the term's positions in the table valid; false when it is not in the document. */
export function findPlaces({ table, reading, documentTick }: Scene, term: number): boolean {
  if (table.tick[term] !== documentTick) return false;
  gatherPositions(table, reading, term);
  return true;
}

/** True when the token at a position fits the term. */
export function fitsTerm({ reading }: Scene, term: number, position: number): boolean {
  return reading.words[reading.wordOf[position] ?? -1]?.terms.includes(term) ?? false;
}

/** Calls back for each place of a term inside the ranges; returning false ends it. */
export function forEachPlace(scene: Scene, term: number, ranges: Ranges, visit: (position: number) => boolean): void {
  const { table } = scene;
  if (!findPlaces(scene, term)) return;
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

/** True when the unit holds all texts, as in a document of one section. */
function isWholeText({ unit, reading }: Scene): boolean {
  return unit.firstText <= Number(reading.hasTitle) && unit.lastText === reading.texts.length - 1;
}

function addClues(scene: Scene, terms: ArrayLike<number>, count: number): void {
  const { stamps, clues, unitTick } = scene;
  for (let index = 0; index < count; index++) {
    const clue = clueOf(terms[index] ?? 0, false);
    if (stamps[clue] === unitTick) continue;
    stamps[clue] = unitTick;
    clues[scene.clueCount++] = clue;
  }
}

function addCluesOfTexts(scene: Scene): void {
  const { reading, unit } = scene;
  for (let number = unit.firstText; number <= unit.lastText; number++) {
    const { from, to } = reading.texts[number] ?? { from: 0, to: 0 };
    for (let position = from; position < to; position++) {
      const terms = reading.words[reading.wordOf[position] ?? 0]?.terms ?? [];
      addClues(scene, terms, terms.length);
    }
  }
}

function collectTitleTerms(scene: Scene): void {
  const { reading, stamps, titleTerms, documentTick } = scene;
  scene.titleTermCount = 0;
  const { from, to } = (reading.hasTitle ? reading.texts[0] : undefined) ?? { from: 0, to: 0 };
  for (let position = from; position < to; position++) {
    const terms = reading.words[reading.wordOf[position] ?? 0]?.terms ?? [];
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] ?? 0;
      if (stamps[clueOf(term, true)] === documentTick) continue;
      stamps[clueOf(term, true)] = documentTick;
      titleTerms[scene.titleTermCount++] = term;
    }
  }
}
