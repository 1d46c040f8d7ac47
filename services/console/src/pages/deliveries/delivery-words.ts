import type { DeliveryState } from "@wirewatch/store";
import type { Tone } from "../../views/parts.ts";
import { duration } from "../../views/time.ts";

/** States of a delivery as people say them. */
export const stateWords: Readonly<Record<DeliveryState, readonly [tone: Tone, words: string]>> = {
  pending: ["info", "on its way"],
  sending: ["info", "being sent"],
  sent: ["good", "sent"],
  failed: ["bad", "given up"],
  unknown: ["warn", "unknown: may have arrived"],
};

/** Results of one attempt. */
export const resultWords: Readonly<Record<string, readonly [tone: Tone, words: string]>> = {
  sent: ["good", "taken"],
  later: ["warn", "not taken, tried again later"],
  dead: ["bad", "refused for good"],
  unknown: ["warn", "nobody knows"],
};

/**
 * What an attempt got for an answer, and how fast; empty when neither is known.
 *
 * @example answerWords(204, 13) === "answered 204 in 13 ms"
 */
export function answerWords(status: number | null, latencyMs: number | null): string {
  if (status === null) return latencyMs === null ? "" : `took ${duration(latencyMs)}`;
  return `answered ${status}${latencyMs === null ? "" : ` in ${duration(latencyMs)}`}`;
}

/** Kinds of messages. */
export const eventWords: Readonly<Record<string, string>> = {
  "alert.opened": "new alert",
  "alert.updated": "update",
  "alert.reminder": "reminder",
  "alert.escalated": "escalation",
  "alert.digest": "digest",
  "source.problem": "source in trouble",
  "source.recovered": "source recovered",
  "system.heartbeat": "heartbeat",
  "system.stalled": "standstill",
  "system.resumed": "goes on",
  "system.test": "test",
  "channel.disabled": "channel disabled",
};
