import { parseMatcher } from "@wirewatch/alerting";
import { addSilence, expireSilence, listSilences } from "@wirewatch/store";
import { z } from "zod";
import { Problem } from "../../problem.ts";
import { operation } from "../operation.ts";
import { idParam, instant, rowId, when, word } from "../schemas.ts";

const states = ["pending", "active", "expired"] as const;
const dayMs = 86_400_000;
/** Most silences in one answer; few have more than a dozen that hold. */
const most = 1000;

const silence = z
  .object({
    id: rowId,
    state: z.enum(states),
    matchers: z.array(z.string()).meta({ examples: [['topic="acme"', 'severity="low"']] }),
    startsAt: instant,
    endsAt: instant,
    author: z.string(),
    comment: z.string(),
    createdAt: instant,
    expiredBy: z.string().nullable(),
    expiredAt: instant.nullable(),
  })
  .meta({ id: "Silence" });

const newSilence = z
  .strictObject({
    matchers: z
      .array(
        word(500).refine((text) => parseMatcher(text).kind === "matcher", { error: 'no matcher, e.g. topic="acme"' }),
      )
      .min(1, { error: "at least one" })
      .max(20, { error: "more than 20" })
      .meta({ description: "All of them have to match." }),
    startsAt: when.exactOptional().meta({ description: "Now when it is left out." }),
    endsAt: when
      .exactOptional()
      .meta({ description: "24 hours after the start when it is left out; at most 30 days after it." }),
    comment: word(500).meta({ description: "Why, for those who look for the alerts." }),
  })
  .meta({ id: "NewSilence" });

export const silenceOperations = [
  operation({
    id: "listSilences",
    method: "GET",
    path: "/silences",
    tag: "silences",
    scope: "read",
    summary: "Silences, those that end last first; at most 1,000.",
    query: z.strictObject({ state: z.enum(states).exactOptional() }),
    response: z.object({ items: z.array(silence) }),
    handle: async ({ db, query }) => ({ items: await listSilences(db, { state: query.state ?? null, limit: most }) }),
  }),
  operation({
    id: "addSilence",
    method: "POST",
    path: "/silences",
    tag: "silences",
    scope: "topics:write",
    summary: "Keeps what matches from being told for a while; it is kept, with the reason.",
    body: newSilence,
    status: 201,
    response: z.object({ id: rowId }),
    async handle({ db, body, deps, actor, audit }) {
      const startsAt = body.startsAt ?? deps.now();
      const endsAt = body.endsAt ?? new Date(startsAt.getTime() + dayMs);
      checkSpan(startsAt, endsAt, deps.now());
      const { matchers, comment } = body;
      const id = await addSilence(db, { matchers, comment, startsAt, endsAt, author: actor });
      await audit({ action: "silence.added", targetKind: "silence", targetId: id, detail: { matchers, endsAt } });
      return { id };
    },
  }),
  operation({
    id: "expireSilence",
    method: "POST",
    path: "/silences/{id}/expire",
    tag: "silences",
    scope: "topics:write",
    summary: "Ends a silence before its time.",
    params: z.strictObject({ id: idParam }),
    response: z.object({ id: rowId, isEnded: z.boolean().meta({ description: "False: it was over already." }) }),
    async handle({ db, params: { id }, actor, audit }) {
      const isEnded = await expireSilence(db, id, actor);
      if (!isEnded && !(await isThere(db, id))) throw new Problem(404, `there is no silence ${id}`);
      if (isEnded) await audit({ action: "silence.expired", targetKind: "silence", targetId: id });
      return { id, isEnded };
    },
  }),
];

function checkSpan(startsAt: Date, endsAt: Date, now: Date): void {
  const lengthMs = endsAt.getTime() - startsAt.getTime();
  const message =
    endsAt <= now
      ? "in the past"
      : lengthMs <= 0
        ? "before it begins"
        : lengthMs > 30 * dayMs
          ? "more than 30 days after the start"
          : null;
  if (message !== null) throw new Problem(422, `endsAt: ${message}`, { fields: [{ field: "endsAt", message }] });
}

async function isThere(db: Parameters<typeof listSilences>[0], id: string): Promise<boolean> {
  return (await db.selectFrom("silence").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}
