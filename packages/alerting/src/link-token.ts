import { createHmac, timingSafeEqual } from "node:crypto";

const linkActions = ["ack", "mute", "why", "open", "unsubscribe"] as const;
/** What a link in a message does. */
export type LinkAction = (typeof linkActions)[number];

/** What a link says. Everybody who has the message can read it; only we can write it. */
export interface LinkClaim {
  readonly action: LinkAction;
  readonly alertId: string;
  /** Name of the receiver whose message holds the link. */
  readonly receiver: string;
  /** First instant at which it no longer holds; whole seconds count. */
  readonly expiresAt: Date;
}

export type LinkVerdict =
  | { readonly kind: "valid"; readonly link: LinkClaim }
  | { readonly kind: "expired"; readonly link: LinkClaim }
  | { readonly kind: "invalid" };

/** Another way of signing gets another prefix, so that one is never taken for the other. */
const version = "w1";
const minKeyBytes = 32;
/** Mail programs break longer addresses; names of alerts and receivers stay far below. */
const maxTokenLength = 400;

/**
 * The part of an address that says what the link does and proves that we wrote it: version, claim and HMAC-SHA256 of both,
 * joined by dots, made of characters that need no escaping in an address. Usually some 120 characters.
 *
 * @param key at least 32 random bytes, used for nothing else
 * @throws {RangeError} for a key that is too short, an invalid time, or names too long for a link
 */
export function signLink(key: Uint8Array, { action, alertId, receiver, expiresAt }: LinkClaim): string {
  if (key.length < minKeyBytes) throw new RangeError(`a key for links has at least ${minKeyBytes} bytes`);
  const expiresSeconds = Math.floor(expiresAt.getTime() / 1_000);
  if (!Number.isSafeInteger(expiresSeconds)) throw new RangeError("a link expires at some time");
  const claim = JSON.stringify([action, alertId, receiver, expiresSeconds]);
  const signed = `${version}.${Buffer.from(claim).toString("base64url")}`;
  const token = `${signed}.${mac(key, signed).toString("base64url")}`;
  if (token.length > maxTokenLength) throw new RangeError(`a link of ${token.length} characters`);
  return token;
}

/**
 * What a link says, if it is ours and unchanged. Nothing in it is looked at before its signature is found right, which takes
 * the same time wherever a wrong one differs.
 *
 * @param token what came from outside, anything
 * @throws {RangeError} for a key that is too short
 */
export function verifyLink(key: Uint8Array, token: string, now: Date): LinkVerdict {
  if (key.length < minKeyBytes) throw new RangeError(`a key for links has at least ${minKeyBytes} bytes`);
  if (token.length > maxTokenLength) return { kind: "invalid" };
  const [prefix, encoded = "", signature = "", ...rest] = token.split(".");
  if (prefix !== version || rest.length > 0) return { kind: "invalid" };
  const given = Buffer.from(signature, "base64url");
  const own = mac(key, `${version}.${encoded}`);
  // The last character carries bits that do not count: without the first condition one link had several spellings.
  const isSame =
    given.toString("base64url") === signature && given.length === own.length && timingSafeEqual(own, given);
  if (!isSame) return { kind: "invalid" };
  const link = readClaim(Buffer.from(encoded, "base64url").toString());
  if (link === null) return { kind: "invalid" };
  return { kind: now < link.expiresAt ? "valid" : "expired", link };
}

function mac(key: Uint8Array, signed: string): Buffer {
  // The words keep a signature of something else, made with the same key by mistake, from being one of a link.
  return createHmac("sha256", key).update(`wirewatch link\n${signed}`).digest();
}

function readClaim(text: string): LinkClaim | null {
  const claim: unknown = JSON.parse(text);
  if (!Array.isArray(claim)) return null;
  const [action, alertId, receiver, expiresSeconds]: readonly unknown[] = claim;
  const known = linkActions.find((candidate) => candidate === action);
  if (known === undefined || typeof alertId !== "string" || typeof receiver !== "string") return null;
  if (typeof expiresSeconds !== "number") return null;
  return { action: known, alertId, receiver, expiresAt: new Date(expiresSeconds * 1_000) };
}
