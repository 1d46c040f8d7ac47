import { expect, test } from "vitest";
import { endWords, methodWords, triggerWords, trustWords } from "./article-words.ts";

const seenAt = new Date("2026-03-02T09:12:05Z");
const item = { sourceId: "site", feedUrl: "https://site.example/rss", title: null, seenAt };

test.each([
  ["no date", null, [], "no date is given"],
  ["a date after it was seen", "2026-03-02T09:30:00Z", [], "not believed: it is later than the first sight of it"],
  ["a clock that is four minutes fast", "2026-03-02T09:16:00Z", [], "as the page says"],
  ["what the feed says too", "2026-03-02T09:00:00Z", [true], "believed: the feed says so as well"],
  ["one feed that is believed", "2026-03-02T09:00:00Z", [false, true], "believed: the feed says so as well"],
  [
    "a feed that is not believed",
    "2026-03-02T09:00:00Z",
    [false],
    "not believed: the feed had it not at the poll before",
  ],
])("%s", (_what, at, trusted, words) => {
  const published = at === null ? null : new Date(at);
  const items = trusted.map((isTrusted) => ({ ...item, publishedAt: published, isTrusted }));
  expect(trustWords({ row: { published_at: published, seen_at: seenAt }, items })).toContain(words);
});

test("versions say why they are there and how they ended", () => {
  expect(triggerWords({ revision: 1, trigger: "item" })).toBe("announced");
  expect(triggerWords({ revision: 2, trigger: "item" })).toBe("announced again");
  expect(endWords({ outcome: "matched", isMaterial: false })).toBe("no material change");
  expect(endWords({ outcome: null, isMaterial: null })).toBe("still in progress");
  expect(methodWords("other")).toBe("other");
});
