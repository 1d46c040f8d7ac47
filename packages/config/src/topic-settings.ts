import { z } from "zod";

/** In which language a topic's queries are written. @see WQL 1, section 10 "Dialects" */
export const dialects = ["wql", "lucene", "factiva", "lexis"] as const;

export type Dialect = (typeof dialects)[number];

/** For people: `a query in Factiva's language`. */
export const dialectNames: Readonly<Record<Dialect, string>> = {
  wql: "a WQL query",
  lucene: "a query in Lucene's language",
  factiva: "a query in Factiva's language",
  lexis: "a query in Lexis's language",
};

const strings = z.array(z.string());

/**
 * An example text of a topic's tests. A text alone is a headline, of a document with nothing else; in a document what
 * is given counts, and a condition of `where` is asked only when its fact is.
 */
export const topicExample = z.union([
  z.string(),
  z.object({
    title: z.string().exactOptional(),
    text: z.string().exactOptional(),
    sections: z.array(z.object({ heading: z.string().exactOptional(), text: z.string() })).exactOptional(),
    /** BCP 47. */
    language: z.string().exactOptional(),
    /** ISO 3166-1 alpha-2. */
    country: z.string().exactOptional(),
    author: z.string().exactOptional(),
    url: z.string().exactOptional(),
    /** Id of a source, for `where.sources`. */
    source: z.string().exactOptional(),
    /** Tags of its source, for `where.tags`. */
    tags: strings.exactOptional(),
  }),
]);

export type TopicExampleConfig = z.infer<typeof topicExample>;
