import { severities } from "@wirewatch/model";
import { z } from "zod";
import { formatted, id, line, listOf, mapping, preamble, words } from "./fields.ts";
import { countryFormat, labelFormat, languageFormat } from "./formats.ts";

const query = z.string({ error: "a query in quotes" }).min(1, { error: "a query" });
const queries = listOf(query);
const sample = z.string({ error: "text in quotes" }).min(1, { error: "some text" }).max(20_000, {
  error: "text of at most 20000 characters",
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
      languages: listOf(formatted(languageFormat)).exactOptional(),
      tags: words.exactOptional().describe("Tags of sources."),
      sources: listOf(id).exactOptional().describe("Ids of sources."),
      countries: listOf(formatted(countryFormat)).exactOptional(),
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
  tests: z
    .strictObject({ match: listOf(sample).exactOptional(), no_match: listOf(sample).exactOptional() })
    .exactOptional()
    .describe("Sentences that the topic must match, and must not match."),
});

/** `topics.yaml` as it is written. */
export const topicsSchema = z
  .strictObject({ ...preamble, topics: listOf(topic).exactOptional() })
  .describe("Wirewatch: the topics to find.");

export type TopicsFile = z.output<typeof topicsSchema>;
export type TopicEntry = z.output<typeof topic>;
