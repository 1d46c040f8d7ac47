import { hash } from "node:crypto";
import { normalisedBody } from "./normalise.ts";
import type { Text } from "./text-profile.ts";

/** Drops the paragraphs a publisher puts on every page: share bars, licences, lists of other headlines. */
export interface FurnitureFilter {
  /**
   * The text without the paragraphs known as furniture of its host, and remembers its own. A text that would lose
   * everything is left as it is.
   *
   * @param url canonical URL
   */
  strip(url: string, text: Text): string;
}

/**
 * A paragraph is furniture from its third page of one host on. Pages count as different
 * when URL and headline differ: neither the revisions of one page nor the re-issues of one article make its text furniture.
 */
const furniturePages = 3;

interface Sightings {
  readonly urls: Set<string>;
  readonly titles: Set<string>;
}

/** Creates a filter that has seen nothing; it keeps about 200 bytes per different paragraph, and forgets none. */
export function createFurnitureFilter(): FurnitureFilter {
  const seen = new Map<string, Sightings>();

  return {
    strip: (url, { title, text }) => {
      const host = new URL(url).host;
      const headline = normalisedBody(title ?? "");
      const kept = text.split(/\n\s*\n/u).filter((paragraph) => {
        const key = hash("sha256", `${host}\n${normalisedBody(paragraph)}`, "base64");
        const sightings = seen.get(key) ?? { urls: new Set(), titles: new Set() };
        seen.set(key, sightings);
        return isContent(sightings, url, headline);
      });
      return kept.length === 0 ? text : kept.join("\n\n");
    },
  };
}

function isContent({ urls, titles }: Sightings, url: string, headline: string): boolean {
  if (urls.size < furniturePages) urls.add(url);
  if (titles.size < furniturePages) titles.add(headline);
  return Math.min(urls.size, titles.size) < furniturePages;
}
