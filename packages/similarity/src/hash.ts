/** Parameters of 32-bit FNV-1a. */
export const fnvOffset = 0x81_1c_9d_c5;
export const fnvPrime = 0x01_00_01_93;

/**
 * 32-bit hash of a word: FNV-1a over UTF-16 code units, signed.
 *
 * Stored in the database through the keys: never change it without recomputing them.
 */
export function hashWord(word: string): number {
  let hash = fnvOffset;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), fnvPrime);
  return hash | 0;
}

/**
 * 32-bit hash of a run of word hashes in their order: MurmurHash3 x86_32 with one block per word, signed.
 *
 * @param start first word of the run
 * @param end behind its last word
 * @see https://github.com/aappleby/smhasher (MurmurHash3, public domain)
 */
export function hashShingle(words: ArrayLike<number>, start = 0, end = words.length): number {
  let hash = 0;
  for (let at = start; at < end; at += 1) {
    let block = Math.imul(words[at] ?? 0, 0xcc_9e_2d_51);
    block = (block << 15) | (block >>> 17);
    hash ^= Math.imul(block, 0x1b_87_35_93);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6_54_6b_64) | 0;
  }
  hash ^= (end - start) * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return hash ^ (hash >>> 16);
}
