import { severities } from "@wirewatch/model";
import { z } from "zod";
import { dialects, topicExample } from "./topic-settings.ts";

const milliseconds = z.int().min(0);
const strings = z.array(z.string());

/** A topic as every service reads it, see `config.ts`. */
export const topicConfig = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  severity: z.enum(severities),
  /** WQL queries of which one must match (when there are any). */
  any: strings,
  /** WQL queries which must all match. */
  all: strings,
  /** WQL queries of which each rejects the article. */
  none: strings,
  /** Limits by the article's metadata; an empty list does not limit. */
  where: z.object({ languages: strings, tags: strings, sources: strings, countries: strings }),
  labels: z.record(z.string(), z.string()),
  scope: z.enum(["section", "document"]),
  /** Every word also in its inflected forms. */
  stem: z.boolean().default(false),
  /** How the queries are read. */
  dialect: z.enum(dialects).default("wql"),
  /** Queries that give a match a higher severity than the topic's; decided with the match, the highest counts. */
  raise: z.array(z.object({ query: z.string(), to: z.enum(severities) })).default(() => []),
  /** Likewise when a story is in so many sources within a time; known only when matches are told of. */
  raiseBySources: z
    .array(z.object({ sources: z.int().positive(), withinMs: milliseconds, to: z.enum(severities) }))
    .default(() => []),
  tests: z.object({ match: z.array(topicExample), noMatch: z.array(topicExample) }),
});
