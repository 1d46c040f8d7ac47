import { namedChannels } from "@wirewatch/config";
import { enableChannel } from "@wirewatch/pipeline";
import { deadDeliveryIds, isPositionOf, listDeliveryLines, readDeadGroups, readDelivery } from "@wirewatch/store";
import { z } from "zod";
import { mostReplayed, replayAll, ringFor } from "../../pages/deliveries/replay.ts";
import { Problem } from "../../problem.ts";
import { pageFrom, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import type { Call } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { instant, pageOf, paging, rowId, span, when, word } from "../schemas.ts";

const states = ["pending", "sending", "sent", "failed", "unknown"] as const;

const fields = {
  id: z.string().meta({ examples: ["dl_5d0c…"] }),
  receiver: z.string(),
  channel: z.string(),
  channelKind: z.string(),
  event: z.string(),
  alertId: z.string().nullable(),
  digestId: rowId.nullable(),
  noticeId: rowId.nullable(),
  topic: z.string(),
  title: z.string(),
  state: z.enum(states),
  reason: z.string().nullable(),
  status: z.int().nullable().meta({ description: "HTTP status or SMTP code of the last attempt." }),
  attempts: z.int(),
  latencyMs: z.int().nullable(),
  excerpt: z.string().nullable().meta({ description: "Beginning of what the receiver answered last." }),
  triedAt: instant.nullable(),
  createdAt: instant,
  sentAt: instant.nullable(),
  nextTryAt: instant.nullable(),
};
export const delivery = z.object(fields).meta({ id: "Delivery" });

const fullDelivery = z
  .object({
    ...fields,
    repeat: z.enum(["at-least-once", "at-most-once"]),
    revision: z.int(),
    attemptLog: z.array(
      z.object({
        attempt: z.int(),
        at: instant,
        result: z.string(),
        status: z.int().nullable(),
        latencyMs: z.int().nullable(),
        reason: z.string().nullable(),
        excerpt: z.string().nullable(),
      }),
    ),
    message: z
      .record(z.string(), z.unknown())
      .meta({ description: "What the channel was given; without its links, which act without a log-in." }),
    disabled: z
      .object({ at: instant, reason: z.string().nullable() })
      .nullable()
      .meta({ description: "Why its channel takes no message." }),
  })
  .meta({ id: "FullDelivery" });

export const deliveryFilters = {
  ...span,
  tab: z
    .enum(["sent", "retrying", "dead"])
    .exactOptional()
    .meta({ description: "Arrived, on their way, or ended without having arrived." }),
  state: z.enum(states).exactOptional(),
  receiver: word().exactOptional(),
  channel: word().exactOptional(),
  event: word(60).exactOptional(),
  alert: word(30).exactOptional(),
};

const deliveryIdText = z.string().regex(/^[\w-]{1,100}$/u, { error: "not an id of a delivery" });
const rules = {
  enable: z
    .boolean()
    .default(false)
    .meta({ description: "Enables a disabled channel; without it its deliveries are refused." }),
};
const replayReport = z
  .object({
    replayed: z.array(z.string()).meta({ description: "Put back to be sent, under the same ids." }),
    sent: z.int().meta({ description: "Arrived before: skipped." }),
    open: z.int().meta({ description: "On their way already: skipped." }),
    disabled: z.int().meta({ description: "Refused, since their channel is disabled." }),
    missing: z.int(),
    enabled: z.array(z.string()),
  })
  .meta({ id: "ReplayReport" });

const list = "deliveries";

export const deliveryOperations = [
  operation({
    id: "listDeliveries",
    method: "GET",
    path: "/deliveries",
    tag: "deliveries",
    scope: "read",
    summary: "Deliveries by when they were made, the newest first.",
    query: z.strictObject({ ...deliveryFilters, ...paging }),
    response: pageOf(delivery),
    async handle({ db, query: { limit, cursor, ...filter }, request }) {
      const isPosition = (position: readonly string[]): boolean =>
        isPositionOf([{ type: "timestamptz" }, { type: "text" }], position);
      const after = positionOf(list, cursor, isPosition);
      const placed = await listDeliveryLines(db, filter, { after, limit: limit + 1 });
      return pageFrom(placed, { list, path: "/api/v1/deliveries", asked: readQuery(request.url).asked, limit });
    },
  }),
  operation({
    id: "listDeadDeliveryGroups",
    method: "GET",
    path: "/deliveries/dead",
    tag: "deliveries",
    scope: "read",
    summary: "Deliveries that did not arrive, by their error.",
    query: z.strictObject({ ...span, receiver: word().exactOptional() }),
    response: z.object({
      items: z.array(
        z.object({
          error: z.string(),
          count: z.int(),
          channels: z.array(z.string()),
          firstAt: instant,
          lastAt: instant,
          exampleId: z.string().meta({ description: "Names the group in `like`." }),
        }),
      ),
    }),
    handle: async ({ db, query }) => ({ items: await readDeadGroups(db, query) }),
  }),
  operation({
    id: "getDelivery",
    method: "GET",
    path: "/deliveries/{id}",
    tag: "deliveries",
    scope: "read",
    summary: "One delivery with all attempts and its message.",
    params: z.strictObject({ id: deliveryIdText }),
    response: fullDelivery,
    async handle({ db, params }) {
      const found = await readDelivery(db, params.id);
      if (found === null) throw noDelivery(params.id);
      return { ...found, message: { ...found.message } };
    },
  }),
  operation({
    id: "replayDelivery",
    method: "POST",
    path: "/deliveries/{id}/replay",
    tag: "deliveries",
    scope: "ops",
    summary: "Sends a delivery that ended again, under the same id.",
    description:
      "What arrived is skipped unless `force` is set: the receiver may then see it twice. One that waits for its next attempt has it now.",
    params: z.strictObject({ id: deliveryIdText }),
    body: z.strictObject({ ...rules, force: z.boolean().default(false) }),
    response: replayReport,
    async handle(call) {
      const { params, body } = call;
      const report = await replay(call, [params.id], body);
      if (report.missing > 0) throw noDelivery(params.id);
      return report;
    },
  }),
  operation({
    id: "replayDeliveries",
    method: "POST",
    path: "/deliveries/replay",
    tag: "deliveries",
    scope: "ops",
    summary: "Sends deliveries that did not arrive again, under the same ids.",
    description: `The named ones, those with the same error as one (\`like\`), or all of a time; at most ${mostReplayed} at once, the oldest first.`,
    body: z
      .strictObject({
        ids: z.array(deliveryIdText).min(1).max(mostReplayed).exactOptional(),
        like: deliveryIdText.exactOptional(),
        since: when.exactOptional(),
        until: when.exactOptional(),
        receiver: word().exactOptional(),
        ...rules,
      })
      .refine(
        ({ ids, ...others }) => (ids === undefined) !== [others.like, others.since].every((part) => part === undefined),
        {
          error: "name deliveries by `ids`, or say which with `like` or `since`; not both, and not none",
        },
      ),
    response: replayReport,
    async handle(call) {
      const { db, body } = call;
      const { ids, like = null, enable, ...filter } = body;
      const chosen = ids ?? (await deadDeliveryIds(db, filter, like, mostReplayed));
      if (chosen === null) throw new Problem(422, `like: there is no delivery ${like ?? ""}`);
      return replay(call, chosen, { force: false, enable });
    },
  }),
  operation({
    id: "enableChannel",
    method: "POST",
    path: "/channels/{receiver}/{channel}/enable",
    tag: "deliveries",
    scope: "ops",
    summary: "Lets a channel that was disabled take messages again.",
    params: z.strictObject({ receiver: word(), channel: word() }),
    response: z.object({ isEnabled: z.boolean().meta({ description: "False: it was not disabled." }) }),
    async handle({ db, deps, params: { receiver, channel }, audit }) {
      const isEnabled = await enableChannel(db, receiver, channel);
      if (!isEnabled && !(await isChannel(db, deps, receiver, channel)))
        throw new Problem(404, `there is no channel ${channel} of a receiver ${receiver}`);
      if (isEnabled)
        await audit({ action: "channel.enabled", targetKind: "channel", targetId: `${receiver} ${channel}` });
      return { isEnabled };
    },
  }),
];

/** Whether the configuration has the channel, or something is known of it from when it had. */
async function isChannel(
  db: Call["db"],
  { config }: Call["deps"],
  receiver: string,
  channel: string,
): Promise<boolean> {
  const { receivers } = (await config.current()).config.alerts;
  const configured = receivers.find(({ name }) => name === receiver);
  if (configured !== undefined && namedChannels(configured).some(({ name }) => name === channel)) return true;
  const state = db.selectFrom("channel_state").select("channel");
  return (await state.where("receiver", "=", receiver).where("channel", "=", channel).executeTakeFirst()) !== undefined;
}

async function replay(
  { db, deps, audit, afterwards }: Pick<Call, "db" | "deps" | "audit" | "afterwards">,
  ids: readonly string[],
  given: { readonly force: boolean; readonly enable: boolean },
) {
  const report = await replayAll(db, ids, given);
  const { replayed, enabled } = report;
  if (replayed.length > 0) {
    const detail = { count: replayed.length, enabled, first: replayed.slice(0, 20) };
    const targetId = replayed.length === 1 ? replayed[0] : null;
    await audit({ action: "delivery.replayed", targetKind: "delivery", targetId: targetId ?? null, detail });
  }
  afterwards(() => ringFor(deps.queues, replayed));
  return report;
}

function noDelivery(id: string): Problem {
  return new Problem(404, `there is no delivery ${id}`);
}
