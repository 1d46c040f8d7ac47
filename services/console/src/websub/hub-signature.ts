import { createHmac, timingSafeEqual } from "node:crypto";

const methods = new Set(["sha1", "sha256", "sha384", "sha512"]);

/**
 * True when a hub signed these bytes with our secret. Takes the same time wherever a wrong signature differs.
 *
 * @param header `X-Hub-Signature`, e.g. `sha256=` and 64 hexadecimal digits
 * @see W3C WebSub section 8 (authenticated content distribution)
 */
export function hasHubSignature(header: string | undefined, secret: string, body: Uint8Array): boolean {
  const [method = "", given = ""] = (header ?? "").trim().split("=");
  if (!methods.has(method.toLowerCase()) || !/^[0-9a-f]+$/i.test(given)) return false;
  const own = createHmac(method.toLowerCase(), secret).update(body).digest();
  const other = Buffer.from(given, "hex");
  return other.length === own.length && timingSafeEqual(own, other);
}
