import { createHmac } from "node:crypto";

/**
 * A URI for something of this installation that never changes and tells nothing: a UUID (version 8) by the installation's key.
 *
 * @example stableId(key, "article 12") // urn:uuid:5b1c9d0e-….
 * @see RFC 9562, 5.8; RFC 4287, 4.2.6 on ids of entries
 */
export function stableId(key: Uint8Array, name: string): string {
  const bytes = createHmac("sha256", key).update(`feed ${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${parts.join("-")}`;
}
