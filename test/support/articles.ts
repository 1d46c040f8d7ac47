import { escapeXml } from "./news-site.ts";
import type { SitePage } from "./news-site.ts";

export { seededRandom } from "./seeded-random.ts";

const syllables =
  "ba be bi bo da de di do fa fe ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi".split(
    " ",
  );

/** Sentences of invented words: no two articles share a passage, so each is a story of its own. */
export function inventedText(random: () => number, sentences: number): string[] {
  const word = (): string =>
    Array.from(
      { length: 2 + Math.floor(random() * 3) },
      () => syllables[Math.floor(random() * syllables.length)] ?? "ba",
    ).join("");
  return Array.from({ length: sentences }, () => {
    const words = Array.from({ length: 9 + Math.floor(random() * 9) }, word);
    const text = words.join(" ");
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  });
}

/** A page with furniture around an article; every article names the word `harbourmaster`, which the tests' topic looks for. */
export function articlePage(
  index: number,
  random: () => number,
  options: { readonly path?: string; readonly mention?: string } = {},
): SitePage {
  const title = `Report ${index}: ${inventedText(random, 1)[0] ?? ""}`.slice(0, 90);
  const paragraphs = Array.from({ length: 5 }, () => inventedText(random, 4).join(" "));
  paragraphs.splice(
    2,
    0,
    `The ${options.mention ?? "harbourmaster"} spoke about case ${index}. ${inventedText(random, 2).join(" ")}`,
  );
  const body = paragraphs.map((paragraph) => `<p>${escapeXml(paragraph)}</p>`).join("\n");
  const html =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeXml(title)} | Test site</title></head><body>` +
    `<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav></header>` +
    `<main><article><h1>${escapeXml(title)}</h1>${body}</article><aside><h2>Related</h2><ul><li><a href="/x">Another story</a></li></ul></aside></main>` +
    `<footer>All rights reserved</footer></body></html>`;
  return { path: options.path ?? `/news/${index}`, title, html };
}
