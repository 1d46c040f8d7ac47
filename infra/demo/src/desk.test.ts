import { expect, test } from "vitest";
import { openDesk } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { expectedAlerts } from "./expected-alerts.ts";
import type { Story } from "./story.ts";

const at = new Date("2031-11-21T19:57:00Z");
const story: Story = {
  id: "ship",
  outlet: "halyard",
  topics: ["grain-exports"],
  language: "en",
  rubric: "Economy",
  byline: null,
  standfirst: null,
  caption: null,
  document: null,
  headline: "Ship sails with 24 tonnes",
  blocks: [{ kind: "paragraph", text: "PORT, {{date}}. On {{weekday}} a ship sailed with 24 tonnes." }],
  correction: { note: "Corrected: 42 tonnes.", replace: { "24 tonnes": "42 tonnes" } },
};

function deskWithStory(): Desk {
  const desk = openDesk("http://newsroom.example");
  desk.take({ kind: "publish", story }, at, false);
  return desk;
}

function copyTo(desk: Desk, outlet: "courier" | "tideline"): void {
  desk.take({ kind: "copy", of: "ship", outlet, headline: `In the ${outlet}`, intro: null }, at, false);
}

function correct(desk: Desk): void {
  const correction = story.correction ?? { note: "", replace: {} };
  desk.take({ kind: "correct", of: "ship", correction }, new Date(at.getTime() + 60_000), false);
}

test("dates a story when it is published", () => {
  const [sheet] = deskWithStory().sheetsOf("halyard");
  expect(sheet?.story.blocks[0]?.text).toBe("PORT, November 21. On Friday a ship sailed with 24 tonnes.");
  expect(sheet?.path).toBe("/halyard/2031/11/21/ship-sails-with-24-tonnes-1001");
});

test("a correction changes the text at the same address", () => {
  const desk = deskWithStory();
  correct(desk);
  const [before, after] = desk.pages;
  expect(after).toMatchObject({
    id: "ship#correction",
    correctionOf: "ship",
    title: "Ship sails with 42 tonnes",
    url: before?.url,
  });
  expect(desk.sheetsOf("halyard")).toMatchObject([{ correctionNote: "Corrected: 42 tonnes.", publishedAt: at }]);
});

test("a copy stands on another outlet with the text as it was then", () => {
  const desk = deskWithStory();
  copyTo(desk, "courier");
  correct(desk);
  const [copy] = desk.sheetsOf("courier");
  expect(copy?.story.blocks[0]?.text).toContain("24 tonnes");
  expect(copy).toMatchObject({
    credit: "Halyard",
    story: { headline: "In the courier", topics: ["grain-exports"] },
  });
});

test("expects one alert for a page and all its copies, and none for what was in the archive", () => {
  const desk = deskWithStory();
  desk.take({ kind: "publish", story: { ...story, id: "old" } }, at, true);
  desk.take({ kind: "publish", story: { ...story, id: "other", topics: [] } }, at, false);
  copyTo(desk, "courier");
  copyTo(desk, "tideline");
  correct(desk);
  const urls = desk.pages.filter((page) => page.id === "ship" || page.copyOf === "ship").map((page) => page.url);
  expect(urls).toHaveLength(3);
  expect(expectedAlerts(desk.pages)).toEqual([{ topic: "grain-exports", page: "ship", urls }]);
});

test("refuses to publish the same story twice or to correct what is not there", () => {
  const desk = deskWithStory();
  expect(() => desk.take({ kind: "publish", story }, at, false)).toThrow(/ship/);
  expect(() =>
    desk.take({ kind: "copy", of: "none", outlet: "courier", headline: "", intro: null }, at, false),
  ).toThrow(/none/);
});

test("forgets the oldest pages but knows that they were there", () => {
  const desk = deskWithStory();
  for (let number = 0; number < 400; number += 1) {
    desk.take({ kind: "publish", story: { ...story, id: `later-${number}` } }, at, false);
  }
  expect(desk.sheetAt("/halyard/2031/11/21/ship-sails-with-24-tonnes-1001")).toBeNull();
  expect(desk.sheetAt("/halyard/2031/11/21/ship-sails-with-24-tonnes-1002")).toMatchObject({
    id: "later-0",
  });
  expect(desk.sheetAt("/halyard/never")).toBeUndefined();
});
