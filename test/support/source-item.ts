import type { SourceItem } from "@wirewatch/model";

/** An entry of a feed with an address of its own. */
export function item(number: number, given: Partial<SourceItem> = {}): SourceItem {
  return {
    id: `guid-${number}`,
    url: `https://site.example/${number}`,
    title: `Title ${number}`,
    publishedAt: "2026-03-02T11:00:00.000Z",
    updatedAt: null,
    summary: null,
    content: null,
    authors: [],
    categories: [],
    enclosures: [],
    language: null,
    ...given,
  };
}
