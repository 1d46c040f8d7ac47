import type { TopicDocument } from "@wirewatch/model";
import { caseDisagreement } from "./topics-differential-compare.ts";
import type { DifferentialCase, Disagreement } from "./topics-differential-compare.ts";
import { isLeftOpen } from "./topics-differential-open.ts";

/** A smaller case with a disagreement about the same thing. */
export function shrunk(one: DifferentialCase, about: Disagreement["about"]): DifferentialCase {
  const fails = (candidate: DifferentialCase): boolean =>
    !isLeftOpen(candidate.query, candidate.dialect) && caseDisagreement(candidate)?.about === about;
  let small = one;
  for (let before = ""; before !== JSON.stringify(small);) {
    before = JSON.stringify(small);
    for (const candidate of simplerOptions(small)) if (fails(candidate)) small = candidate;
    small = { ...small, query: shorter(small.query, (query) => fails({ ...small, query })) };
    small = { ...small, query: withoutPairs(small.query, (query) => fails({ ...small, query })) };
    small = { ...small, document: smallerDocument(small.document, (document) => fails({ ...small, document })) };
  }
  return small;
}

function simplerOptions(one: DifferentialCase): readonly DifferentialCase[] {
  return [
    { ...one, stem: false },
    { ...one, scope: "section" },
    { ...one, dialect: "wql" },
  ];
}

/** The query without pairs of characters, such as parentheses, that can only go together. */
function withoutPairs(query: string, holds: (query: string) => boolean): string {
  const characters = Array.from(query);
  if (characters.length > 60) return query;
  for (let from = 0; from < characters.length; from += 1) {
    for (let to = from + 1; to < characters.length; to += 1) {
      const candidate = characters.filter((_, index) => index !== from && index !== to).join("");
      if (holds(candidate)) return withoutPairs(candidate, holds);
    }
  }
  return query;
}

/** The text with as much taken out as keeps `holds` true. */
function shorter(text: string, holds: (text: string) => boolean): string {
  let characters = Array.from(text);
  for (let size = Math.ceil(characters.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < characters.length;) {
      const candidate = characters.toSpliced(from, size);
      if (holds(candidate.join(""))) characters = candidate;
      else from += size;
    }
  }
  return characters.join("");
}

function smallerDocument(document: TopicDocument, holds: (document: TopicDocument) => boolean): TopicDocument {
  let small = document;
  for (const key of ["title", "body", "lang", "url", "source", "author", "country"] as const) {
    const { [key]: value, ...rest } = small;
    if (holds(rest)) small = rest;
    else if (value != null) small = { ...small, [key]: shorter(value, (text) => holds({ ...small, [key]: text })) };
  }
  return smallerSections(small, holds);
}

function smallerSections(document: TopicDocument, holds: (document: TopicDocument) => boolean): TopicDocument {
  let sections = document.sections ?? [];
  const fits = (candidate: typeof sections): boolean => holds({ ...document, sections: candidate });
  for (let index = sections.length - 1; index >= 0; index -= 1) {
    if (fits(sections.toSpliced(index, 1))) {
      sections = sections.toSpliced(index, 1);
      continue;
    }
    const section = sections[index];
    if (section === undefined) continue;
    const text = shorter(section.text, (text) => fits(sections.with(index, { ...section, text })));
    const { heading: _heading, ...plain } = { ...section, text };
    sections = sections.with(index, fits(sections.with(index, plain)) ? plain : { ...section, text });
  }
  return document.sections === undefined ? document : { ...document, sections };
}
