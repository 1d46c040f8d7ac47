import { alertEnd, oneLine } from "@wirewatch/explain";
import type { Moment } from "@wirewatch/explain";
import type { ArticleDelivery, ArticlePage } from "@wirewatch/store";
import { html, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import type { Tone } from "../../views/parts.ts";
import { duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { eventWords, sourceLink, stepPoint, timeline } from "../explain/timeline-view.ts";
import type { TimelinePoint } from "../explain/timeline-view.ts";
import { stageNames } from "./article-words.ts";

/** From the announcement to the last message, in order, with waits, workers and versions. */
export function provenanceView(page: ArticlePage, moment: Moment, context: ViewContext): Html {
  return timeline(provenancePoints(page, moment), context);
}

/** Earliest first; pure. */
function provenancePoints(page: ArticlePage, moment: Moment): TimelinePoint[] {
  const { row, items, steps, alerts, deliveries } = page;
  const points: TimelinePoint[] = [
    ...items.map((item): TimelinePoint => ({
      at: item.seenAt,
      name: "announced",
      text: html`in ${sourceLink(item.sourceId)}`,
      tone: "good",
      notes: [item.feedUrl.startsWith("push:") ? "handed in" : item.feedUrl],
    })),
    ...(items.length === 0
      ? [{ at: row.seen_at, name: "seen", text: html`in ${sourceLink(row.source_id)}`, tone: "good" } as const]
      : []),
    ...steps.map((step): TimelinePoint => {
      const point = stepPoint(step);
      return { ...point, name: step.result === "retry" ? step.stage : (stageNames[step.stage] ?? step.stage) };
    }),
    ...alerts.map((alert): TimelinePoint => ({
      at: alert.createdAt,
      name: "routed",
      text: html`to <b>${alert.receiver}</b> by route ${alert.route} (<a href="${path`/alerts/${alert.alertId}`}"
          >${alert.alertId}</a
        >)`,
      tone: alert.state === "suppressed" ? "quiet" : "info",
      notes: [alertEnd({ ...alert, deliveries: [] }, moment)],
    })),
    ...deliveries.map((delivery) => deliveryPoint(delivery, row.seen_at)),
  ];
  const handedOn = steps.findLast(({ stage, result }) => stage === "notify" && result !== "retry")?.at;
  return points.toSorted((a, b) => placeOf(a, handedOn) - placeOf(b, handedOn));
}

/** Where a point stands: alerts are opened within the stage that ends just after them, and follow from it. */
function placeOf({ at, name }: TimelinePoint, handedOn: Date | undefined): number {
  const ms = at?.getTime() ?? 0;
  if (name !== "routed" || handedOn === undefined) return ms;
  const lead = handedOn.getTime() - ms;
  return lead >= 0 && lead < 60_000 ? handedOn.getTime() + 0.5 : ms;
}

function deliveryPoint(
  { receiver, channel, event, state, reason, createdAt, sentAt }: ArticleDelivery,
  seenAt: Date,
): TimelinePoint {
  const [tone, words] = deliveryEnds[state] ?? ["quiet", state];
  const at = sentAt ?? createdAt;
  return {
    at,
    name: state === "sent" ? "delivered" : "message",
    text: html`${words} to <b>${receiver}</b> by ${channel}`,
    tone,
    notes: [
      eventWords(event),
      reason === null ? "" : oneLine(reason),
      sentAt === null ? "" : `${duration(Math.max(0, sentAt.getTime() - seenAt.getTime()))} after it was first seen`,
    ],
  };
}

const deliveryEnds: Readonly<Record<string, readonly [Tone, string]>> = {
  sent: ["good", "sent"],
  pending: ["info", "waits to be sent"],
  sending: ["info", "is on its way"],
  failed: ["bad", "could not be delivered"],
  unknown: ["warn", "sent, but nobody knows whether it arrived,"],
};
