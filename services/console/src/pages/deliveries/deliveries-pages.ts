import { instantOf } from "@wirewatch/alerting";
import { enableChannel } from "@wirewatch/pipeline";
import {
  deadDeliveryIds,
  isPositionOf,
  listDeliveryLines,
  normalisedError,
  previewReplay,
  readChannelTroubles,
  readDeadGroups,
  readDelivery,
  readDeliveryOverview,
} from "@wirewatch/store";
import type { DeliveryFilter, Position } from "@wirewatch/store";
import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { count } from "../../views/parts.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { deliveriesView, replayView } from "./deliveries-view.ts";
import type { DeliveriesQuery, ReplayChoice } from "./deliveries-view.ts";
import { deliveryView } from "./delivery-view.ts";
import { isNotifierAlive, mostReplayed, replayAll, ringFor } from "./replay.ts";
import type { ReplayReport } from "./replay.ts";

const pageLength = 50;

/** The log of messages, dead letters, and sending again. */
export async function deliveriesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/deliveries", "viewer", async ({ db, ...page }) => {
    const query = queryOf(page.query);
    const filter = filterOf(query);
    const after = positionIn(page.query.get("after"));
    const [overview, troubles, groups, lines] = await Promise.all([
      readDeliveryOverview(db),
      readChannelTroubles(db),
      query.tab === "dead" ? readDeadGroups(db, filter) : [],
      listDeliveryLines(db, filter, { after, limit: pageLength + 1 }),
    ]);
    const shown = lines.slice(0, pageLength);
    const cursor = lines.length > pageLength ? (shown.at(-1)?.position.join(" ") ?? null) : null;
    const body = deliveriesView({ query, overview, troubles, groups, lines: shown, cursor }, { ...page });
    return { title: "Deliveries", section: "deliveries", body, live: ["delivery", "alert"], everySeconds: 10 };
  });
  pages.get("/deliveries/replay", "operator", async (page) => {
    const { choice, ids } = await chosen(page, page.query);
    const preview = await previewReplay(page.db, ids);
    const example = choice.like === "" ? null : await readDelivery(page.db, choice.like);
    const error = example === null ? null : normalisedError(example.reason ?? "no reason is stored");
    const facts = { preview, total: ids.length, error, isNotifierRunning: await isNotifierAlive(page.db) };
    return { title: "Send again", section: "deliveries", body: replayView(choice, facts, page) };
  });
  pages.post("/deliveries/replay", "operator", async (page) => {
    const { ids } = await chosen(page, page.form);
    const report = await replay(page, ids, { force: false, enable: page.form.get("enable") === "1" });
    return { to: "/deliveries?tab=retrying", note: reportWords(report) };
  });
  pages.get("/deliveries/:id", "viewer", async (page) => {
    const delivery = await readDelivery(page.db, idOf(page));
    if (delivery === null) throw noDelivery();
    const title = delivery.title === "" ? "Delivery" : delivery.title;
    return { title, section: "deliveries", body: deliveryView(delivery, page), live: ["delivery"], everySeconds: 10 };
  });
  pages.post("/deliveries/:id/replay", "operator", async (page) => {
    const id = idOf(page);
    const report = await replay(page, [id], {
      force: page.form.get("force") === "1",
      enable: page.form.get("enable") === "1",
    });
    if (report.missing > 0) throw noDelivery();
    return { to: `/deliveries/${encodeURIComponent(id)}`, note: reportWords(report) };
  });
  pages.post("/deliveries/enable", "operator", async (page) => {
    const [receiver, channel] = [textOf(page.form, "receiver"), textOf(page.form, "channel")];
    const isEnabled = await page.db.transaction().execute(async (tx) => {
      const isDone = await enableChannel(tx, receiver, channel);
      const target = { targetKind: "channel", targetId: `${receiver} ${channel}` };
      if (isDone) await page.audit({ action: "channel.enabled", ...target }, tx);
      return isDone;
    });
    const note = isEnabled ? `${receiver} ${channel} takes messages again.` : "That channel was not disabled.";
    return { to: "/deliveries?tab=dead", note };
  });

  async function replay(
    page: PageRequest,
    ids: readonly string[],
    rules: Parameters<typeof replayAll>[2],
  ): Promise<ReplayReport> {
    const report = await page.db.transaction().execute(async (tx) => {
      const done = await replayAll(tx, ids, rules);
      const { replayed, enabled } = done;
      const detail = { count: replayed.length, enabled, first: replayed.slice(0, 20) };
      const targetId = replayed.length === 1 ? (replayed[0] ?? null) : null;
      if (replayed.length > 0)
        await page.audit({ action: "delivery.replayed", targetKind: "delivery", targetId, detail }, tx);
      return done;
    });
    await ringFor(deps.queues, report.replayed);
    return report;
  }
}

