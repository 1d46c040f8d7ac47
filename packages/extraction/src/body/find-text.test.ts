import { describe, expect, test } from "vitest";
import { extract } from "../extract.ts";
import type { Page } from "../read-article.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs.";
const paragraphs = Array.from({ length: 6 }, (_, number) => `Paragraph ${number}. ${sentence}`);
const body = paragraphs.map((text) => `<p>${text}</p>`).join("");
const whole = paragraphs.join("\n\n");

function article(html: string, more: Partial<Page> = {}) {
  const result = extract({ url: "https://courier.example/a", body: `<title>Quay opens</title>${html}`, ...more });
  if (result.kind !== "article") throw new Error(result.reason);
  return result.article;
}

const linked = (text: string): string =>
  `<script type="application/ld+json">${JSON.stringify({ "@type": "NewsArticle", articleBody: text })}</script>`;
const stored = `<script>window.state = ${JSON.stringify({ story: { html: body } })}</script>`;

describe("where the text is taken from", () => {
  test.each([
    ["the page", `<article>${body}</article>`, "scorer"],
    ["the page, though JSON-LD has it too", `<article>${body}</article>${linked(whole)}`, "scorer"],
    ["JSON-LD where the page has little of it", `<p>Loading the article, please wait.</p>${linked(whole)}`, "jsonld"],
    ["a script where the page has little of it", `<p>Loading the article, please wait.</p>${stored}`, "embedded"],
    ["the page where a script has a text as well", `<article>${body}</article>${stored}`, "scorer"],
  ])("%s", (_, html, method) => {
    expect(article(html).method).toBe(method);
    expect(article(html).text.replace(/\s+/g, " ")).toBe(whole.replace(/\s+/g, " "));
  });

  test("the source's own selector goes before all", () => {
    const selectors = { body: "#mine", title: null, date: null, remove: [] };
    expect(article(`<article>${body}</article><div id="mine">${sentence}</div>`, { selectors })).toMatchObject({
      method: "selectors",
      text: sentence,
    });
  });
});

test("what was left out is listed in page order with its reason, each block in part", () => {
  const long = "A caption that goes on and on. ".repeat(20);
  const { cut } = article(
    `<article><p>Share</p>${body}${body.replaceAll("Paragraph", "Section")}<figure><img src="a.jpg"><figcaption>${long}</figcaption></figure><p>${sentence}</p><p>© 2025 Courier</p></article>`,
  );
  expect(cut.map(({ reason }) => reason)).toEqual(["control", "caption", "disclaimer"]);
  expect(cut[1]?.text).toHaveLength(500);
});

test("at most 300 blocks are listed", () => {
  expect(article(`<article>${body}${"<p>Share</p>".repeat(1_000)}<p>${sentence}</p></article>`).cut).toHaveLength(300);
});
