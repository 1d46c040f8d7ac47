import { hash } from "node:crypto";
import { hashWord } from "./hash.ts";
import { normalisedBody } from "./normalise.ts";
import { profileOf } from "./text-profile.ts";
import type { Text, TextProfile } from "./text-profile.ts";

/** What is stored about a text so that its copies are found. */
export interface Fingerprint {
  /** sha-256 in hex; equal for texts that differ only in typography. */
  readonly bodyHash: string;
  /** Sampled shingles, signed 32-bit, ascending; copies share some of them. Empty for an empty body. */
  readonly keys: readonly number[];
  /** Distinct shingles of the body; 0 when there is nothing to compare. */
  readonly shingleCount: number;
}

/** One shingle in eight: with one in sixteen 0.4 % of Reuters bulletins have no key at all. */
const sampling = 8;
const minKeys = 8;
/** The longest articles (4,000 words) have about 500 keys. */
const maxKeys = 512;

/** Locks one transaction takes: the URL, the body and the 62 smallest keys. */
const maxLocks = 64;

/**
 * Fingerprint of a text; a pure function of it, stable across versions because its parts are stored.
 *
 * Keys are the shingles whose hash is divisible by 8, at most the 512 smallest of them, and in a text with few of those
 * its 8 smallest shingles as well. Which shingles are taken depends on nothing but themselves, so a copy takes the same.
 */
export function fingerprint(text: Text): Fingerprint {
  const profile = profileOf(text);
  return {
    bodyHash: hashOf(text, profile),
    keys: keysOf(profile),
    shingleCount: profile.shingles.size,
  };
}

/**
 * Identity of a body for exact copies: sha-256 of its letters and digits, in hex. A body under about 20 shingles is
 * hashed with its title, because stock phrases recur under any headline.
 */
export function bodyHash(title: string | null, text: string): string {
  return hashOf({ title, text }, profileOf({ title, text }));
}

/**
 * Keys for `pg_advisory_xact_lock`, ascending so that two transactions never wait for each other in a circle. Any two
 * texts that can be found equal share a key, and so a lock: their look-ups and inserts follow one another.
 *
 * @param url canonical URL
 * @returns at most 64 distinct signed 32-bit integers
 */
export function lockKeys({ keys, bodyHash: body }: Fingerprint, url: string): number[] {
  const locks = new Set([hashWord(url), Number.parseInt(body.slice(0, 8), 16) | 0]);
  for (const key of keys.toSorted(bySize).slice(0, maxLocks - 2)) locks.add(key);
  return [...locks].toSorted((a, b) => a - b);
}

function hashOf({ title, text }: Text, { isShort }: TextProfile): string {
  const body = normalisedBody(text);
  return hash("sha256", isShort ? `${normalisedBody(title ?? "")}\n${body}` : body, "hex");
}

function keysOf({ shingles }: TextProfile): number[] {
  const ranked = [...shingles].toSorted(bySize);
  const keys = ranked.filter((shingle) => shingle % sampling === 0).slice(0, maxKeys);
  const floor = keys.length < minKeys ? ranked.slice(0, minKeys) : [];
  return [...new Set([...keys, ...floor])].toSorted((a, b) => a - b);
}

/** Order as unsigned numbers, so that "the smallest" is a fair sample of all hashes. */
function bySize(a: number, b: number): number {
  return (a >>> 0) - (b >>> 0);
}
