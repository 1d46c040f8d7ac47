import { xmlText } from "./xml-text.ts";
import type { FeedDocument, FeedEntry } from "./feed-document.ts";

/**
 * A feed as Atom.
 *
 * @see RFC 4287
 */
export function atomText({ id, title, homeUrl, selfUrl, updated, entries }: FeedDocument): string {
  const lines = [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom">`,
    `  <id>${xmlText(id)}</id>`,
    `  <title>${xmlText(title)}</title>`,
    `  <updated>${updated.toISOString()}</updated>`,
    `  <generator>Wirewatch</generator>`,
    ...(selfUrl === null ? [] : [`  <link rel="self" type="application/atom+xml" href="${xmlText(selfUrl)}"/>`]),
    ...(homeUrl === null ? [] : [`  <link rel="alternate" type="text/html" href="${xmlText(homeUrl)}"/>`]),
    ...entries.flatMap(entryLines),
    `</feed>`,
  ];
  return `${lines.join("\n")}\n`;
}

function entryLines({ id, title, url, published, updated, summary, authors, language, sourceId }: FeedEntry): string[] {
  const inLanguage = language !== null && /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/iu.test(language);
  // Every entry needs an author or its feed does.
  const named = authors.length === 0 ? [sourceId] : authors;
  return [
    `  <entry${inLanguage ? ` xml:lang="${language}"` : ""}>`,
    `    <id>${xmlText(id)}</id>`,
    `    <title>${xmlText(title)}</title>`,
    `    <published>${published.toISOString()}</published>`,
    `    <updated>${updated.toISOString()}</updated>`,
    ...named.map((name) => `    <author><name>${xmlText(name)}</name></author>`),
    `    <category term="${xmlText(sourceId)}" label="${xmlText(`Source ${sourceId}`)}"/>`,
    ...(url === null ? [] : [`    <link rel="alternate" href="${xmlText(url)}"/>`]),
    // An entry without a link needs content; with one, the passages are a summary.
    url === null
      ? `    <content type="text">${xmlText(summary)}</content>`
      : `    <summary type="text">${xmlText(summary)}</summary>`,
    `  </entry>`,
  ];
}
