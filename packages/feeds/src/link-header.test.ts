import { expect, test } from "vitest";
import { linkWith } from "./link-header.ts";

test.each([
  ['<https://hub.example/>; rel="hub"', "https://hub.example/"],
  ['<https://a.example/>; rel="self", <https://hub.example/?a=1,2;b>; rel=hub', "https://hub.example/?a=1,2;b"],
  ['<https://hub.example/>; title="x; rel=self"; REL="other hub"', "https://hub.example/"],
  ["</hub>;rel=hub", "https://news.example/hub"],
  ['<javascript:x>; rel="hub", <https://hub.example/>; rel="hub"', "https://hub.example/"],
  ["<https://hub.example/>", null],
  ['<https://hub.example/>; rel="hubs"', null],
  ["", null],
  [undefined, null],
])("in %s the hub is %s", (header, url) => {
  expect(linkWith(header, "hub", "https://news.example/feed")).toBe(url);
});
