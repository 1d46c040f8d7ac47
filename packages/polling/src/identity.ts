/** An item as far as its identity goes: the key it is known by (guid, or what stands for it) and its address. */
export interface Identified {
  readonly key: string;
  readonly url: string | null;
}

const minKnown = 5;
const minShare = 0.8;

/**
 * Has the publisher given its old items new identifiers, as a new system does? Yes when of at least 5 known
 * addresses in the document 80 % or more come under keys never seen. The items are then known by their addresses.
 *
 * An address that several items of the document share says nothing, so a feed whose entries all lead to one page
 * never counts.
 *
 * @param known items seen before, those whose addresses are in the document at least
 * @param items of the document
 */
export function identityChange(known: readonly Identified[], items: readonly Identified[]): boolean {
  const knownKeys = new Set(known.map((item) => item.key));
  const knownUrls = new Set(known.map((item) => item.url));
  const keysByUrl = Map.groupBy(
    items.filter((item) => item.url !== null && knownUrls.has(item.url)),
    (item) => item.url,
  );
  const single = [...keysByUrl.values()].filter((same) => new Set(same.map((item) => item.key)).size === 1).flat();
  const renamed = single.filter((item) => !knownKeys.has(item.key));
  return single.length >= minKnown && renamed.length >= single.length * minShare;
}
