import { z } from "zod";
import { seededRandom } from "./seeded-random.ts";
import type { Random } from "./seeded-random.ts";
import { checkFields, splitFrontMatter, storyFields } from "./story.ts";
import type { Correction, Story } from "./story.ts";

/** Wordings per headline and paragraph, and parts of a template. A prime: see `chosenWording`. */
const alternatives = 5;

const slotValues = z.union([
  z.array(z.string()).min(1),
  z.strictObject({ from: z.int(), to: z.int(), step: z.int().positive().default(1) }),
]);

const frontMatter = z.strictObject({
  ...storyFields,
  slots: z.record(z.string(), slotValues),
  correctable: z.strictObject({ slot: z.string(), note: z.string() }).nullable().default(null),
});

/** A recurring kind of news, such as a ship's departure, with several wordings of each part and slots for facts. */
export interface Template {
  readonly id: string;
  readonly fields: z.infer<typeof frontMatter>;
  /** Headlines first, then one list per paragraph; each has five wordings. */
  readonly parts: readonly (readonly string[])[];
}

/** One writing of a template. */
export interface Variation {
  readonly story: Story;
  /** How another outlet heads its copy. */
  readonly secondHeadline: string;
}

/**
 * A template out of its Markdown file: front matter with `slots`, `# ` lines for headlines, and per paragraph a `## `
 * name followed by `- ` wordings. `{{slot}}` stands for a fact.
 *
 * @throws {Error} naming the template when it has not exactly five parts with five wordings each
 */
export function parseTemplate(id: string, text: string): Template {
  const { fields, body } = splitFrontMatter(id, text);
  const [headlines = "", ...paragraphs] = body.split(/\n+## .*\n/);
  const parts = [wordings(headlines, "# "), ...paragraphs.map((list) => wordings(list, "- "))];
  if (parts.length !== alternatives || parts.some((part) => part.length !== alternatives)) {
    throw new Error(`template ${id}: a headline and ${alternatives - 1} paragraphs need ${alternatives} wordings each`);
  }
  return { id, fields: checkFields(id, frontMatter, fields), parts };
}

/** The variation with that number, from 0; the same for the same seed. */
export function writeVariation(template: Template, number: number, seed: number): Variation {
  const random = seededRandom(seed, template.id, number);
  const { slots, correctable, ...fields } = template.fields;
  const facts = Object.fromEntries(Object.entries(slots).map(([slot, values]) => [slot, draw(values, random)]));
  const [headline = "", ...paragraphs] = template.parts.map((part, position) =>
    fillSlots(part[chosenWording(number, position)] ?? "", facts),
  );
  const story: Story = {
    id: `${template.id}-${number + 1}`,
    ...fields,
    headline,
    blocks: paragraphs.map((text) => ({ kind: "paragraph", text })),
    correction: correctable && correctionOf(correctable, facts, template, random),
  };
  return {
    story,
    secondHeadline: fillSlots(template.parts[0]?.[chosenWording(number + 1, 0)] ?? "", facts),
  };
}

/**
 * Which wording a variation uses in a part: the digits of its number in base 5 are the coefficients of a polynomial
 * modulo 5 of degree 2 at most, and the part's position is where it is taken. Two such polynomials meet in at most two
 * places (of degree 1, in one). So any two of the first 25 variations have at most one of five parts in common, any
 * two of the first 125 at most two: they are different news, not near-duplicates.
 *
 * @see Reed and Solomon 1960, whose code this is
 */
function chosenWording(number: number, position: number): number {
  const digits = [number, Math.floor(number / alternatives), Math.floor(number / alternatives ** 2)];
  const [constant = 0, linear = 0, square = 0] = digits.map((digit) => digit % alternatives);
  return (constant + linear * position + square * position ** 2) % alternatives;
}

/** Replaces `{{name}}` by its fact; a name without a fact stays, to be filled later. */
export function fillSlots(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (slot, name: string) => facts[name] ?? slot);
}

function wordings(lines: string, mark: string): readonly string[] {
  return lines
    .split("\n")
    .filter((line) => line.startsWith(mark))
    .map((line) => line.slice(mark.length).trim());
}

function draw(values: z.infer<typeof slotValues>, random: Random): string {
  if (Array.isArray(values)) return values[Math.floor(random() * values.length)] ?? "";
  const steps = Math.floor((values.to - values.from) / values.step) + 1;
  return (values.from + values.step * Math.floor(random() * steps)).toLocaleString("en");
}

function correctionOf(
  { slot, note }: { readonly slot: string; readonly note: string },
  facts: Readonly<Record<string, string>>,
  template: Template,
  random: Random,
): Correction {
  const values = template.fields.slots[slot];
  const before = facts[slot];
  if (values === undefined || before === undefined) throw new Error(`template ${template.id} has no slot ${slot}`);
  let after = draw(values, random);
  while (after === before) after = draw(values, random);
  return { note: fillSlots(note, { before, after }), replace: { [before]: after } };
}
