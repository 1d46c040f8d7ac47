import { severities } from "@wirewatch/model";
import { z } from "zod";
import { address, count, duration, flag, formatted, id, line, listOf, mapping, preamble, words } from "./fields.ts";
import { countryFormat, labelFormat, languageFormat } from "./formats.ts";
import { dialects } from "./topic-settings.ts";

const query = z.string({ error: "a query in quotes" }).min(1, { error: "a query" });
const queries = listOf(query);
const sample = z.string({ error: "text in quotes" }).min(1, { error: "some text" }).max(20_000, {
  error: "text of at most 20000 characters",
});

const language = formatted(languageFormat);
const country = formatted(countryFormat);

/** An example with more than a headline. */
const exampleDocument = z
  .strictObject({
    title: sample.exactOptional(),
    text: sample.exactOptional(),
    sections: listOf(z.strictObject({ heading: sample.exactOptional(), text: sample })).exactOptional(),
    language: language.exactOptional(),
    country: country.exactOptional(),
    author: line(200).exactOptional(),
    url: address.exactOptional(),
    source: id.exactOptional().describe("Id of the source it comes from, for where.sources."),
    tags: words.exactOptional().describe("Tags of that source, for where.tags."),
  })
  .check((context) => {
    const { title, text, sections } = context.value;
    if (text !== undefined && sections !== undefined) {
      const message = "either text or sections, not both";
      context.issues.push({ code: "custom", message, path: ["sections"], input: sections });
    }
    // A misspelt key is complaint enough.
    if (context.issues.length === 0 && title === undefined && text === undefined && sections === undefined) {
      context.issues.push({ code: "custom", message: "a title, a text or sections", path: [], input: context.value });
    }
  });
const examples = listOf(z.union([sample, exampleDocument], { error: "text in quotes, or { title: …, text: … }" }));

const spread = z.strictObject({
  sources: count(2, 1_000).describe("So many sources carry the story."),
  within: duration({ minMs: 60_000, maxMs: 30 * 86_400_000 }),
});
const raise = z.strictObject({
  when: z
    .union([query, spread], { error: "a query in quotes, or { sources: 5, within: 2h }" })
    .describe("A query that is true in the article, or the spread of its story."),
  to: z.enum(severities).describe("Higher than the topic's own severity."),
});

/** Labels that every match has; a topic cannot give them another meaning. */
export const builtInLabels = ["topic", "severity", "story", "source", "source_tag", "language", "country"] as const;

const topic = z.strictObject({
  id,
  name: line(200).exactOptional().describe("Shown to people; the id when left out."),
  owner: line(200).exactOptional(),
  severity: z.enum(severities).exactOptional(),
  any: queries.exactOptional().describe("One of these must match."),
  all: queries.exactOptional().describe("Every one of these must match."),
  none: queries.exactOptional().describe("Any of these rejects the article."),
  where: z
    .strictObject({
      languages: listOf(language).exactOptional(),
      tags: words.exactOptional().describe("Tags of sources."),
      sources: listOf(id).exactOptional().describe("Ids of sources."),
      countries: listOf(country).exactOptional(),
    })
    .exactOptional(),
  labels: z
    .record(formatted(labelFormat), line(200), { error: mapping("label names to values") })
    .check((context) => {
      for (const name of builtInLabels.filter((label) => Object.hasOwn(context.value, label))) {
        const message = `a label other than ${builtInLabels.join(", ")}, which every match already has`;
        context.issues.push({ code: "custom", message, path: [name], input: context.value[name] });
      }
    })
    .exactOptional()
    .describe("For the matchers of routes."),
  scope: z
    .enum(["section", "document"])
    .exactOptional()
    .describe("section: everything must be found in one section of an article; document: anywhere in it."),
  stem: flag.exactOptional().describe("Every word also in its inflected forms, in the article's language."),
  dialect: z.enum(dialects).exactOptional().describe("How the queries are read; for those pasted from another system."),
  raise: listOf(raise).exactOptional().describe("What gives a match a higher severity; the highest counts."),
  tests: z
    .strictObject({ match: examples.exactOptional(), no_match: examples.exactOptional() })
    .exactOptional()
    .describe("Headlines or documents that the topic must match, and must not match."),
});

/** `topics.yaml` as it is written. */
export const topicsSchema = z
  .strictObject({ ...preamble, topics: listOf(topic).exactOptional() })
  .describe("Wirewatch: the topics to find.");

export type TopicsFile = z.output<typeof topicsSchema>;
export type TopicEntry = z.output<typeof topic>;
