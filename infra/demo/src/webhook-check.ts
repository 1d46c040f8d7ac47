import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Oldest and newest timestamp that is accepted, as the Standard Webhooks libraries do. */
const toleranceSeconds = 5 * 60;

/** The result of looking at a webhook: its id, or why it is not believed. */
export type WebhookCheck =
  | { readonly kind: "genuine"; readonly id: string }
  | { readonly kind: "rejected"; readonly why: string };

/** A fresh signing secret: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/**
 * Checks who sent a webhook and when: HMAC-SHA256 over `id.timestamp.body`; one good signature of several is enough.
 *
 * @param secret `whsec_` and base64
 * @see Standard Webhooks 1.0.0, "Verifying signatures"
 */
export function checkWebhook(secret: string, headers: IncomingHttpHeaders, body: Buffer, now: Date): WebhookCheck {
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((name) => headers[`webhook-${name}`]);
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string") {
    return { kind: "rejected", why: "a webhook- header is missing" };
  }
  const ageSeconds = now.getTime() / 1000 - Number(timestamp);
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(ageSeconds) > toleranceSeconds) {
    return { kind: "rejected", why: "the timestamp is not of the last five minutes" };
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const isSigned = signatures.split(" ").some((signature) => {
    const given = Buffer.from(signature.startsWith("v1,") ? signature.slice(3) : "", "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? { kind: "genuine", id } : { kind: "rejected", why: "no signature fits" };
}
