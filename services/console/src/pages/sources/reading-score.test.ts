import { expect, it } from "vitest";
import { readingScore } from "./reading-score.ts";

const page = (characters: number, ...found: string[]) => ({ characters, found, missing: [] });

it("is the mean of how many pages gave text, title and date", () => {
  const stored = {
    usual: [page(2000, "title", "date"), page(1000, "title")],
    latest: [page(0), page(3000, "title", "date")],
    alarm: null,
  };
  expect(readingScore(stored)).toEqual({
    pages: 4,
    score: 67,
    withText: 0.75,
    withTitle: 0.75,
    withDate: 0.5,
    medianLength: 2000,
  });
});

it.each([[null], [undefined], ["rubbish"], [{}], [{ usual: [], latest: [] }], [{ usual: [{}], latest: [] }]])(
  "is none for %j",
  (stored) => {
    expect(readingScore(stored)).toBeNull();
  },
);
