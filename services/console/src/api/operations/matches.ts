import { severities, suppressionReasons } from "@wirewatch/model";
import { isPositionOf, listMatches } from "@wirewatch/store";
import { z } from "zod";
import { pageFrom, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { idParam, instant, pageOf, paging, rowId, span, word } from "../schemas.ts";

/** A passage with what was found. */
const snippet = z
  .object({
    text: z.string(),
    marks: z
      .array(z.tuple([z.int(), z.int()]))
      .meta({ description: "What was found: from and to, in UTF-16 units of `text`." }),
    heading: z.string().nullable(),
  })
  .meta({ id: "Snippet" });

const ends = ["sent", "digested", "joined", "suppressed"] as const;

const match = z
  .object({
    id: rowId,
    topicId: z.string(),
    topicName: z.string(),
    severity: z.enum(severities),
    articleId: rowId,
    revision: z.int(),
    storyId: rowId,
    title: z.string().nullable(),
    url: z.string().nullable(),
    sourceId: z.string().nullable(),
    matchedAt: instant.nullable(),
    outcome: z.enum(ends).nullable().meta({ description: "Null while it is on its way." }),
    reason: z.enum(suppressionReasons).nullable().meta({ description: "Why nobody was told." }),
    detail: z.string().nullable(),
    isBrief: z.boolean().meta({ description: "Named in passing." }),
    strength: z.number().meta({ description: "0 to 1." }),
    clauses: z.array(z.object({ clause: z.string(), query: z.string() })),
    snippet,
  })
  .meta({ id: "Match" });

const list = "matches";

export const matchOperations = [
  operation({
    id: "listMatches",
    method: "GET",
    path: "/matches",
    tag: "matches",
    scope: "read",
    summary: "Topics found in articles, the newest first, with what became of them.",
    query: z.strictObject({
      ...span,
      topic: word().exactOptional(),
      article: idParam.exactOptional(),
      story: idParam.exactOptional(),
      outcome: z.enum(ends).exactOptional(),
      reason: z.enum(suppressionReasons).exactOptional(),
      ...paging,
    }),
    response: pageOf(match),
    async handle({ db, query: { limit, cursor, ...filter }, request }) {
      const after = positionOf(list, cursor, (position) => isPositionOf([{ type: "bigint" }], position));
      const placed = await listMatches(db, filter, { after, limit: limit + 1 });
      return pageFrom(placed, { list, path: "/api/v1/matches", asked: readQuery(request.url).asked, limit });
    },
  }),
];
