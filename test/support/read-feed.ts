import RssParser from "rss-parser";

/** Titles of a feed's entries, as a reader of feeds reads them. */
export async function readFeed(url: string): Promise<readonly string[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the feed answered ${response.status}`);
  const { items } = await new RssParser().parseString(await response.text());
  return items.map(({ title = "" }) => title);
}
