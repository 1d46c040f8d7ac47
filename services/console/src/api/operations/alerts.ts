import { severities } from "@wirewatch/model";
import {
  acknowledge,
  alertStates,
  findAlert,
  isPositionOf,
  listAlertsByPage,
  muteStory,
  readAlertReport,
  unmuteStory,
} from "@wirewatch/store";
import { z } from "zod";
import { Problem } from "../../problem.ts";
import { pageFrom, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { idParam, instant, pageOf, paging, rowId, span, word } from "../schemas.ts";

export const alert = z
  .object({
    alertId: z.string().meta({ description: "As messages name it.", examples: ["al_12"] }),
    state: z.enum(alertStates).meta({
      description: "`muted`: told, nobody acknowledged it, and its story is muted; `open` is the same without that.",
    }),
    route: z.string(),
    receiver: z.string(),
    topicId: z.string(),
    topicName: z.string(),
    severity: z.enum(severities),
    storyId: rowId.nullable(),
    title: z.string(),
    matches: z.int(),
    messages: z.int().meta({ description: "Messages that were only about it." }),
    openedAt: instant,
    lastSentAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    reminders: z.int(),
    escalatedAt: instant.nullable(),
  })
  .meta({ id: "Alert" });

const alertReport = z
  .object({
    alert,
    articles: z.array(
      z.object({
        articleId: rowId,
        revision: z.int(),
        title: z.string(),
        url: z.string().nullable(),
        sourceId: z.string(),
        severity: z.enum(severities),
        state: z.enum(["waiting", "held", "sent", "told", "digested", "joined", "suppressed"]),
        reason: z.string().nullable(),
        publishedAt: instant.nullable(),
        firstSeenAt: instant,
        matchedAt: instant,
        sentAt: instant.nullable(),
        clauses: z.array(z.object({ clause: z.string(), query: z.string() })),
      }),
    ),
    deliveries: z.array(
      z.object({
        id: z.string(),
        receiver: z.string(),
        channel: z.string(),
        event: z.string(),
        state: z.enum(["pending", "sending", "sent", "failed", "unknown"]),
        reason: z.string().nullable(),
        status: z.int().nullable(),
        attempts: z.int(),
        createdAt: instant,
        sentAt: instant.nullable(),
        nextTryAt: instant.nullable(),
      }),
    ),
    publishedToSentMs: z.number().nullable(),
    matchedToSentMs: z.number().nullable(),
  })
  .meta({ id: "AlertReport" });

export const alertFilters = {
  ...span,
  state: z.enum(alertStates).exactOptional(),
  topic: word().exactOptional(),
  severity: z.enum(severities).exactOptional(),
  receiver: word().exactOptional(),
  story: idParam.exactOptional(),
};

const id = z.strictObject({ id: z.string().regex(/^(?:al_)?[1-9]\d{0,17}$/u) });
const list = "alerts";
const hourMs = 3_600_000;

export const alertOperations = [
  operation({
    id: "listAlerts",
    method: "GET",
    path: "/alerts",
    tag: "alerts",
    scope: "read",
    summary: "Alerts by when they were opened, the newest first.",
    query: z.strictObject({ ...alertFilters, ...paging }),
    response: pageOf(alert),
    async handle({ db, query: { limit, cursor, ...filter }, request }) {
      const after = positionOf(list, cursor, (position) => isPositionOf([{ type: "bigint" }], position));
      const placed = await listAlertsByPage(db, filter, { after, limit: limit + 1 });
      return pageFrom(placed, { list, path: "/api/v1/alerts", asked: readQuery(request.url).asked, limit });
    },
  }),
  operation({
    id: "getAlert",
    method: "GET",
    path: "/alerts/{id}",
    tag: "alerts",
    scope: "read",
    summary: "One alert with its articles and its messages.",
    params: id,
    response: alertReport,
    async handle({ db, params }) {
      const report = await readAlertReport(db, params.id);
      if (report === null) throw noAlert(params.id);
      return report;
    },
  }),
  operation({
    id: "acknowledgeAlert",
    method: "POST",
    path: "/alerts/{id}/acknowledge",
    tag: "alerts",
    scope: "topics:write",
    summary: "Somebody takes care of it: no more reminders, no escalation, until there is news.",
    params: id,
    response: z.object({
      kind: z
        .enum(["acknowledged", "already"])
        .meta({ description: "`already`: somebody had done it, and there was no news since." }),
      by: z.string(),
      at: instant,
    }),
    async handle({ db, params, actor, audit }) {
      const done = await acknowledge(db, params.id, actor);
      if (done === null) throw noAlert(params.id);
      if (done.kind === "acknowledged")
        await audit({ action: "alert.acknowledged", targetKind: "alert", targetId: alertName(params.id) });
      return done;
    },
  }),
  operation({
    id: "muteAlert",
    method: "POST",
    path: "/alerts/{id}/mute",
    tag: "alerts",
    scope: "topics:write",
    summary: "Silences its story for its topic.",
    params: id,
    body: z.strictObject({
      hours: z.number().min(0.25).max(720).default(24),
      comment: word(500).exactOptional(),
    }),
    status: 201,
    response: z.object({ silenceId: rowId, storyId: rowId, endsAt: instant }),
    refuses: [409],
    async handle({ db, params, body, actor, audit }) {
      if ((await readAlertReport(db, params.id)) === null) throw noAlert(params.id);
      const muted = await muteStory(db, params.id, actor, body.hours * hourMs, body.comment);
      if (muted === null)
        throw new Problem(409, "this alert has no story that could be muted; silence its topic instead");
      const detail = { alert: alertName(params.id), hours: body.hours };
      await audit({ action: "silence.added", targetKind: "silence", targetId: muted.silenceId, detail });
      return muted;
    },
  }),
  operation({
    id: "unmuteAlert",
    method: "POST",
    path: "/alerts/{id}/unmute",
    tag: "alerts",
    scope: "topics:write",
    summary: "Ends the silences on its story.",
    params: id,
    response: z.object({
      silenceIds: z.array(rowId).meta({ description: "Silences that were ended; none when it was not muted." }),
    }),
    async handle({ db, params, actor, audit }) {
      const found = await findAlert(db, params.id);
      if (found === null) throw noAlert(params.id);
      const { topicId, storyId } = found;
      const silenceIds = storyId === null ? [] : await unmuteStory(db, { topicId, storyId }, actor);
      for (const silenceId of silenceIds)
        await audit({ action: "silence.expired", targetKind: "silence", targetId: silenceId });
      return { silenceIds };
    },
  }),
];

function noAlert(name: string): Problem {
  return new Problem(404, `there is no alert ${name}`);
}

function alertName(name: string): string {
  return name.startsWith("al_") ? name : `al_${name}`;
}
