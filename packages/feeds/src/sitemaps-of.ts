import { absoluteUrl } from "./absolute-url.ts";

/** Sitemaps of one robots.txt that are listed. */
const maxSitemaps = 100;

/**
 * Addresses of the sitemaps that a robots.txt names, absolute, each once. They count for every user agent, wherever
 * they stand.
 *
 * @see https://www.sitemaps.org/protocol.html#submit_robots
 */
export function sitemapsOf(robotsTxt: string): string[] {
  const found = new Set<string>();
  for (const [, address = ""] of robotsTxt.matchAll(/^\ufeff?[ \t]*sitemap[ \t]*:[ \t]*([^\s#]\S*)/gim)) {
    const url = absoluteUrl(address, null);
    if (url !== null && found.size < maxSitemaps) found.add(url);
  }
  return [...found];
}
