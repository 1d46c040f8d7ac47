import { expect, test } from "vitest";
import { sitemapsOf } from "./sitemaps-of.ts";

test("lists the sitemaps of a robots.txt, wherever they stand", () => {
  const robotsTxt = [
    "\ufeffSitemap: https://a.example/1.xml",
    "User-agent: *",
    "Disallow: /sitemap: https://a.example/no.xml",
    "  SITEMAP :https://a.example/2.xml.gz # news",
    "# Sitemap: https://a.example/no.xml",
    "sitemap: https://a.example/1.xml",
    "sitemap: /relative.xml",
    "sitemap: # none",
    "sitemap:",
  ].join("\r\n");
  expect(sitemapsOf(robotsTxt)).toEqual(["https://a.example/1.xml", "https://a.example/2.xml.gz"]);
});

test("lists no more than a hundred", () => {
  const lines = Array.from({ length: 200 }, (_, index) => `Sitemap: https://a.example/${index}`);
  expect(sitemapsOf(lines.join("\n"))).toHaveLength(100);
});
