/** A page made to cost time or memory, or broken. */
export interface HostilePage {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly contentType?: string;
  /** What must be in the text of the result; null when the page has no article to be found; left out when either will do. */
  readonly text?: string | null;
}

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const paragraphs = Array.from({ length: 6 }, (_, number) => `<p>Paragraph ${number}. ${sentence.repeat(2)}</p>`);
const inside = `<article><h1>Quay opens</h1>${paragraphs.join("\n")}</article>`;
const page = `<html lang="en"><head><meta charset="utf-8"><title>Quay opens</title></head><body>${inside}</body></html>`;
const inBody = (before: string, after = ""): string => page.replace(inside, `${before}${inside}${after}`);
const cut = (end: string): string => `${page.slice(0, page.indexOf("Paragraph 5"))}${end}`;

/** Every kind of page that parsers and extractors are known to die of, 5 MB or more where size is the point. */
export function hostilePages(): HostilePage[] {
  const text = "Paragraph 0.";
  const russian = "Совет порта сообщил во вторник, что второй причал откроется весной, после двух лет ремонта. ".repeat(
    8,
  );
  return [
    { name: "nothing", body: "", text: null },
    {
      name: "10 MB of paragraphs",
      body: Buffer.from(inBody(`<p>${sentence}</p>`.repeat(90_000))),
      text: "harbour board",
    },
    { name: "50,000 nested elements", body: inBody("<div>".repeat(50_000), "</div>".repeat(50_000)), text },
    { name: "1,000,000 nested elements", body: inBody("<div>".repeat(1_000_000)) },
    { name: "5,000 misnested <a><div>", body: inBody("<a href='/x'><div>".repeat(5_000)) },
    { name: "5,000 misnested <b><p>", body: inBody("<b><p>x".repeat(5_000)), text },
    { name: "2,000 nested tables", body: inBody("<table><tr><td>".repeat(2_000)), text },
    {
      name: "200,000 nested spans that end",
      body: inBody(`${"<span>".repeat(200_000)}${"</span>".repeat(200_000)}`),
      text,
    },
    {
      name: "100,000 links",
      body: Array.from({ length: 100_000 }, (_, at) => `<a href="/item/${at}">Item number ${at} of the list</a>`).join(
        "\n",
      ),
      text: null,
    },
    {
      name: "29,000 links beside an article",
      body: inBody(Array.from({ length: 29_000 }, (_, at) => `<a href="/item/${at}">Item number ${at}</a> `).join("")),
      text: null,
    },
    { name: "200,000 flat divs", body: inBody("", "<div></div>".repeat(200_000)), text },
    { name: "200,000 divs of one word", body: inBody("", "<div>word</div>".repeat(200_000)), text },
    { name: "200,000 <br>", body: inBody("", "<br>".repeat(200_000)), text },
    { name: "200,000 lines between <br>", body: inBody("", "a line<br><br>".repeat(200_000)), text },
    {
      name: "50,000 attributes",
      body: page.replace("<body>", `<body ${Array.from({ length: 50_000 }, (_, at) => `a${at}=1`).join(" ")}>`),
      text,
    },
    {
      name: "50,000 <body> tags with attributes",
      body: inBody(Array.from({ length: 50_000 }, (_, at) => `<body a${at}=1>`).join("")),
      text,
    },
    { name: "one huge attribute", body: page.replace("<body>", `<body class="${"x ".repeat(1_400_000)}">`), text },
    {
      name: "an attribute of entities",
      body: page.replace("<body>", `<body title="${"&amp;".repeat(500_000)}">`),
      text,
    },
    { name: "one huge element name", body: inBody(`<${"x".repeat(2_000_000)}>`), text },
    {
      name: "one huge class on each of 1,000 boxes",
      body: inBody(`<div class="${"related-".repeat(250)}">x</div>`.repeat(1_000)),
      text,
    },
    { name: "2 MB of white space", body: inBody(`<p>${" ".repeat(1_000_000)}${"\n\t".repeat(500_000)}</p>`), text },
    { name: "2 MB of no-break spaces", body: inBody(`<p>${"\u00A0".repeat(1_000_000)}</p>`), text },
    { name: "one word of 2 MB", body: inBody(`<p>${"x".repeat(1_900_000)}</p>`) },
    { name: "one paragraph of 1.9 MB", body: inBody(`<p>${sentence.repeat(18_000)}</p>`), text: "harbour board" },
    { name: "less-than signs", body: "<".repeat(5_000_000), text: null },
    { name: "end tags", body: inBody("</p>".repeat(500_000)), text },
    { name: "entities", body: inBody("&lt;&#65;&eacute;".repeat(180_000)) },
    { name: "unknown entities", body: inBody("&bogus".repeat(450_000)), text: null },
    { name: "a style element of 2.9 MB", body: inBody(`<style>${"p{}".repeat(960_000)}</style>`), text },
    { name: "an endless comment", body: `${page}<!--${"-".repeat(2_000_000)}`, text },
    { name: "a comment that never ends before the text", body: `<!-- ${page}`, text: null },
    { name: "cut off inside a tag", body: cut("<div class='x"), text },
    { name: "cut off inside a script", body: cut('<script>var page = "'), text },
    { name: "cut off inside a character", body: Buffer.from(cut("порт")).subarray(0, -1), text },
    { name: "a script of 2.9 MB that never ends", body: `${page}<script>${"x=1;".repeat(700_000)}`, text },
    { name: "NUL bytes", body: page.replaceAll(" ", " \0"), text },
    { name: "lone surrogates", body: page.replaceAll("Paragraph", "\uD800Paragraph"), text },
    { name: "a charset that is wrong", body: Buffer.from(page), contentType: "text/html; charset=utf-16be", text },
    {
      name: "windows-1251 said to be UTF-8",
      body: Buffer.concat([
        Buffer.from('<meta charset="windows-1251"><article><p>'),
        windows1251(russian),
        Buffer.from("</p></article>"),
      ]),
      contentType: "text/html; charset=utf-8",
      text: "второй причал",
    },
    {
      name: "UTF-8 with a part in windows-1252",
      body: Buffer.concat([Buffer.from(page), Buffer.from("<p>caf\xe9</p>", "latin1")]),
      text,
    },
    { name: "UTF-16 without a mark", body: Buffer.from(page, "utf16le"), text },
    {
      name: "bytes that are no text",
      body: Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 7_919) % 251),
      text: null,
    },
    {
      name: "templates around other texts",
      body: inBody(`<template><p>${"Not shown. ".repeat(200)}</p></template>`),
      text,
    },
    {
      name: "the article in a declarative shadow root",
      body: page.replace(inside, `<news-page><template shadowrootmode="open">${inside}</template></news-page>`),
      text,
    },
    {
      name: "10,000 nested templates",
      body: inBody("<template>".repeat(10_000), "</template>".repeat(10_000)),
    },
    { name: "50,000 nested shadow roots", body: inBody('<a-b><template shadowrootmode="open">'.repeat(50_000)), text },
    {
      name: "JSON-LD of brackets",
      body: inBody(`<script type="application/ld+json">${"[".repeat(400_000)}</script>`),
      text,
    },
    {
      name: "JSON-LD of nested objects",
      body: inBody(`<script type="application/ld+json">${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}</script>`),
      text,
    },
    {
      name: "JSON-LD with a text of 0.4 MB",
      body: inBody(
        `<script type="application/ld+json">${JSON.stringify({ "@type": "NewsArticle", articleBody: sentence.repeat(3_800) })}</script>`,
      ),
      text: "harbour board",
    },
    {
      name: "1,000 pieces of JSON-LD",
      body: inBody('<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>'.repeat(1_000)),
      text,
    },
    { name: "20,000 headings", body: inBody("", `<h2>Heading</h2><p>${sentence}</p>`.repeat(12_000)), text },
    {
      name: "20,000 dated titles",
      body: inBody("", "<p>04.08.2020 - Statement on the harbour</p>".repeat(20_000)),
      text,
    },
    { name: "20,000 equal paragraphs", body: inBody("", `<p>${sentence}</p>`.repeat(20_000)), text },
    {
      name: "100,000 <meta>",
      body: page.replace("</head>", '<meta property="article:tag" content="harbour"></head>'.repeat(100_000)),
      text: null,
    },
  ];
}

/** Text in capital and small Cyrillic letters, space and ASCII as windows-1251 bytes. */
function windows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? code : code - 0x410 + 0xc0;
  });
}
