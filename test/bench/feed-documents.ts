/** One of the kinds of document whose reading is measured. */
export interface FeedDocument {
  readonly name: string;
  readonly text: string;
}

/** The five kinds of document the design was measured on (design: fetching.md section 2), in its sizes; invented text. */
export function feedDocuments(): FeedDocument[] {
  return [
    { name: "RSS, 50 headlines", text: rss(numbers(50).map((number) => rssItem(number, ""))) },
    {
      name: "RSS, 50 full texts in CDATA",
      text: rss(numbers(50).map((number) => rssItem(number, encoded(`<![CDATA[${fullText(number)}]]>`)))),
    },
    {
      name: "RSS, 50 full texts escaped",
      text: rss(numbers(50).map((number) => rssItem(number, encoded(escaped(fullText(number)))))),
    },
    { name: "Atom, 50 full texts", text: atom(numbers(50)) },
    { name: "RSS, 1,000 headlines", text: rss(numbers(1000).map((number) => rssItem(number, ""))) },
  ];
}

const words =
  "council votes on new harbour after months of talks with unions and residents about noise traffic & costs said minister who wants work to begin before winter".split(
    " ",
  );

/** The same words for the same number, so that every run measures the same bytes. */
function sentence(number: number, length: number): string {
  const chosen = Array.from({ length }, (_, index) => words[(number * 7 + index * 11 + ((index * index) % 5)) % 26]);
  return `${chosen.join(" ")}.`;
}

function fullText(number: number): string {
  const paragraphs = numbers(19).map(
    (index) =>
      `<p>${sentence(number + index, 45).replaceAll("&", "&amp;")} <a href="https://news.example/topic/${index}">${words[index]}</a></p>`,
  );
  return `<figure><img src="https://img.example/${number}.jpg" alt="Harbour"></figure>\n${paragraphs.join("\n")}`;
}

function rss(items: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Harbour Gazette</title>
  <link>https://news.example/</link>
  <atom:link href="https://news.example/feed" rel="self" type="application/rss+xml"/>
  <description>All of the news of the harbour</description>
  <language>en-GB</language>
${items.join("\n")}
</channel>
</rss>
`;
}

function rssItem(number: number, content: string): string {
  return `  <item>
    <title>${escaped(sentence(number, 9))}</title>
    <link>https://news.example/2026/11/${number}/council-votes-on-new-harbour-before-winter</link>
    <guid isPermaLink="false">https://news.example/?p=${number}</guid>
    <pubDate>${new Date(instant(number)).toUTCString().replace("GMT", "+0000")}</pubDate>
    <dc:creator><![CDATA[Ann Lee]]></dc:creator>
    <category><![CDATA[Harbour]]></category>
    <description><![CDATA[<p>${sentence(number, 26)}</p>]]></description>${content}
  </item>`;
}

function encoded(content: string): string {
  return `\n    <content:encoded>${content}</content:encoded>`;
}

function atom(entries: readonly number[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Harbour Gazette</title>
  <id>tag:news.example,2026:feed</id>
  <link href="https://news.example/"/>
  <link rel="self" href="https://news.example/atom"/>
  <updated>${new Date(instant(0)).toISOString()}</updated>
${entries.map(atomEntry).join("\n")}
</feed>
`;
}

function atomEntry(number: number): string {
  return `  <entry>
    <id>tag:news.example,2026:${number}</id>
    <title type="html">${escaped(sentence(number, 9))}</title>
    <link rel="alternate" type="text/html" href="https://news.example/2026/11/${number}"/>
    <published>${new Date(instant(number)).toISOString()}</published>
    <updated>${new Date(instant(number)).toISOString()}</updated>
    <author><name>Ann Lee</name></author>
    <category term="harbour"/>
    <summary>${escaped(sentence(number, 26))}</summary>
    <content type="html">${escaped(fullText(number))}</content>
  </entry>`;
}

/** Items are ten minutes apart, the newest first. */
function instant(number: number): number {
  return Date.UTC(2026, 10, 20, 12) - number * 600_000;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
