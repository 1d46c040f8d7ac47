import { describe, expect, test } from "vitest";
import { read } from "./fixtures/page.ts";

describe("canonical URL", () => {
  const own = "https://courier.example/news/quay";
  test.each([
    ["of the same site", "https://courier.example/news/quay-opens", "https://courier.example/news/quay-opens"],
    ["given relative to the page", "/news/quay-opens", "https://courier.example/news/quay-opens"],
    ["of another site", "https://elsewhere.example/quay", own],
    ["that is the home page", "https://www.courier.example/", own],
    ["that is no URL", "http://", own],
    ["that is no web address", "javascript:alert(1)", own],
  ])("%s", (_, href, expected) => {
    expect(read(`<link rel="canonical" href="${href}">`).canonicalUrl).toBe(expected);
  });

  test("that is a section of the site", () => {
    const url = "https://courier.example/news/2025/03/04/quay-opens-after-works";
    expect(read('<link rel="canonical" href="/news">', url).canonicalUrl).toBe(url);
    expect(read('<link rel="canonical" href="/news/2025/03/04/quay-opens">', url).canonicalUrl).toBe(
      "https://courier.example/news/2025/03/04/quay-opens",
    );
  });
});

describe("alternates", () => {
  const link = (language: string, href: string, rest = ""): string =>
    `<link rel="alternate" hreflang="${language}" href="${href}" ${rest}>`;

  test("are the page in other languages", () => {
    expect(read(link("PT_br", "/pt/quay") + link("fr", "https://fr.courier.example/quai")).alternates).toEqual([
      { language: "pt-BR", url: "https://www.courier.example/pt/quay" },
      { language: "fr", url: "https://fr.courier.example/quai" },
    ]);
  });

  test.each([
    ["x-default", link("x-default", "/en/quay")],
    ["the page itself", link("en", "https://courier.example/news/quay")],
    ["its canonical address", `<link rel="canonical" href="/news/quay-opens">${link("en", "/news/quay-opens")}`],
    ["feeds", link("fr", "/fr/feed", 'type="application/rss+xml"')],
    ["other schemes", link("fr", "ftp://courier.example/fr")],
    ["no language", link("français", "/fr/quai")],
    ["no address", '<link rel="alternate" hreflang="fr">'],
  ])("not %s", (_, html) => {
    expect(read(html).alternates).toEqual([]);
  });

  test("each once and 50 at most", () => {
    expect(read(link("fr", "/fr/quai").repeat(2)).alternates).toHaveLength(1);
    expect(
      read(Array.from({ length: 200 }, (_, index) => link("fr", `/fr/${index}`)).join("")).alternates,
    ).toHaveLength(50);
  });
});
