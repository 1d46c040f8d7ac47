import { describe, expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

describe("paywall", () => {
  test.each([
    ["false", linked({ isAccessibleForFree: false })],
    ["a string", linked({ isAccessibleForFree: "False" })],
    ["a URL", linked({ isAccessibleForFree: "http://schema.org/False" })],
    ["a part", linked({ hasPart: [{ "@type": "WebPageElement", isAccessibleForFree: "false" }] })],
    ["the tier", meta("article:content_tier", "Metered")],
    ["microdata", '<meta itemprop="isAccessibleForFree" content="False">'],
  ])("%s", (_, html) => {
    expect(read(html).isPaywalled).toBe(true);
  });

  test.each([
    ["nothing said", linked({})],
    ["true", linked({ isAccessibleForFree: "True" })],
    [
      "an article that is free although a part is not",
      linked({ isAccessibleForFree: true, hasPart: { isAccessibleForFree: false } }),
    ],
    ["a free tier", meta("article:content_tier", "free")],
    ["JSON-LD against the tier", linked({ isAccessibleForFree: true }) + meta("article:content_tier", "locked")],
    ["wrong types", linked({ isAccessibleForFree: { false: false }, hasPart: ["false", null] })],
  ])("not: %s", (_, html) => {
    expect(read(html).isPaywalled).toBe(false);
  });
});

describe("live", () => {
  const blog = { "@type": "LiveBlogPosting", headline: "Quay live" };
  const own = { "@type": "LiveBlogPosting", url: "https://www.courier.example/news/quay" };

  test.each([
    ["the article is a live blog", linked(blog)],
    [
      "its end is still ahead of the last change",
      linked({ ...blog, dateModified: "2025-03-04T10:00:00Z", coverageEndTime: "2025-03-04T20:00:00Z" }),
    ],
    [
      "a live blog of the page beside the article",
      linked({}) + `<script type="application/ld+json">${JSON.stringify(own)}</script>`,
    ],
  ])("%s", (_, html) => {
    expect(read(html).isLive).toBe(true);
  });

  test.each([
    ["an article", linked({})],
    [
      "a live blog that has ended",
      linked({ ...blog, dateModified: "2025-03-04T21:00:00Z", coverageEndTime: "2025-03-04T20:00:00Z" }),
    ],
    [
      "another page's live blog",
      linked({ url: "https://courier.example/news/quay" }) +
        `<script type="application/ld+json">${JSON.stringify({ ...own, url: "https://courier.example/live" })}</script>`,
    ],
  ])("not: %s", (_, html) => {
    expect(read(html).isLive).toBe(false);
  });
});
