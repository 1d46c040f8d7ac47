import { articleOf, rssOf } from "../../packages/cli/src/operator-scene/site.ts";
import type { SitePages } from "../../packages/cli/src/operator-scene/site.ts";

const closed =
  "The inner harbour stays closed until Friday to ships of more than 40 metres, the harbour board said on Monday. Divers look for a " +
  "mooring cable that came loose in Sunday's storm and drifts below the surface. Fishing boats may leave by the small lock, one at a " +
  "time, between six and nine in the morning. The board will decide on Thursday whether the ferry to the islands can use its berth again.";
const ferries =
  "The evening ferries run to the end of October, two weeks longer than last year, the council decided by nine votes to four. The crossing " +
  "at half past eight was the fullest of all in September. Fares stay as they are, and bicycles remain free on weekdays. A councillor who " +
  "voted against it asked who pays for the second crew; the answer will be given with the budget in December.";

/** The web sites that docs/sources.md uses as examples, by the origin it gives them. */
export function exampleSites(now: Date): Readonly<Record<string, SitePages>> {
  const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
  return {
    "https://herald.example.com": {
      "/": [
        "text/html; charset=utf-8",
        '<!doctype html><title>Harbour Herald</title><link rel="alternate" type="application/rss+xml" title="News" href="/rss.xml"><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed"><h1>Harbour Herald</h1>',
      ],
      "/rss.xml": [
        "application/rss+xml; charset=utf-8",
        rssOf(
          "Harbour Herald",
          ["/harbour-closed", "Harbour closed until Friday", hoursAgo(1).toUTCString()],
          ["/ferries", "Evening ferries run longer", hoursAgo(5).toUTCString()],
        ),
      ],
      "/sitemap-index.xml": [
        "application/xml",
        `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>ORIGIN/news.xml</loc><lastmod>${hoursAgo(1).toISOString()}</lastmod></sitemap><sitemap><loc>ORIGIN/2019.xml</loc><lastmod>2020-01-01</lastmod></sitemap></sitemapindex>`,
      ],
      "/news.xml": [
        "application/xml",
        `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>ORIGIN/harbour-closed</loc><news:news><news:publication><news:name>Harbour Herald</news:name><news:language>en</news:language></news:publication><news:publication_date>${hoursAgo(1).toISOString()}</news:publication_date><news:title>Harbour closed until Friday</news:title></news:news></url><url><loc>ORIGIN/about</loc><lastmod>${hoursAgo(2).toISOString()}</lastmod></url></urlset>`,
      ],
      "/harbour-closed": ["text/html; charset=utf-8", articleOf("Harbour closed until Friday", closed)],
      "/ferries": ["text/html; charset=utf-8", articleOf("Evening ferries run longer", ferries)],
    },
    "https://gazette.example.net": {
      "/feed": [
        "application/rss+xml; charset=utf-8",
        rssOf("Gazette", ["/ferries", "Evening ferries run longer", hoursAgo(5).toUTCString()]),
      ],
      "/ferries": [
        "text/html; charset=utf-8",
        `<!doctype html><html lang="en"><head><title>News - Gazette</title></head><body><h1>News</h1><div class="story"><h2>Evening ferries run longer</h2><p class="stamp">${hoursAgo(5).toISOString()}</p><div class="text">${paragraphsOf(ferries).join(`<div class="offer"><p>Readers of the Gazette have the weekend edition brought to their door for a month, and pay nothing for it.</p></div>`)}</div></div></body></html>`,
      ],
    },
    "https://ministry.example.org": {
      "/press": [
        "text/html; charset=utf-8",
        `<!doctype html><html lang="en"><title>Press room</title><article class="release"><h2><a href="/press/harbour">Statement on the harbour</a></h2><time datetime="${hoursAgo(3).toISOString()}">today</time></article><article class="release"><h2><a href="/photos/1">Pictures of the week</a></h2><time datetime="${hoursAgo(9).toISOString()}">today</time></article><a rel="next" href="/press?page=2">Older</a>`,
      ],
      "/press/harbour": ["text/html; charset=utf-8", articleOf("Statement on the harbour", closed)],
    },
    "https://port.example.org": {
      "/notices": [
        "text/html; charset=utf-8",
        '<!doctype html><title>Notices to mariners</title><nav>Home</nav><main><h1>Notices to mariners</h1><p>The north quay is closed to all ships until Friday.</p><p>Buoy 7 is out of order.</p><p class="updated">12:01</p></main>',
      ],
    },
  };
}

/** Two sentences to a paragraph. */
function paragraphsOf(text: string): string[] {
  return (text.match(/(?:[^.]+\.\s*){1,2}/gu) ?? []).map((sentences) => `<p>${sentences.trim()}</p>`);
}
