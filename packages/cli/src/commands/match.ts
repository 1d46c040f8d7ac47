import type { TopicConfig } from "@wirewatch/config";
import type { TopicDocument } from "@wirewatch/model";
import { articleLanguage, compileTopics, snippet } from "@wirewatch/topics";
import { CommandError, runJsonLines } from "./json-lines.ts";
import type { JsonRecord } from "./json-lines.ts";

/**
 * `wirewatch match`: says for each article which topics match, where, and shows the passage.
 *
 * In: `{id, title, text | sections, language?, url?, source?, author?, country?, tags?}`; out: `{id, matches: [{topic,
 * units, strength, brief, clauses, raised, spans, snippet}]}`. A topic's `where.sources` is compared with `source`,
 * `where.tags` with `tags`. A `language` that is given counts, as `extract` has settled it; without one the text's own
 * is taken.
 *
 * @param topics as loaded from the topics file
 * @returns exit code, see {@link runJsonLines}
 * @throws {RangeError} when a topic's query cannot be read
 */
export function matchArticles(
  input: Parameters<typeof runJsonLines>[0],
  output: Parameters<typeof runJsonLines>[1],
  topics: readonly TopicConfig[],
): Promise<number> {
  const compiled = compileTopics(topics);
  return runJsonLines(input, output, (record) => {
    const document = documentOf(record);
    const facts = { sourceId: document.source ?? null, sourceTags: stringsOf(record, "tags") };
    const matches = compiled.match(document, facts).map((result) => ({
      topic: result.topicId,
      units: result.units,
      strength: result.strength,
      brief: result.isBrief,
      clauses: result.clauses.map(({ clause }) => clause),
      raised: result.raised,
      spans: result.spans,
      snippet: snippet(document, result),
    }));
    return { matches };
  });
}

function documentOf(record: JsonRecord): TopicDocument {
  const body = stringOf(record, "text");
  const sections = sectionsOf(record);
  if (body === null && sections.length === 0 && stringOf(record, "title") === null) {
    throw new CommandError("badRecord", "A record needs a title, a text or sections.");
  }
  const title = stringOf(record, "title");
  return {
    title,
    body,
    sections,
    lang:
      stringOf(record, "language") ??
      articleLanguage({ declared: null, title, text: mainText(body, sections) }).language,
    url: stringOf(record, "url"),
    source: stringOf(record, "source"),
    author: stringOf(record, "author"),
    country: stringOf(record, "country"),
  };
}

function mainText(body: string | null, sections: NonNullable<TopicDocument["sections"]>): string {
  const main = sections.filter(({ role }) => role !== "aside").map(({ text }) => text);
  return [...(body === null ? [] : [body]), ...main].join("\n\n");
}

function sectionsOf(record: JsonRecord): NonNullable<TopicDocument["sections"]> {
  const sections = record["sections"] ?? [];
  if (!Array.isArray(sections)) throw new CommandError("badRecord", "sections must be a list.");
  return sections.map((section: unknown, number) => {
    const text = isRecord(section) ? stringOf(section, "text") : null;
    if (!isRecord(section) || text === null) {
      throw new CommandError("badRecord", `sections[${number}] must be an object with a text.`);
    }
    return { heading: stringOf(section, "heading"), text, role: section["role"] === "aside" ? "aside" : "main" };
  });
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null;
}

function stringOf(record: JsonRecord, field: string): string | null {
  const value = record[field] ?? null;
  if (value === null || typeof value === "string") return value;
  throw new CommandError("badRecord", `${field} must be a string, found ${typeof value}.`);
}

function stringsOf(record: JsonRecord, field: string): readonly string[] {
  const values = record[field] ?? [];
  if (Array.isArray(values) && values.every((value) => typeof value === "string")) return values;
  throw new CommandError("badRecord", `${field} must be a list of strings.`);
}
