import { describe, expect, test } from "vitest";
import { driftOf, noDrift, type DriftChange, type DriftState } from "./drift.ts";
import { driftText } from "./drift-words.ts";
import type { Observation, Part } from "./observe.ts";
import { readDrift } from "./stored-drift.ts";

const fields: readonly Part[] = ["title", "date", "authors"];
const source = { id: "herald", name: "Harbour Herald" };

/** A page with a text of this length. */
function page(
  characters: number,
  { missing = [], rules = [] }: { missing?: readonly Part[]; rules?: readonly Part[] } = {},
): Observation {
  const sought = characters === 0 ? rules : [...fields, ...rules];
  return {
    characters,
    found: sought.filter((part) => !missing.includes(part)),
    missing: sought.filter((part) => missing.includes(part)),
  };
}

/** Repeatable numbers from 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A length whose logarithm is about normally distributed. */
function length(median: number, sigma: number, next: () => number): number {
  const normal = Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6);
  return Math.max(1, Math.round(median * Math.exp(sigma * normal)));
}

const times = (amount: number, make: () => Observation): Observation[] => Array.from({ length: amount }, make);
const news = (amount: number, median = 2900, sigma = 0.6, seed = 7): Observation[] => {
  const next = random(seed);
  return times(amount, () => page(length(median, sigma, next)));
};

/** What happens to a source with these pages: at which page (from 1), and what people are told. */
function play(pages: readonly Observation[], start: DriftState = noDrift) {
  let state = start;
  const changes: { at: number; change: DriftChange; text: string }[] = [];
  for (const [index, one] of pages.entries()) {
    const step = driftOf(state, one);
    state = readDrift(JSON.parse(JSON.stringify(step.state)));
    if (step.change !== null)
      changes.push({ at: index + 1, change: step.change, text: driftText(step.change, step.state, source) });
  }
  return { state, changes, kinds: changes.map(({ at, change }) => `${at} ${change}`) };
}

describe("a source whose texts collapse", () => {
  test("is told once, at the eighth short page", () => {
    const { changes } = play([...news(40), ...times(20, () => page(210))]);
    expect(changes).toEqual([
      {
        at: 48,
        change: "drift",
        text: expect.stringMatching(
          /^the text of Harbour Herald is 9\d % shorter than usual: median [23],\d{3} characters, the last 10 pages 210; look at `wirewatch sources test herald`$/u,
        ),
      },
    ]);
  });

  test("is told when its pages give no article any more", () => {
    expect(play([...news(40), ...times(10, () => page(0))]).changes).toEqual([
      {
        at: 48,
        change: "drift",
        text: expect.stringContaining("8 of the last 10 pages of Harbour Herald gave no article, usually 0 %"),
      },
    ]);
  });

  test("is told although its articles are of every length", () => {
    expect(play([...news(60, 1500, 1.5), ...times(10, () => page(40))]).kinds).toEqual(["69 drift"]);
  });

  test("is told later where many pages lack something by nature", () => {
    const mixed = news(60).map((one, at) => (at % 6 === 0 ? page(0) : one));
    expect(play([...mixed, ...times(12, () => page(0))]).kinds).toEqual(["70 drift"]);
  });

  test("has recovered when most of its pages are as before", () => {
    const { changes, kinds } = play([
      ...news(40),
      ...times(15, () => page(210)),
      ...news(10),
      ...times(1, () => page(210)),
    ]);
    expect(kinds).toEqual(["48 drift", "61 recovered"]);
    expect(changes[1]?.text).toMatch(
      /^the pages of Harbour Herald are read as usual again: median [\d,]+ characters$/u,
    );
  });

  test("is taken as it is when nobody does anything, and watched from there", () => {
    const { changes, kinds } = play([...news(60), ...times(80, () => page(400)), ...times(12, () => page(60))]);
    expect(kinds).toEqual(["68 drift", "108 settled", "148 drift"]);
    expect(changes[1]?.text).toBe(
      "what the last 50 pages of Harbour Herald gave is taken as usual from now on: median 400 characters, title on 100 %, date on 100 %, authors on 100 %",
    );
  });
});

