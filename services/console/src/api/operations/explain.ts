import { explainUrl } from "@wirewatch/store";
import { z } from "zod";
import { operation } from "../operation.ts";
import { instant } from "../schemas.ts";

/** A part that is for reading: its fields may grow. */
const facts = z.array(z.record(z.string(), z.unknown()));

export const explainOperations = [
  operation({
    id: "explain",
    method: "GET",
    path: "/explain",
    tag: "explain",
    scope: "read",
    summary: "Everything that is known about a URL: why there was, or was no, alert for it.",
    description:
      "As `wirewatch explain <url> --json` says it. The parts of `announcements`, `articles` and `nearest` may get more fields.",
    query: z.strictObject({
      url: z
        .url({ protocol: /^https?$/u, error: "an http or https address" })
        .max(2048, { error: "longer than 2,048 characters" }),
    }),
    response: z
      .object({
        url: z.string(),
        asOf: instant,
        isKnown: z.boolean(),
        announcements: facts,
        articles: facts,
        nearest: facts.meta({ description: "For an unknown URL: the sources that could have announced it." }),
        drainedSince: instant.nullable(),
        services: z.array(z.string()),
      })
      .meta({ id: "Explanation" }),
    handle: async ({ db, query }) => {
      const { announcements, articles, nearest, ...rest } = await explainUrl(db, query.url);
      return { ...rest, announcements: plain(announcements), articles: plain(articles), nearest: plain(nearest) };
    },
  }),
];

/** As it is sent: instants are texts, at any depth. */
function plain(values: readonly object[]): Record<string, unknown>[] {
  return JSON.parse(JSON.stringify(values));
}
