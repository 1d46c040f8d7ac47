import { expect, test } from "vitest";
import { openDesk } from "./desk.ts";
import type { PublishedPage } from "./desk.ts";
import { readLibrary } from "./library.ts";
import { archiveSteps, handWrittenSteps, programmeStep } from "./programme.ts";

const library = readLibrary();
const startedAt = Date.parse("2031-11-21T09:00:00Z");

/** The pages of the first steps, one every six seconds. */
function published(steps: number, seed = 1): readonly PublishedPage[] {
  const desk = openDesk("http://newsroom.example");
  for (let index = 0; index < steps; index += 1) {
    desk.take(programmeStep(library, seed, index), new Date(startedAt + index * 6000), index < archiveSteps);
  }
  return desk.pages;
}

test("is the same for the same seed", () => {
  expect(published(200, 5)).toEqual(published(200, 5));
  expect(published(200, 5)).not.toEqual(published(200, 6));
});

test("lasts ten minutes at six seconds a page without repeating a page", () => {
  const fresh = published(archiveSteps + 100).filter((page) => page.copyOf === null && page.correctionOf === null);
  expect(new Set(fresh.map((page) => page.title)).size).toBe(fresh.length);
  expect(new Set(fresh.map((page) => page.url)).size).toBe(fresh.length);
});

test("begins with something on topic", () => {
  expect(published(archiveSteps + 1).at(-1)).toMatchObject({
    id: "grain-first-ship",
    topics: ["grain-exports"],
    inArchive: false,
  });
});

test("goes on with copies and corrections of variations", () => {
  const later = published(handWrittenSteps + 12).slice(handWrittenSteps);
  expect(later.filter((page) => page.copyOf !== null)).toHaveLength(2);
  expect(later.filter((page) => page.correctionOf !== null)).toHaveLength(2);
  expect(later.filter((page) => page.topics.length === 0)).toHaveLength(4);
});
