import type { TopicDocument } from "@wirewatch/model";
import { blockAround } from "../text/blocks.ts";
import type { TextField } from "../query/syntax.ts";
import { readText } from "./read-text.ts";
import type { ReadText } from "./read-text.ts";

/** Where all parts of a query must be true together: one section with the title, or the whole document. */
export type Scope = "section" | "document";

/** A text up to a token: all of it, or its first paragraph. */
export interface Stretch {
  readonly text: ReadText;
  /** Tokens from the start that count. */
  readonly length: number;
}

/** What a query is decided in. */
export interface Unit {
  /** Number of the section; null for the unit of scope `document` and for the title alone. */
  readonly name: number | null;
  readonly title: ReadText | null;
  readonly headings: readonly ReadText[];
  /** Headings and texts in reading order. */
  readonly body: readonly ReadText[];
  /** First paragraph of the document's first main section with text, when it is in this unit. */
  readonly lede: Stretch | null;
}

/** A document made ready for any number of queries. */
export interface ReadDocument {
  readonly metadata: TopicDocument;
  readonly texts: readonly ReadText[];
  units(scope: Scope): readonly Unit[];
}

/**
 * Tokenises the searched texts of a document; `aside` sections are not searched.
 *
 * @param document a string stands for a document with only that body
 * @see WQL 1, section 6
 */
export function readDocument(document: TopicDocument | string): ReadDocument {
  const metadata = typeof document === "string" ? { body: document } : document;
  const title = typeof metadata.title === "string" ? readText("title", metadata.title) : null;
  const sections = readSections(metadata);
  const firstWithText = sections.find((section) => section.text.text.trim() !== "");
  const lede = firstWithText === undefined ? null : firstParagraph(firstWithText.text);

  const bySection = sections.map(({ number, heading, text }): Unit => ({
    name: number,
    title,
    headings: heading === null ? [] : [heading],
    body: heading === null ? [text] : [heading, text],
    lede: text === firstWithText?.text ? lede : null,
  }));
  const whole: Unit = {
    name: null,
    title,
    headings: bySection.flatMap((unit) => unit.headings),
    body: bySection.flatMap((unit) => unit.body),
    lede,
  };
  return {
    metadata,
    texts: textsOf(whole),
    units: (scope) => (scope === "section" && bySection.length > 0 ? bySection : [whole]),
  };
}

/** What a field looks at inside a unit; null means everything. */
export function stretchesOf(unit: Unit, field: TextField | null): readonly Stretch[] {
  const lede = unit.lede === null ? [] : [unit.lede];
  const title = unit.title === null ? [] : [unit.title];
  switch (field) {
    case null:
      return textsOf(unit).map(entire);
    case "title":
      return title.map(entire);
    case "lede":
      return lede;
    case "top":
      return [...title.map(entire), ...lede];
    case "heading":
      return unit.headings.map(entire);
    case "body":
      return unit.body.map(entire);
  }
}

function textsOf(unit: Unit): readonly ReadText[] {
  return unit.title === null ? unit.body : [unit.title, ...unit.body];
}

function entire(text: ReadText): Stretch {
  return { text, length: text.tokens.length };
}

function firstParagraph(text: ReadText): Stretch {
  const hasFirst = text.paragraphs.of[0] === 0;
  return { text, length: hasFirst ? blockAround(text.paragraphs, 0).last + 1 : 0 };
}

interface ReadSection {
  readonly number: number;
  readonly heading: ReadText | null;
  readonly text: ReadText;
}

function readSections(document: TopicDocument): readonly ReadSection[] {
  const { sections = [], body } = document;
  const given = sections.length === 0 && typeof body === "string" ? [{ text: body }] : sections;
  return given.flatMap((section: { heading?: string | null; text: string; role?: string }, number) => {
    if (section.role === "aside") return [];
    const heading = typeof section.heading === "string" ? readText(`h${number}`, section.heading) : null;
    return [{ number, heading, text: readText(`s${number}`, section.text) }];
  });
}
