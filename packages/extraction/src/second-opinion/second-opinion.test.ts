import { expect, test } from "vitest";
import { secondOpinion } from "./second-opinion.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const url = "https://courier.example/quay";
const page = (inside: string): string =>
  `<html lang="en"><head><title>Quay opens</title></head><body><nav><a href="/">Home</a></nav><article><h1>Quay opens</h1>${inside}</article></body></html>`;

test("reads a page by Readability's container, with the same fields and cleaning", () => {
  const body = page(`${`<p>${sentence.repeat(2)}</p>`.repeat(5)}<figcaption>A quay</figcaption>`);
  const result = secondOpinion({ url, body });
  expect(result).toMatchObject({
    kind: "article",
    article: { title: "Quay opens", language: "en", method: "readability" },
  });
  expect(result.kind === "article" && result.article.text).not.toContain("A quay");
  expect(result.needsSecondOpinion).toBe(false);
});

test("says when a page is too large to be searched as a whole", () => {
  const result = secondOpinion({ url, body: page(`<p>${sentence}</p>`.repeat(7_000)) });
  expect(result).toMatchObject({ kind: "article", notes: [expect.stringContaining("larger than any article")] });
});

test("says why a page is no article", () => {
  expect(secondOpinion({ url, body: "<p>Log in</p>" })).toMatchObject({
    kind: "notArticle",
    reason: expect.stringMatching(/\w/),
  });
});
