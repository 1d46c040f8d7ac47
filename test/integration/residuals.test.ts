import { PassThrough, Readable } from "node:stream";
import { text as textOfStream } from "node:stream/consumers";
import type { Article } from "@wirewatch/model";
import { beforeAll, describe, expect, test } from "vitest";
import { extractCommand } from "../../packages/cli/src/commands/extract.ts";
import { residualSources } from "../support/residual-pages.ts";

/** Texts by the pages' addresses, as `wirewatch extract --by-source` gives them. */
const texts = new Map<string, string>();

beforeAll(async () => {
  const pages = residualSources.flatMap(({ pages }) => pages);
  const input = pages.map(({ url, html }) => `${JSON.stringify({ id: url, url, html })}\n`);
  const output = new PassThrough();
  const answers = textOfStream(output);
  expect(await extractCommand(Readable.from(input), output, ["--by-source"])).toBe(0);
  output.end();
  for (const line of (await answers).trim().split("\n")) {
    const { id, text } = JSON.parse(line) as Partial<Article> & { readonly id: string };
    texts.set(id, text ?? "");
  }
});

describe.each(residualSources)("five pages of the $name", ({ pages, residuals }) => {
  test.each(residuals)("have no $name left", ({ marks }) => {
    const left = pages.flatMap(({ url }) => {
      const text = texts.get(url) ?? "";
      return marks
        .filter((mark) => (typeof mark === "string" ? text.includes(mark) : mark.test(text)))
        .map((mark) => `${url}: ${String(mark)}`);
    });
    expect(left).toEqual([]);
  });

  test("have no headline in the text", () => {
    expect(pages.filter(({ url, story }) => texts.get(url)?.includes(story.headline))).toEqual([]);
  });

  test("have lost no sentence of an article", () => {
    const lost = pages.flatMap(({ url, story }) =>
      story.blocks.map((block) => block.text).filter((text) => texts.get(url)?.includes(text) !== true),
    );
    expect(lost).toEqual([]);
  });
});

test("an agency's standfirst that a paragraph repeats is in the text once", () => {
  const agency = residualSources.find(({ name }) => name === "agency");
  for (const { url, story } of agency?.pages ?? []) {
    const lead = /^[^.]+\./.exec(story.blocks[2]?.text ?? "")?.[0] ?? "";
    expect(texts.get(url)?.split(lead)).toHaveLength(2);
  }
});
