import { parse as parseYaml } from "yaml";
import { z } from "zod";

/** The publishers of the demo newsroom: an agency, a ministry, an embassy, a newspaper and a blog. */
const outletIds = ["halyard", "norland", "embassy", "courier", "tideline"] as const;
export type OutletId = (typeof outletIds)[number];

/** One piece of the text, in order; a heading opens a section. */
export interface Block {
  readonly kind: "heading" | "paragraph";
  readonly text: string;
}

/** What is changed in a page after it went out, and the note that says so. */
export interface Correction {
  readonly note: string;
  /** Wrong wording to right wording; every occurrence in headline and text is replaced. */
  readonly replace: Readonly<Record<string, string>>;
}

/** A text as it is handed in: not dated and not laid out. */
export interface Story {
  readonly id: string;
  readonly outlet: OutletId;
  /** Ids of the demo topics that should find it. */
  readonly topics: readonly string[];
  /** BCP 47. */
  readonly language: string;
  readonly rubric: string;
  readonly byline: string | null;
  readonly standfirst: string | null;
  readonly caption: string | null;
  /** Reference number printed above ministry texts. */
  readonly document: string | null;
  readonly headline: string;
  readonly blocks: readonly Block[];
  readonly correction: Correction | null;
}

/** Fields that stories and templates share in their front matter. */
export const storyFields = {
  outlet: z.enum(outletIds),
  topics: z.array(z.string()).default([]),
  language: z.string().default("en"),
  rubric: z.string(),
  byline: z.string().nullable().default(null),
  standfirst: z.string().nullable().default(null),
  caption: z.string().nullable().default(null),
  document: z.string().nullable().default(null),
};

const frontMatter = z.strictObject({
  ...storyFields,
  correction: z
    .strictObject({ note: z.string(), replace: z.record(z.string(), z.string()) })
    .nullable()
    .default(null),
});

/**
 * A story out of its Markdown file: YAML front matter, `# ` headline, `## ` section headings, paragraphs.
 *
 * @throws {Error} naming the story when a field is missing or unknown, or there is no headline
 */
export function parseStory(id: string, text: string): Story {
  const { fields, body } = splitFrontMatter(id, text);
  const parts = body.split(/\n{2,}/).map((part) => part.trim());
  const headline = parts[0];
  if (headline === undefined || !headline.startsWith("# "))
    throw new Error(`story ${id} does not begin with a headline`);
  return {
    id,
    ...checkFields(id, frontMatter, fields),
    headline: headline.slice(2),
    blocks: parts.slice(1).map(block),
  };
}

/** The YAML at the top of a text file and what follows it; throws naming the file when there is none. */
export function splitFrontMatter(id: string, text: string): { readonly fields: unknown; readonly body: string } {
  const found = /^---\n([^]*?)\n---\n([^]*)$/.exec(text);
  if (found === null) throw new Error(`story ${id} has no front matter`);
  return { fields: parseYaml(found[1] ?? ""), body: (found[2] ?? "").trim() };
}

/** Front matter in the given shape; throws naming the file and the first field that does not fit. */
export function checkFields<T>(id: string, schema: z.ZodType<T>, fields: unknown): T {
  const checked = schema.safeParse(fields);
  if (checked.success) return checked.data;
  throw new Error(`story ${id}: ${z.prettifyError(checked.error)}`);
}

function block(text: string): Block {
  return text.startsWith("## ") ? { kind: "heading", text: text.slice(3) } : { kind: "paragraph", text };
}
