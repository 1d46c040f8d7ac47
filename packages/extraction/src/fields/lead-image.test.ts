import { expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

const site = meta("og:site_name", "Courier");

test.each([
  [
    "OpenGraph before JSON-LD",
    meta("og:image", "https://img.example/quay.jpg") + linked({ image: "https://img.example/b.jpg" }),
    "https://img.example/quay.jpg",
  ],
  ["relative to the page", meta("og:image", "/img/quay.jpg"), "https://www.courier.example/img/quay.jpg"],
  [
    "an ImageObject",
    linked({ image: [{ "@type": "ImageObject", url: "https://img.example/b.jpg" }] }),
    "https://img.example/b.jpg",
  ],
  [
    "a reference",
    `<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"x","image":{"@id":"#i"}},{"@id":"#i","@type":"ImageObject","contentUrl":"https://img.example/c.jpg"}]}</script>`,
    "https://img.example/c.jpg",
  ],
  ["the thumbnail", linked({ thumbnailUrl: "https://img.example/t.jpg" }), "https://img.example/t.jpg"],
  ["a card", meta("twitter:image", "https://img.example/t.jpg"), "https://img.example/t.jpg"],
  [
    "after a placeholder",
    meta("og:image", "https://img.example/og-image.png") + meta("twitter:image", "https://img.example/t.jpg"),
    "https://img.example/t.jpg",
  ],
  [
    "the logo of another company",
    site + meta("og:image", "https://img.example/acme-logo-at-night.jpg"),
    "https://img.example/acme-logo-at-night.jpg",
  ],
])("%s", (_, html, image) => {
  expect(read(html).leadImage).toBe(image);
});

test.each([
  ["the site's logo", site + meta("og:image", "https://img.example/courier_logo-2.png")],
  ["a plain logo", meta("og:image", "https://img.example/logo.png")],
  ["a vector graphic", meta("og:image", "https://img.example/quay.svg")],
  ["data", meta("og:image", "data:image/png;base64,AAAA")],
  ["script", meta("og:image", "javascript:alert(1)")],
  ["an address that was cut", meta("og:image", `https://img.example/${"a".repeat(3_000)}.jpg`)],
  ["wrong types", linked({ image: [7, null, {}, { url: 9 }, [[]]] })],
])("not %s", (_, html) => {
  expect(read(html).leadImage).toBeNull();
});
