import { describe, expect, it } from "vitest";
import { dateFormatFlaw } from "./date-format-rules.ts";
import { problemsOf } from "./fake-files.ts";

describe("the format of dates in a list", () => {
  it.each([
    "dd.MM.yyyy HH:mm",
    "d.M.yy",
    "DD/MM/YYYY",
    "dd/mm/yyyy",
    "dd/mm/yyyy hh:mm a",
    "d MMMM yyyy 'um' HH:mm",
    "EEEE, d MMM yyyy",
    "yyyy-MM-dd'T'HH:mm:ssXXX",
    "D MMM YYYY [at] h:mm a z",
    "%d.%m.%Y %H:%M",
    "%B %-d, %Y um %I %p",
    "dmy",
    "m/d/y",
    " YMD ",
  ])("may be %s", (format) => {
    expect(dateFormatFlaw(format)).toBe(null);
  });

  it.each([
    ["HH:mm", 0, "it names no day, no month, no year"],
    ["(((", 0, "it names no day, no month, no year"],
    ["dd.MM", 0, "it names no year"],
    ["yyyy HH:mm dd", 0, "it names no month"],
    ["dddd MMMM yyyy", 0, "it names no day"],
    ["dd.MM.yyyy 'um HH", 11, "a quote is not closed"],
    ["dd.MM.yyyy [um HH", 11, "a bracket is not closed"],
    ["'dd' MM yyyy", 0, "it names no day"],
    ["%d.%m", 0, "it names no year"],
    ["%d.%q.%Y", 3, "stands for nothing"],
    ["%d.%m.%Y 100%", 12, "stands for nothing"],
    ["ydm", 0, "no date is written in the order ydm"],
    ["d/d/y", 0, "no date is written in the order ddy"],
  ])("cannot be %s", (format, at, why) => {
    expect(dateFormatFlaw(format)).toEqual({ at, why: expect.stringContaining(why) });
  });

  it("is complained about at its line and column, with what was expected", async () => {
    const listing =
      '    kind: listing\n    listing:\n      item: li\n      date: { selector: time, format: "HH:mm" }\n';
    const sources = `sources:\n  - id: wire\n    url: https://wire.example.net/\n${listing}`;
    expect(await problemsOf({ sources })).toEqual([
      'sources.yaml:7:40 format: found "HH:mm": it names no day, no month, no year; expected a form such as dd.MM.yyyy HH:mm or %d.%m.%Y, or the order of the numbers: dmy, mdy or ymd.',
    ]);
  });
});
