import { hash } from "node:crypto";
import { hashWord } from "./hash.ts";
import { folded, lettersOf, normalisedBody } from "./normalise.ts";
import { shinglesOf } from "./text-profile.ts";
import type { Shingles, Text } from "./text-profile.ts";

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
export function fingerprint({ title, text }: Text): Fingerprint {
  const body = folded(text);
  const found = shinglesOf(body);
  return { bodyHash: hashOf(title, body, found), keys: keysOf(found), shingleCount: found.shingles.size };
}

/**
 * Identity of a body for exact copies: sha-256 of its letters and digits, in hex. A body under about 20 shingles is
 * hashed with its title, because stock phrases recur under any headline.
 */
export function bodyHash(title: string | null, text: string): string {
  const body = folded(text);
  return hashOf(title, body, shinglesOf(body));
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

function hashOf(title: string | null, body: string, { isShort }: Shingles): string {
  const letters = lettersOf(body);
  return hash("sha256", isShort ? `${normalisedBody(title ?? "")}\n${letters}` : letters, "hex");
}

function keysOf({ shingles }: Shingles): number[] {
  const sampled: number[] = [];
  for (const shingle of shingles) if (shingle % sampling === 0) sampled.push(shingle);
  if (sampled.length > maxKeys) return sampled.sort(bySize).slice(0, maxKeys).sort(byValue);
  if (sampled.length >= minKeys) return sampled.sort(byValue);
  const floor = [...shingles].sort(bySize).slice(0, minKeys);
  return [...new Set([...sampled, ...floor])].sort(byValue);
}

function byValue(a: number, b: number): number {
  return a - b;
}

/** Order as unsigned numbers, so that "the smallest" is a fair sample of all hashes. */
function bySize(a: number, b: number): number {
  return (a >>> 0) - (b >>> 0);
}
