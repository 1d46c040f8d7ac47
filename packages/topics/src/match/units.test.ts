import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import type { TextField } from "../query/syntax.ts";
import { createDocumentReader } from "./reading.ts";
import { createTerms } from "./terms.ts";
import { firstOf, rangesOf, unitsBySection, wholeUnit } from "./units.ts";
import type { Ranges } from "./units.ts";

const page: TopicDocument = {
  title: "Harbour news",
  sections: [
    { heading: "Ships", text: "Two came in.\n\nOne left." },
    { role: "aside", text: "Subscribe now" },
    { text: "The pilots rested." },
  ],
};

function read(document: TopicDocument) {
  const terms = createTerms(
    () => null,
    () => {},
  );
  const reading = createDocumentReader(terms).read(document, 1);
  /** The words in the ranges, as written. */
  const written = (ranges: Ranges): string => {
    const found: string[] = [];
    for (const { source, from, to } of reading.texts) {
      for (let index = 0; index < ranges.length; index += 2) {
        const first = Math.max(from, ranges[index] ?? 0);
        const last = Math.min(to, ranges[index + 1] ?? 0);
        for (let at = first; at < last; at++) found.push(source.slice(reading.starts[at], reading.ends[at]));
      }
    }
    return found.join(" ");
  };
  return { reading, written };
}

describe("units", () => {
  it("are the title with one main section each; asides are none", () => {
    const { reading, written } = read(page);
    expect(unitsBySection(reading).map(({ name, all, length }) => [name, written(all), length])).toEqual([
      [0, "Harbour news Ships Two came in One left", 8],
      [2, "Harbour news The pilots rested", 5],
    ]);
    const whole = wholeUnit(reading);
    expect([whole.name, written(whole.all)]).toEqual([
      null,
      "Harbour news Ships Two came in One left The pilots rested",
    ]);
  });

  it.each<[TextField | null, readonly string[]]>([
    [null, ["Harbour news Ships Two came in One left", "Harbour news The pilots rested"]],
    ["title", ["Harbour news", "Harbour news"]],
    ["heading", ["Ships", ""]],
    ["body", ["Ships Two came in One left", "The pilots rested"]],
    ["lede", ["Two came in", ""]],
    ["top", ["Harbour news Two came in", "Harbour news"]],
  ])("field %s sees in the two units: %j", (field, expected) => {
    const { reading, written } = read(page);
    expect(unitsBySection(reading).map((unit) => written(rangesOf(unit, field, reading)))).toEqual(expected);
  });

  it.each([
    [1, "Ships"],
    [3, "Ships Two came"],
    [99, "Ships Two came in One left"],
  ])("the first %i words count heading and text", (count, expected) => {
    const { reading, written } = read(page);
    const [unit] = unitsBySection(reading);
    if (unit === undefined) throw new Error("no unit");
    expect(written(firstOf(unit.all, count, unit, reading))).toBe(expected);
  });

  it.each<[string, TopicDocument, readonly (readonly [number | null, string])[]]>([
    ["a title alone", { title: "Harbour news" }, [[null, "Harbour news"]]],
    ["only asides", { title: "News", sections: [{ role: "aside", text: "Subscribe" }] }, [[null, "News"]]],
    ["a body", { body: "Rain" }, [[0, "Rain"]]],
    ["nothing", {}, [[null, ""]]],
  ])("of %s", (_, document, expected) => {
    const { reading, written } = read(document);
    expect(unitsBySection(reading).map(({ name, all }) => [name, written(all)])).toEqual(expected);
  });
});
