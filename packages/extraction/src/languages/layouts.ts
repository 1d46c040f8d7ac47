import type { LanguageText } from "./language-text.ts";

/** Builds a page around a text. */
export type Layout = (text: LanguageText) => string;

const rightToLeft = new Set(["ar", "fa", "he"]);
const each = (parts: readonly string[], build: (part: string, at: number) => string): string =>
  parts.map(build).join("\n");

function htmlPage({ language, title }: LanguageText, body: string): string {
  const direction = rightToLeft.has(language) ? "rtl" : "ltr";
  return `<!doctype html><html lang="${language}" dir="${direction}"><head><title>${title}</title></head><body>${body}</body></html>`;
}

/** Sectioning elements of HTML, as pages of the last years have them. */
const semantic: Layout = (text) =>
  htmlPage(
    text,
    `<header><nav><ul>${each(text.nav, (name) => `<li><a href="/${name}">${name}</a></li>`)}</ul></nav></header>
    <main><article><h1>${text.title}</h1><p class="byline">${text.byline}</p><time>${text.date}</time>
    <figure><img src="/quay.jpg"><figcaption>${text.caption}</figcaption></figure>
    <div class="share">${each(text.share, (label) => `<button>${label}</button>`)}</div>
    ${each(text.paragraphs, (paragraph) => `<p>${paragraph}</p>`)}
    <p>${text.tags}</p>
    <section><h3>${text.relatedHeading}</h3><ul>${each(text.related, (title, at) => `<li><a href="/a/${at}">${title}</a></li>`)}</ul></section>
    <section><h4>${text.newsletter[0]}</h4><p>${text.newsletter[1]}</p><input type="email"></section></article></main>
    <footer><p>${text.footer}</p></footer>`,
  );

/** Boxes whose names say nothing: all has to be told by the text itself. */
const boxes: Layout = (text) =>
  htmlPage(
    text,
    `<div class="x1">${each(text.nav, (name) => `<a class="x2" href="/${name}">${name}</a>`)}</div>
    <div class="x3"><div class="x4"><h1>${text.title}</h1><div class="x5">${text.date}</div>
    <div class="x6">${each(text.share, (label) => `<div>${label}</div>`)}</div>
    ${each(text.paragraphs.slice(0, 2), (paragraph) => `<div class="x7">${paragraph}</div>`)}
    <div class="x7">${text.relatedHeading}: <a href="/a/9">${text.related[0]}</a></div>
    ${each(text.paragraphs.slice(2), (paragraph) => `<div class="x7">${paragraph}</div>`)}
    <div class="x7">${text.tags}</div>
    <h3>${text.relatedHeading}</h3>${each(text.related, (title, at) => `<div class="x8"><a href="/a/${at}">${title}</a></div>`)}
    <h4>${text.newsletter[0]}</h4><p>${text.newsletter[1]}</p></div>
    <div class="x9">${each(text.related, (title, at) => `<h4><a href="/b/${at}">${title}</a></h4>`)}</div></div>
    <div class="x10">${text.footer}</div>`,
  );

/** Tables and line breaks, as pages of the years around 2000 have them. */
const table: Layout = (text) =>
  htmlPage(
    text,
    `<table width="100%"><tr><td colspan="2">${each(text.nav, (name) => `<a href="/${name}">${name}</a> |`)}</td></tr>
    <tr><td width="180">${each(text.related, (title, at) => `<a href="/a/${at}">${title}</a><br>`)}</td>
    <td><font size="4"><b>${text.title}</b></font><br><font size="1">${text.date}</font><br><br>
    ${text.paragraphs.join("<br><br>\n")}<br><br>${text.relatedHeading}:<br>
    ${each(text.related, (title, at) => `<a href="/a/${at}">${title}</a><br>`)}</td></tr>
    <tr><td colspan="2">${text.footer}</td></tr></table>`,
  );

export const layouts: Readonly<Record<"semantic" | "boxes" | "table", Layout>> = { semantic, boxes, table };
