/**
 * 32-bit hash of a word: FNV-1a over UTF-16 code units, signed.
 *
 * Stored in the database through the keys: never change it without recomputing them.
 */
export function hashWord(word: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01_00_01_93);
  return hash | 0;
}

/**
 * 32-bit hash of a run of word hashes in their order: MurmurHash3 x86_32 with one block per word, signed.
 *
 * @see https://github.com/aappleby/smhasher (MurmurHash3, public domain)
 */
export function hashShingle(words: readonly number[]): number {
  let hash = 0;
  for (const word of words) {
    let block = Math.imul(word, 0xcc_9e_2d_51);
    block = (block << 15) | (block >>> 17);
    hash ^= Math.imul(block, 0x1b_87_35_93);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6_54_6b_64) | 0;
  }
  hash ^= words.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return hash ^ (hash >>> 16);
}
