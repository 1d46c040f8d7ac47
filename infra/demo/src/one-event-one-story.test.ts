import { createMemoryStories, storyTerms } from "@wirewatch/similarity";
import { describe, expect, test } from "vitest";
import { openDesk } from "./desk.ts";
import { readLibrary } from "./library.ts";
import { archiveSteps, programmeStep } from "./programme.ts";

/*
 * What somebody sees in the first minutes: an empty store, and texts of one small region that share towns, ministries and an agency. Two
 * events in one story would be muted together, and of the second nobody would be told.
 */

/** Texts that are on one event, in the order of the programme. The variations of a template count as one event; ships leave by the corridor. */
const events: Readonly<Record<string, readonly string[]>> = {
  corridor: ["grain-talks-open", "grain-first-ship", "deeper-berth", "ship-movements"],
  strike: ["crane-strike", "strike-opinion", "strike-ends"],
  cable: ["cable-outage", "cable-repair"],
  water: ["lowmere-water", "water-column"],
};

interface Told {
  readonly id: string;
  readonly event: string;
  readonly language: string;
  readonly story: string;
  readonly why: string;
}

const library = readLibrary();
const startedAt = Date.parse("2031-11-21T19:57:00Z");
const minute = 60_000;
/** The archive is hours old, the rest comes every six seconds. */
const publishedAt = (step: number): Date =>
  new Date(
    step < archiveSteps ? startedAt - (archiveSteps - step) * 97 * minute : startedAt + (step - archiveSteps) * 6_000,
  );

function eventOf(id: string): string {
  const name = id.replace(/-\d+$/u, "");
  return Object.entries(events).find(([, ids]) => ids.includes(name))?.[0] ?? name;
}

/** The stories of the first texts that are no copies, languages apart as in the pipeline. */
function told(texts: number): readonly Told[] {
  const desk = openDesk("http://newsroom.example");
  const stories = new Map<string, ReturnType<typeof createMemoryStories>>();
  const placed: Told[] = [];
  for (let step = 0; placed.length < texts; step += 1) {
    const page = desk.take(programmeStep(library, 1, step), publishedAt(step), step < archiveSteps);
    const sheet = desk.sheetAt(new URL(page.url).pathname);
    if (page.copyOf !== null || page.correctionOf !== null || !sheet) continue;
    const { headline, standfirst, blocks, language } = sheet.story;
    const text = [standfirst ?? "", ...blocks.map((block) => block.text)].join("\n\n");
    const known = stories.get(language) ?? createMemoryStories();
    stories.set(language, known);
    const choice = known.place(page.id, storyTerms({ title: headline, text }), page.at);
    const [story, why] = choice.kind === "join" ? [choice.storyId, choice.why] : [page.id, ""];
    placed.push({ id: page.id, event: eventOf(page.id), language, story, why });
  }
  return placed;
}

describe.each([1, 5, 20, 35, 50])("after %i texts", (texts) => {
  const all = told(texts);

  test("no story has two events", () => {
    const byStory = Map.groupBy(all, ({ story }) => story);
    const mixed = [...byStory.values()].filter((members) => new Set(members.map(({ event }) => event)).size > 1);
    expect(mixed).toEqual([]);
  });

  test("no reason names a word of grammar", () => {
    const named = all.flatMap(({ why }) => why.replace(/^[^:]*:/u, "").match(/\p{L}+/gu) ?? []);
    expect(named.filter((word) => ["the", "and", "for", "said", "from", "two", "that"].includes(word))).toEqual([]);
  });
});

/** The gales in the Skerry Strait are taken for the herring there: two names of a place outweigh all else. See docs/decisions/0021. */
test("of 200 texts one story has two events", () => {
  const mixed = [...Map.groupBy(told(200), ({ story }) => story).entries()].filter(
    ([, members]) => new Set(members.map(({ event }) => event)).size > 1,
  );
  expect(mixed.map(([story]) => story)).toEqual(["herring-quota"]);
});

test.each([
  ["the strike and its end", "crane-strike", "strike-ends"],
  ["the strike and an opinion about it", "crane-strike", "strike-opinion"],
])("%s are one story", (_, first, second) => {
  const storyOf = new Map(told(35).map(({ id, story }) => [id, story]));
  expect(storyOf.get(second)).toBe(storyOf.get(first));
});
