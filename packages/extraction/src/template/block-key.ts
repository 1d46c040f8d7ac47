import { hash } from "node:crypto";
import { folded } from "../page/words.ts";

/** 16 hexadecimal digits: the first 64 bits of the SHA-256 of a block's normalised text. See `SeenBlock`. */
export type BlockKey = string;

/** Longer blocks are told apart by their beginning. */
const maxCharacters = 4_000;

/**
 * The same for blocks that differ only in case, white space, punctuation and digits, so that a page's clock, a document
 * number or "887 days have passed" is one block over all pages; null for a block without letters and digits.
 */
export function blockKey(text: string): BlockKey | null {
  const normalised = folded(text.slice(0, maxCharacters)).replace(/\p{N}+(?: \p{N}+)*/gu, "0");
  return normalised === "" ? null : hash("sha256", normalised, "hex").slice(0, 16);
}

/** A 16-bit hash of the digits of a text, which its key leaves out; 0 when it has none. */
export function figuresOf(text: string): number {
  const digits = text
    .slice(0, maxCharacters)
    .match(/\p{N}+/gu)
    ?.join(" ");
  return digits === undefined ? 0 : Math.max(1, Number.parseInt(hash("sha256", digits, "hex").slice(0, 4), 16));
}
