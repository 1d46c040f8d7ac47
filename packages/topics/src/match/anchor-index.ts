import { maxPrefixLength } from "./anchors.ts";
import type { Anchor, AnchorKey } from "./anchors.ts";
import type { ReadDocument } from "./document.ts";

/** Standing queries by the words they need, so that an article meets only the few that could match it. */
export interface AnchorIndex<T> {
  /** @param anchor null for entries that every document must be tried with */
  add(entry: T, anchor: Anchor | null): void;
  remove(entry: T): void;
  /** Entries that could match, in the order in which they were added. */
  candidates(document: ReadDocument): readonly T[];
}

/** An empty index. */
export function createAnchorIndex<T>(): AnchorIndex<T> {
  const anchors = new Map<T, { readonly anchor: Anchor | null; readonly order: number }>();
  const always = new Set<T>();
  const byKey: Readonly<Record<AnchorKey["kind"], Map<string, Set<T>>>> = { token: new Map(), prefix: new Map() };
  let added = 0;

  return {
    add(entry, anchor) {
      anchors.set(entry, { anchor, order: added++ });
      if (anchor === null) always.add(entry);
      for (const { kind, text } of anchor?.keys ?? []) {
        const entries = byKey[kind].get(text) ?? new Set();
        byKey[kind].set(text, entries.add(entry));
      }
    },
    remove(entry) {
      for (const { kind, text } of anchors.get(entry)?.anchor?.keys ?? []) {
        const entries = byKey[kind].get(text);
        entries?.delete(entry);
        if (entries?.size === 0) byKey[kind].delete(text);
      }
      always.delete(entry);
      anchors.delete(entry);
    },
    candidates(document) {
      const found = new Set(always);
      for (const text of document.texts) {
        for (const token of text.positions.keys()) {
          addAll(found, byKey.token.get(token));
          if (byKey.prefix.size === 0) continue;
          for (let length = Math.min(maxPrefixLength, token.length); length >= 2; length--) {
            addAll(found, byKey.prefix.get(token.slice(0, length)));
          }
        }
      }
      return [...found].toSorted((left, right) => (anchors.get(left)?.order ?? 0) - (anchors.get(right)?.order ?? 0));
    },
  };
}

function addAll<T>(set: Set<T>, more: Iterable<T> | undefined): void {
  if (more === undefined) return;
  for (const entry of more) set.add(entry);
}
