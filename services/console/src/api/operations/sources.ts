import { readSourceStates } from "@wirewatch/store";
import { z } from "zod";
import { Problem } from "../../problem.ts";
import { cursorOf, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { instant, pageOf, paging, rowId, word } from "../schemas.ts";
import { withQuery } from "../../views/html.ts";

const feed = z.object({
  id: rowId,
  url: z.string(),
  movedTo: z.string().nullable(),
  kind: z.string(),
  document: z.string().nullable(),
  title: z.string().nullable(),
  state: z.string(),
  problem: z.string().nullable(),
  reason: z.string().nullable(),
  failures: z.int(),
  failingSince: instant.nullable(),
  silentSince: instant.nullable(),
  lastPolledAt: instant.nullable(),
  lastSuccessAt: instant.nullable(),
  lastItemAt: instant.nullable(),
  nextTryAt: instant.nullable(),
  pollEveryMs: z.int().nullable(),
});

const source = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string().nullable(),
    state: z.string().meta({ description: "gone, blocked, failing, silent, drift, paused, slow, new, ok or disabled" }),
    reason: z.string().nullable(),
    feeds: z.array(feed).meta({ description: "Worst first." }),
  })
  .meta({ id: "Source" });

const list = "sources";

export const sourceOperations = [
  operation({
    id: "listSources",
    method: "GET",
    path: "/sources",
    tag: "sources",
    scope: "read",
    summary: "Sources with how they do, by id.",
    query: z.strictObject({ state: word(20).exactOptional(), ...paging }),
    response: pageOf(source),
    async handle({ db, deps, query: { state, limit, cursor }, request }) {
      const [after = ""] = positionOf(list, cursor, (position) => position.length === 1) ?? [];
      const { config } = await deps.config.current();
      const sources = (await readSourceStates(db, config.sources))
        .filter(({ id, state: its }) => id > after && (state === undefined || its === state))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const items = sources.slice(0, limit);
      const last = items.at(-1);
      const asked = Object.fromEntries(readQuery(request.url).asked);
      const next = sources.length > limit && last !== undefined ? cursorOf(list, [last.id]) : null;
      return {
        items: items.map(shown),
        next: next === null ? null : withQuery("/api/v1/sources", { ...asked, cursor: next }),
      };
    },
  }),
  operation({
    id: "getSource",
    method: "GET",
    path: "/sources/{id}",
    tag: "sources",
    scope: "read",
    summary: "One source with how it does.",
    params: z.strictObject({ id: word() }),
    response: source,
    async handle({ db, deps, params }) {
      const { config } = await deps.config.current();
      const configured = config.sources.filter(({ id }) => id === params.id);
      const found = (await readSourceStates(db, configured, params.id)).find(({ id }) => id === params.id);
      if (found === undefined) throw new Problem(404, `there is no source ${params.id}`);
      return shown(found);
    },
  }),
];

type SourceState = Awaited<ReturnType<typeof readSourceStates>>[number];

/** Addresses may hold a password for the source. */
function shown(found: SourceState): SourceState {
  return {
    ...found,
    url: found.url === null ? null : withoutPassword(found.url),
    feeds: found.feeds.map((one) => ({
      ...one,
      url: withoutPassword(one.url),
      movedTo: one.movedTo === null ? null : withoutPassword(one.movedTo),
    })),
  };
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.username === "" && parsed.password === "") return url;
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}
