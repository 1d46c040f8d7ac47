import { expect, test } from "vitest";
import { fillSlots, parseTemplate, writeVariation } from "./template.ts";

const names = ["one", "two", "three", "four", "five"];
const part = (letter: string): string =>
  `## part ${letter}\n${names.map((name) => `- ${letter}-${name}`).join("\n")}\n`;
const text = `---
outlet: halyard
rubric: Economy
correctable: { slot: tonnes, note: "It is {{after}} tonnes, not {{before}}." }
slots:
  vessel: [Amber Lark, Grey Heron]
  tonnes: { from: 10000, to: 90000, step: 100 }
---
${names.map((name) => `# h-${name} {{vessel}} {{tonnes}}`).join("\n")}

${["a", "b", "c", "d"].map(part).join("\n")}`;
const template = parseTemplate("ships", text);

function wordings(number: number): readonly string[] {
  const { story } = writeVariation(template, number, 1);
  return [story.headline.split(" ")[0] ?? "", ...story.blocks.map((block) => block.text)];
}

/** Parts that two variations have in common, at most, among the first so many. */
function mostInCommon(variations: number): number {
  const written = Array.from({ length: variations }, (_, number) => wordings(number));
  const pairs = written.flatMap((left, index) => written.slice(index + 1).map((right) => ({ left, right })));
  return Math.max(...pairs.map(({ left, right }) => left.filter((wording, at) => wording === right[at]).length));
}

test("fills slots with facts and leaves unknown ones for later", () => {
  expect(fillSlots("{{vessel}} on {{weekday}}", { vessel: "Amber Lark" })).toBe("Amber Lark on {{weekday}}");
  expect(writeVariation(template, 0, 1).story.headline).toMatch(/^h-one (Amber Lark|Grey Heron) \d\d,\d00$/);
});

test("writes the same variation for the same seed and other facts for another", () => {
  expect(writeVariation(template, 3, 1)).toEqual(writeVariation(template, 3, 1));
  expect(writeVariation(template, 3, 1).story.headline).not.toBe(writeVariation(template, 3, 2).story.headline);
});

test("shares at most one of five parts among 25 variations, two among 125", () => {
  expect(mostInCommon(25)).toBe(1);
  expect(mostInCommon(125)).toBe(2);
});

test("gives a copy another headline over the same facts", () => {
  const { story, secondHeadline } = writeVariation(template, 0, 1);
  expect(secondHeadline).toBe(story.headline.replace("h-one", "h-two"));
});

test("corrects the figure that stands in the text", () => {
  const { correction, headline } = writeVariation(template, 0, 1).story;
  const [before, after] = Object.entries(correction?.replace ?? {})[0] ?? [];
  expect(headline).toContain(before);
  expect(after).not.toBe(before);
  expect(correction?.note).toBe(`It is ${after} tonnes, not ${before}.`);
});

test("refuses a part without five wordings", () => {
  expect(() => parseTemplate("ships", text.replace("- b-five\n", ""))).toThrow(/template ships/);
});
