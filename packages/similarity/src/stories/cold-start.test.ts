import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { agencyItems } from "../fixtures/agency-items.ts";
import type { AgencyItem } from "../fixtures/agency-items.ts";
import type { Text } from "../text-profile.ts";
import { createMemoryStories } from "./memory-stories.ts";
import { storyTerms } from "./story-terms.ts";
import { eastern } from "./words/eastern.ts";
import { western } from "./words/western.ts";

/* A store that has just begun, in languages of which the function words are known and in one of which nothing is. */

const hour = 3_600_000;
const startedAt = Date.parse("2031-03-03T06:00:00Z");
const at = (text: number): string => new Date(startedAt + text * 2 * hour).toISOString();

const letters = "abcdefghijklmnopqrstuvwxyzäöüß";
/** Other letters for the same words: a language with the frequencies of German, of which nobody knows a word. */
const enciphered = (text: string): string =>
  text.replaceAll(/[a-zäöü]/giu, (letter) => {
    const place = letters.indexOf(letter.toLowerCase());
    const other = letters.charAt((place + 17) % 29);
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
const encipheredItems = (agencyItems["German"] ?? []).map(({ event, title, text }) => ({
  event,
  title: enciphered(title ?? ""),
  text: enciphered(text),
}));

const grammarOf: Readonly<Record<string, string>> = {
  German: western["de"] ?? "",
  French: western["fr"] ?? "",
  Russian: eastern["ru"] ?? "",
  Arabic: eastern["ar"] ?? "",
  Chinese: "的 了 在 是 和 记者 表示",
  "a language nobody knows": enciphered(western["de"] ?? ""),
};
const languages: readonly (readonly [string, readonly AgencyItem[]])[] = [
  ...Object.entries(agencyItems),
  ["a language nobody knows", encipheredItems],
];

const random = seededRandom(7);
const drawn = (words: readonly string[], bias: number): string =>
  words[Math.floor(random() ** bias * words.length)] ?? "";

/** A text about nothing else in the store: words of grammar, frequent ones more often, between words of its own. */
function otherText(language: string): Text {
  const grammar = (grammarOf[language] ?? "").split(/\s+/u);
  const first =
    language === "Chinese" ? 0x4e_00 : language === "Arabic" ? 0x06_28 : language === "Russian" ? 0x04_30 : 0x61;
  const own = (): string => {
    const length = language === "Chinese" ? 2 : 7;
    const range = language === "Chinese" ? 3_000 : 20;
    return Array.from({ length }, () => String.fromCodePoint(first + Math.floor(random() * range))).join("");
  };
  const joint = language === "Chinese" ? "" : " ";
  const sentence = (): string =>
    Array.from({ length: 14 }, (_, word) => (word % 2 === 0 ? drawn(grammar, 3) : own())).join(joint);
  return { title: own(), text: Array.from({ length: 5 }, () => `${sentence()}.`).join(" ") };
}

/** Stories of a language's items after so many other texts, each with the events in it. */
function eventsByStory(language: string, items: readonly AgencyItem[], before: number): ReadonlyMap<string, string[]> {
  const stories = createMemoryStories();
  for (let text = 0; text < before; text += 1) stories.place(`other ${text}`, storyTerms(otherText(language)), at(0));
  const events = new Map<string, string[]>();
  for (const [position, item] of items.entries()) {
    const choice = stories.place(String(position), storyTerms(item), at(position));
    const story = choice.kind === "join" ? choice.storyId : String(position);
    events.set(story, [...(events.get(story) ?? []), item.event]);
  }
  return events;
}

describe.each(languages)("items in %s", (language, items) => {
  it.each([0, 5, 20, 50, 200])("of different events are in different stories after %i other texts", (before) => {
    for (const [story, events] of eventsByStory(language, items, before)) {
      expect(story).not.toMatch(/^other/u);
      expect(new Set(events).size).toBe(1);
    }
  });
});

it.each(languages.slice(0, -1))(
  "two items in %s on one event are in one story, when they are the first",
  (language, items) => {
    const stories = eventsByStory(language, items, 0);
    expect(stories.size).toBe(new Set(items.map(({ event }) => event)).size);
  },
);

it("tells other texts apart as well", () => {
  const stories = createMemoryStories();
  for (const [language] of languages)
    for (let text = 0; text < 60; text += 1)
      expect(stories.place(`${language} ${text}`, storyTerms(otherText(language)), at(0))).toEqual({ kind: "new" });
});
