import { expect, test } from "vitest";
import {
  byteSize,
  columns,
  counted,
  fromNow,
  instant,
  lengthOfTime,
  markedText,
  oneLine,
  whenDue,
} from "./plain-words.ts";

const now = new Date("2026-03-02T09:12:05Z");

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1200, "1.2 s"],
  [61_000, "1 min 1 s"],
  [3_600_000, "1 h"],
  [90_061_000, "1 d 1 h"],
])("%i ms is %s", (ms, text) => {
  expect(lengthOfTime(ms)).toBe(text);
});

test("instants are told from now", () => {
  expect(fromNow(new Date(now.getTime() - 61_000), now)).toBe("1 min 1 s ago");
  expect(fromNow(new Date(now.getTime() + 3_600_000), now)).toBe("in 1 h");
  expect(fromNow(now, now)).toBe("now");
  expect(whenDue(new Date(0), now)).toBe("now");
  expect(instant(now)).toBe("2026-03-02 09:12:05");
});

test("long texts are cut, white space is one space", () => {
  expect(oneLine(" a\n\tb ")).toBe("a b");
  expect(oneLine("abcdef", 4)).toBe("abc…");
});

test("what matched stands between guillemets, whatever the marks are", () => {
  const text = "one two three";
  expect(
    markedText({
      text,
      marks: [
        [0, 3],
        [8, 13],
      ],
      heading: null,
    }),
  ).toBe("«one» two «three»");
  expect(
    markedText({
      text,
      marks: [
        [4, 7],
        [2, 5],
        [8, 99],
      ],
      heading: null,
    }),
  ).toBe("one «two» three");
});

test("amounts have units", () => {
  expect(counted(1, "feed")).toBe("1 feed");
  expect(counted(1204, "feed")).toBe("1,204 feeds");
  expect([640, 35_200, 5_000_000].map(byteSize)).toEqual(["640 B", "35.2 kB", "5.0 MB"]);
});

test("columns are as wide as their widest cell", () => {
  expect(
    columns(
      [
        ["a", "1", "x"],
        ["bcd", "20", ""],
      ],
      [1],
    ),
  ).toEqual(["a     1  x", "bcd  20"]);
});
