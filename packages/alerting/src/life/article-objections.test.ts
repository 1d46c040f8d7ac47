import { expect, test } from "vitest";
import { articleObjections } from "./article-objections.ts";
import type { JudgedArticle } from "./article-objections.ts";

const hour = 3_600_000;
const seenAt = new Date("2026-03-02T12:00:00Z");
const article: JudgedArticle = {
  baseline: false,
  too_old: false,
  verdict: "unique",
  material: null,
  published_at: new Date(seenAt.getTime() - 48 * hour),
  seen_at: seenAt,
};

test.each<[what: string, given: Partial<JudgedArticle>, maxAgeMs: number | null, reasons: readonly string[]]>([
  ["a new article", {}, null, []],
  ["one as old as may be", {}, 48 * hour, []],
  ["one that is a moment older", {}, 48 * hour - 1, ["too_old"]],
  ["one of which nobody knows how old it is", { published_at: null }, hour, []],
  ["one that was published after it was seen", { published_at: new Date(seenAt.getTime() + hour) }, hour, []],
  ["one whose feed said that it is old", { too_old: true, published_at: null }, null, ["too_old"]],
  ["one that was there before its source", { baseline: true }, null, ["baseline"]],
  ["a copy", { verdict: "nearDuplicate", material: false }, null, []],
  ["a revision that says something else", { verdict: "revision", material: true }, null, []],
  ["a revision that says the same", { verdict: "revision", material: false }, null, ["not_material"]],
  ["a revision of which nobody knows", { verdict: "revision", material: null }, null, ["not_material"]],
  [
    "one with everything against it",
    { baseline: true, too_old: true, verdict: "revision" },
    hour,
    ["baseline", "too_old", "not_material"],
  ],
])("%s", (_what, given, maxAgeMs, reasons) => {
  expect(articleObjections({ ...article, ...given }, maxAgeMs).map(({ reason }) => reason)).toEqual(reasons);
});
