import type { CutBlock, Section } from "@wirewatch/model";
import type { Document, Element, ParentNode } from "domhandler";
import type { Metadata } from "../fields/metadata.ts";
import type { Markup } from "../page/markup.ts";
import type { SelectedParts } from "../page/selectors.ts";
import { countWords, endsSentence } from "../page/words.ts";
import { agreementOf } from "./agreement.ts";
import { readBlocks, type ClutterBlock } from "./blocks.ts";
import { doubtsOf } from "./doubts.ts";
import { findEmbedded } from "./embedded.ts";
import { findLead, isShown } from "./lead.ts";
import { countLetters, measurePage, type Mass, type Masses, type PageMeasure } from "./measure.ts";
import { findClutter } from "./prune.ts";
import { buildSections, textOf } from "./sections.ts";
import { sortBlocks, type KnownTexts, type SortedBlock } from "./sort-blocks.ts";

/** Where the article is on the page. */
export interface Finding {
  /** Null when nothing on the page reads like an article. */
  readonly container: ParentNode | null;
  readonly masses: Masses;
  /** The heading that shows the article's title, when it stands on the page outside of the container or in it. */
  readonly headline: Element | null;
  /** Only a part of the page was searched. */
  readonly isCut: boolean;
}

/** Finds the element that holds the article of a page. */
export interface ContainerFinder {
  readonly method: "scorer" | "readability";
  readonly find: (root: Document, measure: PageMeasure, title: string | null) => Finding;
}

/** A page as it is given to the search for its text. */
export interface PageParts {
  readonly root: Document;
  readonly measure: PageMeasure;
  /** The whole page as it came, for what it keeps in scripts. */
  readonly markup: Markup;
  readonly url: string;
  /** What the source's own rules found; null when it has none. */
  readonly selected: SelectedParts | null;
  readonly metadata: Metadata;
}

/** The text of a page with all that was learned on the way. */
export interface FoundText {
  readonly sections: readonly Section[];
  /** Words of the main sections. */
  readonly words: number;
  readonly cut: readonly CutBlock[];
  /** What stands between the headline and the text and reads like a lead. */
  readonly lead: string | null;
  readonly method: "scorer" | "readability" | "selectors" | "jsonld" | "embedded";
  /** 0 to 1: how far the text and the JSON-LD of the page agree; null when one of them is missing. */
  readonly agreement: number | null;
  /** True when what was found is mostly links. */
  readonly isLinks: boolean;
  readonly isCut: boolean;
  /** Why a second opinion is wanted. */
  readonly doubts: readonly string[];
}

/** JSON-LD replaces the text of the page only where the page holds a small part of it, as behind a script that loads the text. */
const maxShareForLinkedBody = 0.3;
/** With fewer words the page's scripts are searched as well. */
const maxWordsForEmbedded = 60;

/**
 * The text by the source's selector, else in the container that the finder names, else from JSON-LD or a script when the page
 * itself holds little of it.
 */
export function findText(page: PageParts, finder: ContainerFinder): FoundText {
  const { metadata, selected } = page;
  const linked = metadata.linkedBody.join("\n\n");
  if (selected?.body != null) {
    const { blocks } = readBlocks(selected.body);
    const sections = buildSections(blocks.map((block) => ({ block, role: "main" })));
    if (textOf(sections) !== "")
      return { ...plain("selectors", sections), agreement: agreementOf(textOf(sections), linked) };
  }
  const shown = textIn(finder.find(page.root, page.measure, metadata.title), page, finder.method);
  if (shown.words < maxShareForLinkedBody * countWords(linked))
    return { ...shown, ...plain("jsonld", [{ heading: null, text: linked, role: "main" }]), lead: shown.lead };
  const embedded =
    shown.words < maxWordsForEmbedded ? findEmbedded(page.markup.textBetween(0, page.markup.signs.length)) : null;
  if (embedded === null) return shown;
  const { masses } = measurePage(embedded, null);
  const stored = textIn({ container: embedded, masses, headline: null, isCut: false }, page, "embedded");
  return stored.words > shown.words ? { ...stored, lead: shown.lead } : shown;
}

function plain(method: FoundText["method"], sections: readonly Section[]): FoundText {
  const words = countWords(textOf(sections));
  return { sections, words, cut: [], lead: null, method, agreement: null, isLinks: false, isCut: false, doubts: [] };
}

/** Reads a container: leaves out what is not the article, and sorts the rest. */
function textIn(finding: Finding, page: PageParts, method: FoundText["method"]): FoundText {
  const { root, url, metadata, measure } = page;
  const { container, masses, isCut } = finding;
  const { blocks, clutter } =
    container === null ? { blocks: [], clutter: [] } : readBlocks(container, findClutter(container, masses));
  const known: KnownTexts = { ...metadata, url };
  const sorted = sortBlocks(blocks, known);
  const sections = buildSections(sorted.flatMap(({ block, role }) => (role === null ? [] : [{ block, role }])));
  const linked = metadata.linkedBody.join("\n");
  const agreement = agreementOf(textOf(sections), linked);
  const main = sorted.flatMap(({ block, role }) => (role === "main" ? [block] : []));
  const words = sum(main, (block) => block.words);
  const doubts = (): readonly string[] =>
    doubtsOf({
      container: container === null ? null : (masses.get(container) ?? null),
      page: measure.page,
      letters: sum(main, ({ text }) => countLetters(text)),
      words,
      blocks: main.length,
      sentences: main.filter(({ text }) => endsSentence(text)).length,
      linkedWords: countWords(linked),
      agreement,
    });
  return {
    sections,
    words,
    cut: cutBlocks(sorted, clutter),
    lead: leadOf(finding, metadata),
    method,
    agreement,
    isLinks: isMostlyLinks(masses.get(container ?? root)),
    isCut,
    doubts: method === "scorer" ? doubts() : [],
  };
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

function leadOf({ headline, container, masses }: Finding, { description }: Metadata): string | null {
  const lead = container === null ? null : findLead(headline, container, masses);
  return lead ?? (description !== null && isShown(description, masses) ? description : null);
}

/** Most blocks that are kept for audit, and most characters of each. */
const maxCutBlocks = 300;
export const maxCutLength = 500;

/** What was cut from the blocks and what was left out before, in page order. */
function cutBlocks(sorted: readonly SortedBlock[], clutter: readonly ClutterBlock[]): CutBlock[] {
  const cut = clutter.map(({ at, text, reason }) => ({ at, text, reason }));
  for (const [at, one] of sorted.entries())
    if (one.role === null) cut.push({ at: at + 1, text: one.block.text, reason: one.reason });
  return cut
    .toSorted((a, b) => a.at - b.at)
    .slice(0, maxCutBlocks)
    .map(({ text, reason }) => ({ text: text.slice(0, maxCutLength).toWellFormed(), reason }));
}

function isMostlyLinks(mass: Mass | undefined): boolean {
  return mass !== undefined && mass.text > 0 && mass.linked > mass.text / 2;
}
