import { expect, test } from "vitest";
import { read } from "./fixtures/page.ts";

const text = "After years of work the quay is open to ships of every size.";
const body =
  "<p>The first paragraph of the text goes on for a while.</p><p>So does the second one, for the sake of it.</p>";

test.each([
  ["a standfirst by its class", `<h1>Quay</h1><div class="standfirst">${text}</div>`],
  ["hyphens and fillers", `<h1>Quay</h1><p class="article__header__intro__text">${text}</p>`],
  ["camel case", `<h1>Quay</h1><p class="singleHeader-excerpt">${text}</p>`],
  [
    "a standfirst before a subtitle",
    `<h1>Quay</h1><h2 class="subtitle">The second headline of the quay</h2><p class="lead">${text}</p>`,
  ],
  ["a subtitle where nothing else is marked", `<h1>Quay</h1><h2 class="sub-headline">${text}</h2>${body}`],
  ["the lone element behind the headline", `<header><h1>Quay</h1><p>${text}</p><div>3 March</div></header>${body}`],
])("%s", (_, html) => {
  expect(read(html).standfirst).toBe(text);
});

test.each([
  ["paragraphs of the text", `<article><h1>Quay</h1>${body}</article>`],
  ["several of one class", `<h1>Quay</h1><p class="teaser">${text}</p><p class="teaser">${text} Again.</p>`],
  ["a teaser that is a link", `<h1>Quay</h1><div class="teaser"><a href="/b">${text}</a></div>`],
  ["a teaser in a link", `<h1>Quay</h1><a href="/b"><span class="teaser">${text}</span></a>`],
  ["what is in the margin", `<h1>Quay</h1><aside><p class="lead">${text}</p></aside>`],
  ["what is far below the headline", `<h1>Quay</h1>${"<p></p>".repeat(200)}<p class="lead">${text}</p>`],
  ["a box with the headline in it", `<div class="intro"><h1>Quay opens today</h1>Quay opens today. ${text}</div>`],
  ["a byline", `<h1>Quay</h1><p class="subhead">By Jane Doe, John Roe on Monday afternoon</p>`],
  [
    "a line that begins with the author",
    `<meta name="author" content="Jane Doe"><h1>Quay</h1><p class="subhead">JANE DOE, our national political writer</p>`,
  ],
  ["a label", '<h1>Quay</h1><p class="lead">Ports</p>'],
  ["a whole text", `<h1>Quay</h1><div class="intro">${text.repeat(20)}</div>`],
])("not %s", (_, html) => {
  expect(read(html).standfirst).toBeNull();
});
