import { createHmac, timingSafeEqual } from "node:crypto";

/** Standard Webhooks: 24 to 64 random bytes. */
const minSecretBytes = 24;
const maxSecretBytes = 64;
/** How far the clocks of sender and receiver may differ, and how long a caught message can be played again. */
const toleranceSeconds = 300;
/** Signatures of one message that are looked at; a rotation needs two. */
const maxSignatures = 10;

/**
 * Value of the `webhook-signature` header: one `v1,` signature per secret, separated by spaces. While a secret is
 * being replaced both are configured, and the receiver accepts the message with either.
 *
 * @param secrets each `whsec_` and base64 of 24 to 64 bytes; at least one
 * @param id the `webhook-id`, without `.`
 * @param timestampSeconds the `webhook-timestamp` of this attempt, whole seconds since 1970
 * @param body exactly the text that is sent
 * @throws {RangeError} for a malformed secret, id or timestamp; never shows a secret
 * @see Standard Webhooks 1.0.0, "Signature scheme"
 */
export function signWebhook(secrets: readonly string[], id: string, timestampSeconds: number, body: string): string {
  if (secrets.length === 0) throw new RangeError("no webhook secret is given");
  if (id === "" || id.includes(".")) throw new RangeError("a webhook id is not empty and holds no dot");
  if (!Number.isSafeInteger(timestampSeconds)) throw new RangeError("a webhook timestamp is in whole seconds");
  const signed = `${id}.${timestampSeconds}.${body}`;
  return secrets
    .map((secret, index) => createHmac("sha256", secretBytes(secret, index)).update(signed).digest("base64"))
    .map((signature) => `v1,${signature}`)
    .join(" ");
}

/** The headers of Standard Webhooks as they came. */
export interface SignedHeaders {
  /** `webhook-id` */
  readonly id: string;
  /** `webhook-timestamp`, seconds since 1970. */
  readonly timestamp: string;
  /** `webhook-signature`: one or several `v1,` signatures, separated by spaces. */
  readonly signature: string;
}

/**
 * True when a message was signed with one of the secrets not more than five minutes ago. Takes the same time wherever a
 * wrong signature differs.
 *
 * @param secrets as for {@link signWebhook}; none verifies nothing
 * @param body exactly the bytes that came
 * @throws {RangeError} for a malformed secret of ours; what came from outside is only ever true or false
 * @see Standard Webhooks 1.0.0, "Verifying webhook authenticity"
 */
export function hasWebhookSignature(
  secrets: readonly string[],
  { id, timestamp, signature }: SignedHeaders,
  body: Uint8Array,
  now: Date,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || id === "" || id.length > 1_000) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  const given = signature
    .split(" ")
    .slice(0, maxSignatures)
    .flatMap((part) => (part.startsWith("v1,") ? [Buffer.from(part.slice("v1,".length), "base64")] : []));
  const expected = secrets.map((secret, index) =>
    createHmac("sha256", secretBytes(secret, index)).update(`${id}.${timestamp}.`).update(body).digest(),
  );
  // Every pair is compared: how long it takes says nothing about which one was right.
  return expected.flatMap((own) => given.map((other) => isSame(own, other))).includes(true);
}

function isSame(own: Buffer, other: Buffer): boolean {
  return other.length === own.length && timingSafeEqual(own, other);
}

function secretBytes(secret: string, index: number): Buffer {
  const subject = `webhook secret ${index + 1}`;
  if (!secret.startsWith("whsec_")) throw new RangeError(`${subject} does not start with whsec_`);
  const encoded = secret.slice("whsec_".length);
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.toString("base64") !== encoded) throw new RangeError(`${subject} is not base64 after whsec_`);
  if (bytes.length < minSecretBytes || bytes.length > maxSecretBytes) {
    throw new RangeError(`${subject} has ${bytes.length} bytes; ${minSecretBytes} to ${maxSecretBytes} are needed`);
  }
  return bytes;
}