describe("a part of the pages that goes missing", () => {
  test.each([
    ["date", "the date of Harbour Herald was not found on 8 of its last 10 pages, usually on 0 %"],
    ["title", "the title of Harbour Herald was not found on 8 of its last 10 pages, usually on 0 %"],
    ["authors", "the authors of Harbour Herald were not found on 8 of its last 10 pages, usually on 0 %"],
  ] as const)("%s: is told once, and when it is back", (part, text) => {
    const without = times(30, () => page(2900, { missing: [part] }));
    const { changes, kinds } = play([...news(30), ...without, ...news(20)]);
    expect(changes[0]?.text).toContain(text);
    expect(kinds).toEqual(["38 drift", "66 recovered"]);
  });

  test("a rule that finds nothing comes before the text that collapses with it", () => {
    const rules: Part[] = ["extract.body"];
    const { changes } = play([
      ...times(30, () => page(2900, { rules })),
      ...times(10, () => page(0, { rules, missing: rules })),
    ]);
    expect(changes).toEqual([
      {
        at: 38,
        change: "drift",
        text: "`extract.body` of Harbour Herald found nothing on 8 of its last 10 pages, usually on 0 %; 8 of the last 10 pages gave no article, usually 0 %; look at `wirewatch sources test herald`",
      },
    ]);
  });

  test("a rule that is taken away ends its alarm", () => {
    const rules: Part[] = ["extract.date"];
    const { kinds } = play([
      ...times(30, () => page(2900, { rules })),
      ...times(9, () => page(2900, { rules, missing: rules })),
      ...times(10, () => page(2900)),
    ]);
    expect(kinds).toEqual(["38 drift", "42 recovered"]);
  });

  test("what comes second in an episode is not told apart, and the episode ends with the last of it", () => {
    const { kinds } = play([
      ...news(30),
      ...times(12, () => page(2900, { missing: ["date"] })),
      ...times(12, () => page(200, { missing: ["date"] })),
      ...times(12, () => page(200)),
      ...news(12),
    ]);
    expect(kinds).toEqual(["38 drift", "72 recovered"]);
  });
});

describe("no alarm", () => {
  test.each<[string, readonly Observation[]]>([
    ["before there is anything to compare with", [...news(19), ...times(9, () => page(100))]],
    ["for one odd page, or seven", [...news(40), page(0), ...news(20), ...times(7, () => page(30)), ...news(20)]],
    ["for a source whose articles are always short", news(300, 180, 0.4)],
    ["for a source with articles of every length", news(600, 1500, 1.5)],
    ["for shorter news, but not much shorter", [...news(60), ...news(60, 1100)]],
    ["for pages that become longer", [...news(60, 300), ...news(60, 6000)]],
    [
      "for a source where half of the pages never are articles",
      times(200, () => page(0)).map((one, at) => (at % 2 === 0 ? page(2000) : one)),
    ],
    [
      "for a part that many pages never had",
      times(200, () => page(2000)).map((one, at) => (at % 3 === 0 ? one : page(2000, { missing: ["authors"] }))),
    ],
    [
      "for weather reports now and then, three at a time",
      times(300, () => page(2500)).map((one, at) => (at % 12 < 3 ? page(120) : one)),
    ],
  ])("%s", (_, pages) => {
    expect(play(pages).kinds).toEqual([]);
  });

  test("in a thousand pages of ten ordinary sources", () => {
    for (let seed = 1; seed <= 10; seed += 1) expect(play(news(1000, 2500, 0.9, seed)).kinds).toEqual([]);
  });
});

test("the state stays small", () => {
  const { state } = play([...news(200), ...times(30, () => page(100, { missing: ["date"] }))]);
  expect(state.usual.length + state.latest.length).toBeLessThanOrEqual(100);
  expect(JSON.stringify(state).length).toBeLessThan(10_000);
});

test.each([undefined, null, 3, [], {}, { usual: [], latest: [{}], alarm: null }, { usual: [], latest: [], alarm: 1 }])(
  "a stored state that cannot be read begins anew: %j",
  (stored) => {
    expect(readDrift(stored)).toEqual(noDrift);
  },
);
