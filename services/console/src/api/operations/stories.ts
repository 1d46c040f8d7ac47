import { isPositionOf, listStoriesByPage, readStoryMembers } from "@wirewatch/store";
import { z } from "zod";
import { Problem } from "../../problem.ts";
import { pageFrom, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { idParam, instant, pageOf, paging, rowId, span, word } from "../schemas.ts";

const fields = {
  id: rowId,
  title: z.string().nullable(),
  language: z.string().nullable().meta({ description: "BCP 47" }),
  openedAt: instant,
  lastAt: instant.meta({ description: "Publication of the latest of its articles." }),
  articles: z.int().meta({ description: "With copies." }),
  sources: z.int(),
  topics: z.array(z.string()),
};
const story = z.object(fields).meta({ id: "Story" });
const fullStory = z
  .object({
    ...fields,
    members: z
      .array(
        z.object({
          id: rowId,
          title: z.string().nullable(),
          url: z.string(),
          sourceId: z.string(),
          publishedAt: instant.nullable(),
          firstSeenAt: instant,
          isCopy: z.boolean(),
        }),
      )
      .meta({ description: "In the order in which they came; at most 500." }),
  })
  .meta({ id: "FullStory" });

const list = "stories";

export const storyOperations = [
  operation({
    id: "listStories",
    method: "GET",
    path: "/stories",
    tag: "stories",
    scope: "read",
    summary: "Stories by when they were opened, the newest first.",
    query: z.strictObject({ ...span, topic: word().exactOptional(), ...paging }),
    response: pageOf(story),
    async handle({ db, query: { limit, cursor, ...filter }, request }) {
      const after = positionOf(list, cursor, (position) => isPositionOf([{ type: "bigint" }], position));
      const placed = await listStoriesByPage(db, filter, { after, limit: limit + 1 });
      return pageFrom(placed, { list, path: "/api/v1/stories", asked: readQuery(request.url).asked, limit });
    },
  }),
  operation({
    id: "getStory",
    method: "GET",
    path: "/stories/{id}",
    tag: "stories",
    scope: "read",
    summary: "One story with its articles.",
    params: z.strictObject({ id: idParam }),
    response: fullStory,
    async handle({ db, params }) {
      const found = await readStoryMembers(db, params.id);
      if (found === null) throw new Problem(404, `there is no story ${params.id}`);
      return found;
    },
  }),
];
