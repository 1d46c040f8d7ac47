import type { SourceItem } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { item } from "../../../test/support/source-item.ts";
import { keyItems } from "./keyed-items.ts";

const keysOf = (...items: SourceItem[]): string[] => keyItems(items).map((keyed) => keyed.key);

describe("an item is known by", () => {
  test("the publisher's id, whatever its date and address", () => {
    expect(keysOf(item(1))).toEqual(["guid-1"]);
    expect(keysOf(item(1, { publishedAt: null, url: "https://site.example/moved" }))).toEqual(["guid-1"]);
  });

  test("its canonical address when the document uses the id for several", () => {
    expect(
      keysOf(
        item(1, { id: "0", url: "https://site.example/1?utm_source=rss" }),
        item(1, { id: "0", url: "https://site.example/2" }),
      ),
    ).toEqual(["https://site.example/1", "https://site.example/2"]);
  });

  test("id and title when it has no usable address either", () => {
    expect(
      keysOf(
        item(1, { id: "0", url: null, title: "A" }),
        item(1, { id: "0", url: "mailto:x@example.com", title: null }),
      ),
    ).toEqual(["0 A", "0 "]);
  });

  test("one key when the same entry stands twice in a document", () => {
    expect(keysOf(item(1, { id: "x" }), item(1, { id: "x" }))).toHaveLength(1);
  });

  test("a short key of its own when the id is endless or holds what PostgreSQL cannot keep", () => {
    const long = "x".repeat(10_000);
    const [one, two] = keysOf(item(1, { id: `${long}1` }), item(1, { id: `${long}2` }));
    expect(one).toMatch(/^[\w-]{32}$/);
    expect(two).not.toBe(one);
    expect(keysOf(item(1, { id: "a\0b\uD800" }))).toEqual(["ab\uFFFD"]);
  });
});

describe("the announcement of an item", () => {
  const hashOf = (given: Partial<SourceItem>): string | undefined => keyItems([item(1, given)])[0]?.hash;

  test.each<[string, Partial<SourceItem>, boolean]>([
    ["its title", { title: "Two" }, true],
    ["its summary", { summary: "More" }, true],
    ["its content", { content: "<p>More</p>" }, true],
    ["the time it was updated", { updatedAt: "2026-03-02T13:00:00.000Z" }, true],
    ["its date", { publishedAt: "2026-03-01T12:00:00.000Z" }, false],
    ["its address", { url: "https://site.example/1?ref=x" }, false],
    ["its categories", { categories: [{ term: "sport" }] }, false],
  ])("changes with %s: %o → %s", (_what, given, changes) => {
    expect(hashOf(given) !== hashOf({})).toBe(changes);
  });
});