function queryOf(query: URLSearchParams): DeliveriesQuery {
  const tab = query.get("tab");
  return {
    tab: tab === "retrying" || tab === "dead" ? tab : "sent",
    receiver: textOf(query, "receiver"),
    channel: textOf(query, "channel"),
    event: textOf(query, "event"),
    alert: textOf(query, "alert").trim(),
  };
}

function filterOf({ tab, receiver, channel, event, alert }: DeliveriesQuery): DeliveryFilter {
  return {
    tab,
    ...addressees(receiver, channel),
    ...(event === "" ? {} : { event }),
    ...(alert === "" ? {} : { alert }),
  };
}

/** @param channel as the form names it, with its receiver; a receiver beside it has the last word */
function addressees(receiver: string, channel: string): Pick<DeliveryFilter, "receiver" | "channel"> {
  return { ...channelFilter(channel), ...(receiver === "" ? {} : { receiver }) };
}

/** Names of channels hold no space, those of receivers may. */
function channelFilter(name: string): Pick<DeliveryFilter, "receiver" | "channel"> {
  const at = name.lastIndexOf(" ");
  return at < 1 ? {} : { receiver: name.slice(0, at), channel: name.slice(at + 1) };
}

/** Dead letters that a form or an address means. @throws {Problem} 404 when there is none */
async function chosen(
  { db, timeZone }: PageRequest,
  asked: URLSearchParams,
): Promise<{ readonly choice: ReplayChoice; readonly ids: readonly string[] }> {
  const choice = {
    like: textOf(asked, "like"),
    receiver: textOf(asked, "receiver"),
    channel: textOf(asked, "channel"),
    since: textOf(asked, "since"),
  };
  const since = choice.since === "" ? null : localInstant(choice.since, timeZone);
  if (choice.like === "" && since === null)
    throw new Problem(404, "say which deliveries are meant, by their error or since when");
  const filter = { ...addressees(choice.receiver, choice.channel), ...(since === null ? {} : { since }) };
  const ids = await deadDeliveryIds(db, filter, choice.like === "" ? null : choice.like, mostReplayed);
  if (ids === null) throw noDelivery();
  return { choice, ids };
}

/** An instant of a form's field, which is of the clock on the page; null for anything else. */
function localInstant(text: string, timeZone: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/u.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts;
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return null;
  return instantOf(timeZone, { year, month, day }, hour * 60 + minute);
}

function reportWords({ replayed, sent, open, disabled }: ReplayReport): string {
  const skipped = [
    sent > 0 && `${sent} skipped since they arrived already`,
    open > 0 && `${open} on their way already`,
    disabled > 0 && `${disabled} left, since their channel is disabled`,
  ].filter((part) => part !== false);
  return `${[`${count(replayed.length, "message is", "messages are")} sent again`, ...skipped].join(", ")}.`;
}

function positionIn(text: string | null): Position | null {
  const position = text?.split(" ") ?? [];
  return isPositionOf([{ type: "timestamptz" }, { type: "text" }], position) ? position : null;
}

/** What stands in an address or form, without what cannot be in the database. */
function textOf(values: URLSearchParams, name: string): string {
  return (values.get(name) ?? "").replaceAll("\0", "").toWellFormed().slice(0, 200);
}

function idOf({ params }: PageRequest): string {
  const { id = "" } = params;
  if (!/^[\w-]{1,100}$/u.test(id)) throw noDelivery();
  return id;
}

function noDelivery(): Problem {
  return new Problem(404, "there is no such delivery");
}
