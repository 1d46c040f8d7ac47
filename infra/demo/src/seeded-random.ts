/** Numbers in [0, 1) that are the same for the same seed. */
export type Random = () => number;

/**
 * A small generator for repeatable choices; not for secrets.
 *
 * @param parts numbers and names which together are the seed
 * @see "mulberry32" by T. Ettinger (public domain); names are hashed with FNV-1a, 32 bit
 */
export function seededRandom(...parts: readonly (number | string)[]): Random {
  let state = fnv1a(parts.join("/"));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
