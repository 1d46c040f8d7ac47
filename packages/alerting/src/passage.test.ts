import { describe, expect, test } from "vitest";
import { isPassageNew, knownPassages } from "./passage.ts";

/** A passage in which these words were found, or all of it. */
function found(text: string, ...words: readonly string[]) {
  return { text, marks: words.map((word) => [text.indexOf(word), text.indexOf(word) + word.length] as const) };
}

const told =
  "The harbourmaster closed both piers on Monday after cracks were found in the northern wall. Ferries leave from the old quay until May.";

describe("a passage is not new when it", () => {
  test.each([
    ["was told word for word", told],
    ["was cut elsewhere", "…closed both piers on Monday after cracks were found in the northern wall."],
    ["is set in other type", told.toUpperCase().replaceAll(" ", "  ")],
    ["has a word or two of its own", told.replace("cracks", "deep cracks").replace("old quay", "western quay")],
    ["has its parts in two told passages", `${told} The mayor of Elmouth spoke of a hard winter for all islanders.`],
    ["is empty", "…"],
  ])("%s", (_, passage) => {
    const others = ["The mayor of Elmouth spoke of a hard winter for all islanders."];
    expect(isPassageNew(found(passage), knownPassages([told, ...others]))).toBe(false);
  });

  test("is in a script without spaces", () => {
    const passage = "港湾局は月曜日、北側の壁に亀裂が見つかったため、二つの桟橋を閉鎖した。";
    expect(isPassageNew(found(passage.slice(4)), knownPassages([passage]))).toBe(false);
    expect(isPassageNew(found("島民は五月まで古い岸壁から船に乗ることになる。"), knownPassages([passage]))).toBe(true);
  });
});

describe("a passage is new when it", () => {
  test.each([
    ["says something else", "Islanders are angry at the harbourmaster, who knew of the damage since January."],
    [
      "shares only a phrase",
      "Cracks were found in the northern wall years ago, a diver told the inquiry in Elmouth today.",
    ],
    ["has another figure", told.replace("both piers", "both piers and 3 locks")],
    ["has a later figure", told.replace("until May", "until 12.5 metres of wall are rebuilt")],
  ])("%s", (_, passage) => {
    expect(isPassageNew(found(passage), knownPassages([told]))).toBe(true);
  });

  test("is the first one", () => {
    expect(isPassageNew(found(told), knownPassages([]))).toBe(true);
  });
});

test("only the sentences in which something was found are asked", () => {
  const text = `${told} The mayor of Elmouth spoke of a hard winter for all islanders and of the cost of repairs.`;
  expect(isPassageNew(found(text, "harbourmaster", "quay"), knownPassages([told]))).toBe(false);
  expect(isPassageNew(found(text, "mayor"), knownPassages([told]))).toBe(true);
});

test("reading a long passage takes no longer than its length", () => {
  const long = "a ".repeat(200_000);
  expect(isPassageNew(found(long), knownPassages([long]))).toBe(false);
});
