import { createHash } from "node:crypto";
import { labelValues } from "./matcher.ts";
import type { Labels } from "./matcher.ts";

/**
 * Name of the group a match belongs to: the route's name and the labels it groups by, e.g.
 * `corporate-desk/story=st_77/topic=acme`. Matches with one key share messages. The order of `groupBy` in the file
 * does not matter, so that editing it does not open every group again.
 *
 * @param route its name has to be unique in the tree
 */
export function groupKey(
  route: { readonly name: string; readonly groupBy: readonly string[] },
  labels: Labels,
): string {
  const parts = [...route.groupBy]
    .toSorted()
    .map((label) => `${label}=${labelValues(labels, label).toSorted().map(keyPart).join(",")}`);
  return [keyPart(route.name), ...parts].join("/");
}

/** What makes one delivery different from every other. */
export interface DeliveryIdentity {
  readonly receiver: string;
  /** Which channel of the receiver, e.g. `webhook-0`. */
  readonly channel: string;
  /** What it is about: the number of an alert group, `nt_` and the number of a notice, or `dg_` and the number of a digest. */
  readonly groupId: string;
  /** The message's event, with what tells several of one revision apart, e.g. `alert.reminder:2`. */
  readonly event: string;
  readonly revision: number;
}

/**
 * The delivery's id for ever: the same over every attempt, crash and replay, and the `webhook-id` by which a
 * receiver recognises a repetition. It never holds a `.`, which separates the parts of the signed text.
 *
 * @returns `dl_` and 40 hexadecimal digits (the first 160 bits of SHA-256)
 */
export function deliveryId(delivery: DeliveryIdentity): string {
  const { receiver, channel, groupId, event, revision } = delivery;
  const text = JSON.stringify([receiver, channel, groupId, event, revision]);
  return `dl_${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
}

function keyPart(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
