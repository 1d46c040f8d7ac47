import { newRhythm, observe } from "@wirewatch/polling";
import type { FeedStatus } from "@wirewatch/store";
import { describe, expect, it } from "vitest";
import { longWords, problemName, volumeWords, whyOf } from "./state-words.ts";
import type { ListedSource } from "./state-words.ts";

const now = new Date("2026-03-02T12:00:00Z");
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

function feed(given: Partial<FeedStatus>): FeedStatus {
  return {
    id: "1",
    sourceId: "times",
    url: "https://times.example/rss",
    movedTo: null,
    kind: "feed",
    document: "rss",
    title: null,
    parentId: null,
    state: "ok",
    problem: null,
    reason: null,
    failures: 0,
    failingSince: null,
    silentSince: null,
    lastPolledAt: null,
    lastSuccessAt: null,
    lastItemAt: null,
    nextTryAt: null,
    pollEveryMs: null,
    overflows: 0,
    ...given,
  };
}

function source(given: Partial<ListedSource>, document: Partial<FeedStatus> = {}): ListedSource {
  const state = given.state ?? "ok";
  const feeds = [feed({ state: state === "drift" ? "ok" : state, ...document })];
  return { id: "times", name: "Times", url: null, state, reason: null, drift: null, pause: null, feeds, ...given };
}

/** Of a source that publishes every two hours. */
function everyTwoHours(): unknown {
  let rhythm = newRhythm(hoursAgo(400));
  for (let hour = 400; hour > 80; hour -= 2) rhythm = observe(rhythm, { at: hoursAgo(hour), newItems: 1, items: 20 });
  return JSON.parse(JSON.stringify(rhythm));
}

describe("why a source is as it is", () => {
  it.each([
    ["forbidden", "blocked by the site (403)"],
    ["dns", "its name is not found (DNS)"],
    ["html", "an HTML page in place of a feed"],
  ])("is short for a problem %s, with the whole of it beside", (problem, short) => {
    const failing = source({ state: "failing", reason: "the whole sentence" }, { problem, failingSince: hoursAgo(5) });
    expect(whyOf(failing, [], now)).toEqual({ short, long: "the whole sentence", since: hoursAgo(5) });
  });

  it("is the reason itself for a problem nobody knows", () => {
    expect(whyOf(source({ state: "failing", reason: "it is odd" }, { problem: "tomorrow" }), [], now).short).toBe(
      "it is odd",
    );
    expect(problemName("silent")).toBeNull();
  });

  it("says for how long nothing came, and how often something usually does", () => {
    const silent = source({ state: "silent" }, { lastItemAt: hoursAgo(73) });
    expect(whyOf(silent, [everyTwoHours()], now).short).toMatch(
      /^no new article for 3 days, usually every \d+ hours$/u,
    );
    expect(whyOf(silent, [], now).short).toBe("no new article for 3 days");
    expect(whyOf(source({ state: "silent" }), ["rubbish"], now).short).toBe("no new article yet");
  });

  it("names who paused it, and why", () => {
    const pause = { sourceId: "times", by: "ada", reason: "licence", at: hoursAgo(1) };
    expect(whyOf(source({ state: "paused", pause }), [], now)).toEqual({
      short: "by ada",
      long: "licence",
      since: hoursAgo(1),
    });
  });

  it("is nothing while all is well", () => {
    expect(whyOf(source({}), [], now)).toEqual({ short: "", long: null, since: null });
  });
});

it.each([
  [20_000, "20 s"],
  [60_000, "a minute"],
  [20 * 60_000, "20 minutes"],
  [3_600_000, "an hour"],
  [2 * 3_600_000, "2 hours"],
  [24 * 3_600_000, "a day"],
  [73 * 3_600_000, "3 days"],
  [-5, "0 ms"],
])("%i ms are %s", (ms, words) => {
  expect(longWords(ms)).toBe(words);
});

it.each([
  [3, null, "3"],
  [1234, 1200, "1,234, usually 1,200"],
  [0, 0.3, "0, usually 2 a week"],
  [0, 0.01, "0, usually less than 1 a week"],
])("%i items where %s are usual", (items, perDay, words) => {
  expect(volumeWords(items, perDay)).toBe(words);
});
