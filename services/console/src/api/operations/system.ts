import { endDrain, listAudit, readSystemState, startDrain, unfinishedWork } from "@wirewatch/store";
import { z } from "zod";
import { cursorOf, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { instant, pageOf, paging, rowId, span, word } from "../schemas.ts";
import { withQuery } from "../../views/html.ts";

const system = z
  .object({
    asOf: instant.meta({ description: "The database's clock." }),
    environment: z.string().nullable(),
    queues: z.enum(["postgres", "redis"]),
    configuration: z.object({ version: rowId, loadedAt: instant, sources: z.int(), topics: z.int() }).nullable(),
    drainedSince: instant.nullable().meta({ description: "Since when intake is stopped." }),
    unfinished: z.record(z.string(), z.int()).meta({ description: "Rows that run or are due, by stage." }),
    workers: z.array(
      z.object({
        id: z.string(),
        services: z.array(z.string()),
        host: z.string(),
        pid: z.int(),
        startedAt: instant,
        seenAt: instant,
      }),
    ),
  })
  .meta({ id: "System" });

const auditLine = z
  .object({
    id: rowId,
    at: instant,
    actor: z.string(),
    actorKind: z.string(),
    action: z.string(),
    targetKind: z.string(),
    targetId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    address: z.string().nullable(),
  })
  .meta({ id: "AuditLine" });

const list = "audit";

export const systemOperations = [
  operation({
    id: "getSystem",
    method: "GET",
    path: "/system",
    tag: "system",
    scope: "read",
    summary: "Configuration, processes that are alive, and what is being worked on.",
    response: system,
    handle: async ({ db, deps }) => ({
      ...(await readSystemState(db)),
      environment: deps.environment,
      queues: deps.queues.backend,
      unfinished: await unfinishedWork(db),
    }),
  }),
  operation({
    id: "startDrain",
    method: "PUT",
    path: "/system/drain",
    tag: "system",
    scope: "ops",
    summary: "Stops intake: no feed is polled and no page fetched until it is ended. What is there goes on.",
    response: z.object({ since: instant }),
    async handle({ db, actor, audit }) {
      const { drainedSince } = await readSystemState(db);
      const since = await startDrain(db, `by ${actor}`);
      if (drainedSince === null) await audit({ action: "intake.stopped", targetKind: "system" });
      return { since };
    },
  }),
  operation({
    id: "endDrain",
    method: "DELETE",
    path: "/system/drain",
    tag: "system",
    scope: "ops",
    summary: "Lets intake go on.",
    response: z.object({ wasStopped: z.boolean() }),
    async handle({ db, audit }) {
      const wasStopped = await endDrain(db);
      if (wasStopped) await audit({ action: "intake.resumed", targetKind: "system" });
      return { wasStopped };
    },
  }),
  operation({
    id: "listAudit",
    method: "GET",
    path: "/audit",
    tag: "system",
    scope: "ops",
    summary: "Writes by people and programs, the newest first.",
    query: z.strictObject({
      ...span,
      actor: word().exactOptional(),
      action: word()
        .exactOptional()
        .meta({ description: "The whole of it, or its noun: `alert` finds `alert.acknowledged`." }),
      target: word().exactOptional().meta({ description: "Kind, id, or `kind/id`." }),
      ...paging,
    }),
    response: pageOf(auditLine),
    async handle({ db, query: { limit, cursor, ...choice }, request }) {
      const [after = null] = positionOf(list, cursor, (position) => /^\d{1,18}$/u.test(position.join(" "))) ?? [];
      const lines = await listAudit(db, { ...choice, after }, limit);
      const items = lines.slice(0, limit);
      const last = items.at(-1);
      if (lines.length <= limit || last === undefined) return { items, next: null };
      const asked = Object.fromEntries(readQuery(request.url).asked);
      return { items, next: withQuery("/api/v1/audit", { ...asked, cursor: cursorOf(list, [last.id]) }) };
    },
  }),
];
