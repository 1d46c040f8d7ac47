import type { PublishedPage } from "./desk.ts";

/** Something that has to be told exactly once. */
export interface ExpectedAlert {
  readonly topic: string;
  /** Id of the page with the news. */
  readonly page: string;
  /**
   * Addresses of that page and of its copies: whichever was read first stands in the message, and the others must
   * not open one of their own.
   */
  readonly urls: readonly string[];
}

/**
 * What a monitor with the demo's topics should alert of these pages: everything on topic that was not there
 * before the first poll, and copies only once. A page that joins a story already told may come as an update of
 * that story's alert. Corrections expect no alert of their own: find them by `correctionOf`.
 */
export function expectedAlerts(pages: readonly PublishedPage[]): readonly ExpectedAlert[] {
  const originals = pages.filter((page) => page.copyOf === null && page.correctionOf === null && !page.inArchive);
  return originals.flatMap((original) => {
    const copies = pages.filter((page) => page.copyOf === original.id);
    const urls = [original, ...copies].map((page) => page.url);
    return original.topics.map((topic) => ({ topic, page: original.id, urls }));
  });
}
