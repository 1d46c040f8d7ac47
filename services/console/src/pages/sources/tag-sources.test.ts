import { expect, test } from "vitest";
import { tagWords } from "./tag-sources.ts";

const nothing = { tag: "local", change: "add", done: 0, same: 0, inFile: 0, busy: 0, unfit: [] } as const;

test.each([
  [{ done: 2 }, "Added the tag local to 2 sources; Remove tag with the same choice undoes it."],
  [
    { change: "remove", done: 1, same: 1 } as const,
    "Took the tag local from 1 source; Add tag with the same choice undoes it. 1 source did not have it.",
  ],
  [
    { same: 3, inFile: 1 },
    "Nothing was changed. 3 sources had it already. 1 source stands in sources.yaml: change the tags there.",
  ],
  [{ busy: 1 }, "Nothing was changed. 1 source was changed by somebody else at that moment; do it again."],
  [{ unfit: ["tags: found a list."] }, "Nothing was changed. Not possible for 1 source: tags: found a list."],
])("%j is told in words", (end, words) => {
  expect(tagWords({ ...nothing, ...end })).toBe(words);
});
