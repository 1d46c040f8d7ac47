import type { Sheet } from "../sheet.ts";
import { jsonMarkup, markup } from "../markup.ts";
import type { Markup } from "../markup.ts";

/** The head and frame that all outlets share; each fills in its own body. */
export interface Frame {
  readonly title: string;
  readonly language: string;
  readonly charset: string;
  readonly stylesheet: string;
  /** Further elements of the head. */
  readonly head: Markup;
  readonly body: Markup;
}

/** A whole HTML document. */
export function htmlDocument({ title, language, charset, stylesheet, head, body }: Frame): Markup {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="${charset}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${stylesheet}">
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

/** Headings and paragraphs of a text; `Question:` and `Answer:` are set apart as ministries do. */
export function articleBlocks({ story }: Sheet): readonly Markup[] {
  return story.blocks.map(({ kind, text }) => {
    if (kind === "heading") return markup`<h2>${text}</h2>\n`;
    const speaker = /^(Question|Answer): /.exec(text);
    if (speaker === null) return markup`<p>${text}</p>\n`;
    return markup`<p><b>${speaker[1] ?? ""}:</b> ${text.slice(speaker[0].length)}</p>\n`;
  });
}

/** A paragraph with the correction, when there is one. */
export function correctionNote({ correctionNote: note }: Sheet): Markup | null {
  return note === null ? null : markup`<p class="correction"><em>${note}</em></p>\n`;
}

/** The first sentences of a text, for feeds and previews; at most about 240 characters. */
export function summaryOf({ story }: Sheet): string {
  if (story.standfirst !== null) return story.standfirst;
  const first = story.blocks.find(({ kind }) => kind === "paragraph")?.text ?? "";
  return first.length <= 240 ? first : `${first.slice(0, first.lastIndexOf(" ", 239))} …`;
}

/** Description of an article for search engines, as many publishers embed it. */
export function jsonLd(sheet: Sheet, siteUrl: string, publisher: string, type: string): Markup {
  const description = {
    "@context": "https://schema.org",
    "@type": type,
    headline: sheet.story.headline,
    description: summaryOf(sheet),
    datePublished: sheet.publishedAt.toISOString(),
    dateModified: sheet.modifiedAt.toISOString(),
    inLanguage: sheet.story.language,
    author: { "@type": "Organization", name: sheet.credit ?? publisher },
    publisher: { "@type": "Organization", name: publisher },
    mainEntityOfPage: siteUrl + sheet.path,
  };
  return markup`<script type="application/ld+json">${jsonMarkup(description)}</script>`;
}

/** Open Graph and canonical link. */
export function metadata(sheet: Sheet, siteUrl: string, siteName: string): Markup {
  return markup`<link rel="canonical" href="${siteUrl}${sheet.path}">
<meta name="description" content="${summaryOf(sheet)}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="${siteName}">
<meta property="og:title" content="${sheet.story.headline}">
<meta property="article:published_time" content="${sheet.publishedAt.toISOString()}">
<meta property="article:modified_time" content="${sheet.modifiedAt.toISOString()}">`;
}

/** A list of links to the outlet's own earlier pages. */
export function earlierPages({ earlier }: Sheet): readonly Markup[] {
  return earlier.map(({ headline, path }) => markup`<li><a href="${path}">${headline}</a></li>\n`);
}
