import { createHmac } from "node:crypto";

/** Standard Webhooks: 24 to 64 random bytes. */
const minSecretBytes = 24;
const maxSecretBytes = 64;

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
