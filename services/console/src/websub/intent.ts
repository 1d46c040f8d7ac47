import type { WebSub } from "@wirewatch/store";

const minLeaseMs = 5 * 60_000;
const maxLeaseMs = 14 * 24 * 3_600_000;
/** Asked for; taken as granted when a hub does not say. */
const usualLeaseMs = 10 * 24 * 3_600_000;
const maxChallenge = 2_000;

/** The parameters of a hub's request as the address has them; one that comes twice is a list. */
export type HubQuery = Readonly<Record<string, unknown>>;

/**
 * What a hub's question means for a subscription.
 *
 * - `subscribe`: it is ours; repeat `challenge`, the lease runs from now
 * - `unsubscribe`: we do not want it any more; repeat `challenge`
 * - `denied`: the hub will send nothing
 * - `notOurs`: we did not ask for that
 */
export type Intent =
  | { readonly kind: "subscribe"; readonly challenge: string; readonly leaseMs: number }
  | { readonly kind: "unsubscribe"; readonly challenge: string }
  | { readonly kind: "denied"; readonly reason: string }
  | { readonly kind: "notOurs" };

/**
 * Reads a hub's question about a subscription. Only what was asked for is confirmed: anybody can make a hub ask.
 *
 * @param isWanted the source still asks for pushes
 * @see W3C WebSub sections 5.2 (denial) and 5.3 (verification of intent)
 */
export function readIntent(query: HubQuery, row: Pick<WebSub, "topic" | "state">, isWanted: boolean): Intent {
  const { "hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge, "hub.reason": reason } = query;
  if (topic !== row.topic) return { kind: "notOurs" };
  if (mode === "denied")
    return { kind: "denied", reason: typeof reason === "string" && reason.trim() !== "" ? reason : "no reason given" };
  if (typeof challenge !== "string" || challenge === "" || challenge.length > maxChallenge) return { kind: "notOurs" };
  const isAsked = row.state === "asked" || row.state === "active";
  if (mode === "subscribe" && isAsked && isWanted)
    return { kind: "subscribe", challenge, leaseMs: leaseOf(query["hub.lease_seconds"]) };
  if (mode === "unsubscribe" && row.state === "off") return { kind: "unsubscribe", challenge };
  return { kind: "notOurs" };
}

/** What the hub grants, within five minutes and fourteen days: less would be asked for all the time, more never again. */
function leaseOf(seconds: unknown): number {
  const ms = typeof seconds === "string" && /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : usualLeaseMs;
  return Math.min(Math.max(ms, minLeaseMs), maxLeaseMs);
}
