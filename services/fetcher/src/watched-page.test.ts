import { describe, expect, test } from "vitest";
import { changeOf, packSeenPage, unpackSeenPage } from "./watched-page.ts";
import type { SeenPage } from "./watched-page.ts";

const now = new Date("2026-03-02T12:00:05.678Z");
const rules = { select: "main", ignore: [], minChange: 20 };
const long = "The harbourmaster has closed the port.";

function look(blocks: readonly string[], before: SeenPage | null, tellsFirst = false) {
  return changeOf({ url: "https://site.example/advice#top", title: "Advice", blocks }, before, {
    rules,
    tellsFirst,
    now,
  });
}

const first = (): SeenPage => look(["Level 2.", "Take care."], null).seen;

describe("a watched page", () => {
  test("has nothing to tell at the first look, unless that is wanted", () => {
    expect(look([long], null).item).toBeNull();
    expect(look([long], null, true).item).toMatchObject({ content: `<p>${long}</p>` });
    expect(look([], null, true).item).toBeNull();
  });

  test("tells what is new, as an article with an address of its own", () => {
    const { item } = look(["Level 4.", long, "Take care."], first());
    expect(item).toMatchObject({
      id: "https://site.example/advice#!change-20260302T120005Z",
      url: "https://site.example/advice#!change-20260302T120005Z",
      title: "Advice",
      publishedAt: null,
      content: `<p>Level 4.</p><p>${long}</p>`,
    });
  });

  test("has its text as text", () => {
    expect(look(["Fewer than 5 & more <b>", long], first()).item?.content).toContain(
      "<p>Fewer than 5 &amp; more &lt;b></p>",
    );
  });

  test("tells nothing when blocks moved or went", () => {
    expect(look(["Take care.", "Level 2."], first()).item).toBeNull();
    expect(look(["Take care."], first()).item).toBeNull();
  });

  test("tells what went when it comes back", () => {
    const { seen } = look(["Level 2."], look([long, "Level 2."], null).seen);
    expect(look([long, "Level 2."], seen).item).not.toBeNull();
  });

  test("waits until small changes add up", () => {
    const one = look(["Level 2.", "Take care.", "One line."], first());
    expect(one.item).toBeNull();
    const two = look(["Level 2.", "Take care.", "One line.", "Another line."], one.seen);
    expect(two.item?.content).toBe("<p>One line.</p><p>Another line.</p>");
  });

  test("counts a block that comes once more", () => {
    const seen = look([long], null).seen;
    expect(look([long, long], seen).item?.content).toBe(`<p>${long}</p>`);
  });
});

describe("what is kept of it", () => {
  test("comes back as it was", () => {
    const seen = first();
    expect(unpackSeenPage(packSeenPage(seen), rules)).toEqual(seen);
    expect(unpackSeenPage(null, rules)).toBeNull();
  });

  test("cannot be compared with what other rules see", () => {
    expect(unpackSeenPage(packSeenPage(first()), { ...rules, select: "article" })).toBeNull();
    expect(unpackSeenPage(packSeenPage(first()), { ...rules, minChange: 5 })).not.toBeNull();
  });
});
