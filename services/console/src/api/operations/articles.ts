import { outcomes } from "@wirewatch/model";
import { isPositionOf, listArticles, readArticle } from "@wirewatch/store";
import { z } from "zod";
import { Problem } from "../../problem.ts";
import { pageFrom, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { idParam, instant, pageOf, paging, rowId, span, word } from "../schemas.ts";

const fields = {
  id: rowId,
  revision: z.int().meta({ description: "Counts the versions of it that were looked at." }),
  url: z.string(),
  title: z.string().nullable(),
  standfirst: z.string().nullable(),
  authors: z.array(z.string()),
  sourceId: z.string(),
  siteName: z.string().nullable(),
  language: z.string().nullable().meta({ description: "BCP 47" }),
  publishedAt: instant.nullable(),
  modifiedAt: instant.nullable(),
  firstSeenAt: instant,
  finishedAt: instant.nullable().meta({ description: "When its work ended; null while it goes on." }),
  outcome: z.enum(outcomes).nullable(),
  reason: z.string().nullable(),
  copyOf: rowId.nullable().meta({ description: "The article that it is a copy of." }),
  storyId: rowId.nullable(),
  topics: z.array(z.string()).meta({ description: "Topics that matched this version." }),
  tags: z.array(z.string()),
  characters: z.int().nullable(),
  leadImage: z.string().nullable(),
  isPaywalled: z.boolean(),
  isLive: z.boolean(),
};

export const article = z.object(fields).meta({ id: "Article" });

const fullArticle = z
  .object({
    ...fields,
    text: z.string().nullable().meta({ description: "Null where none was read, or it is not kept any more." }),
    sections: z.array(
      z.object({
        heading: z.string().nullable(),
        text: z.string(),
        role: z.enum(["main", "aside"]).meta({ description: "Topics look only at `main`." }),
      }),
    ),
    revisions: z.array(
      z.object({
        revision: z.int(),
        seenAt: instant,
        finishedAt: instant.nullable(),
        outcome: z.enum(outcomes).nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "FullArticle" });

export const articleFilters = {
  ...span,
  source: word().exactOptional(),
  language: word(40).exactOptional().meta({ description: "The language or any of its variants: `pt` finds `pt-BR`." }),
  topic: word().exactOptional(),
  story: idParam.exactOptional(),
  outcome: z.enum(outcomes).exactOptional(),
};

const list = "articles";
const isPosition = (position: readonly string[]): boolean =>
  isPositionOf([{ type: "timestamptz" }, { type: "bigint" }], position);

export const articleOperations = [
  operation({
    id: "listArticles",
    method: "GET",
    path: "/articles",
    tag: "articles",
    scope: "read",
    summary: "Articles by the time their work ended, the newest first.",
    description:
      "`since` and `until` are about that time (`finishedAt`). An article whose text changed comes again at its new time.",
    query: z.strictObject({ ...articleFilters, ...paging }),
    response: pageOf(article),
    async handle({ db, query: { limit, cursor, ...filter }, request }) {
      const after = positionOf(list, cursor, isPosition);
      const placed = await listArticles(db, filter, { after, limit: limit + 1 });
      return pageFrom(placed, { list, path: "/api/v1/articles", asked: readQuery(request.url).asked, limit });
    },
  }),
  operation({
    id: "getArticle",
    method: "GET",
    path: "/articles/{id}",
    tag: "articles",
    scope: "read",
    summary: "One article with its text and its versions.",
    params: z.strictObject({ id: idParam }),
    response: fullArticle,
    async handle({ db, params }) {
      const found = await readArticle(db, params.id);
      if (found === null) throw new Problem(404, `there is no article ${params.id}`);
      const { text, ...rest } = found;
      return { ...rest, text: text?.text ?? null, sections: text?.sections ?? [] };
    },
  }),
];
