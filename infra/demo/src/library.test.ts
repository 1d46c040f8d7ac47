import { loadConfig } from "@wirewatch/config";
import { compileTopics, runTopicTests } from "@wirewatch/topics";
import { expect, test } from "vitest";
import { demoConfig } from "./demo-config.ts";
import { readLibrary } from "./library.ts";
import { archive, runningOrder } from "./running-order.ts";
import type { Block, Story } from "./story.ts";
import { writeVariation } from "./template.ts";

const library = readLibrary();
const stories = Array.from(library.stories.values());

async function demoTopics(): Promise<ReturnType<typeof compileTopics>> {
  const files = demoConfig({ newsroomUrl: "http://127.0.0.1:1", inboxUrl: "http://127.0.0.1:2" });
  const contents = new Map<string, string>(Object.entries(files));
  const loaded = await loadConfig(".", {
    readFile: async (path) => new TextEncoder().encode(contents.get(path)),
    env: {},
    checkSecrets: false,
    runTopicTests,
  });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("\n"));
  return compileTopics(loaded.config.topics);
}

interface Section {
  readonly heading: string | null;
  readonly text: string;
}

function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const sections: Section[] = [];
  for (const { kind, text } of blocks) {
    const last = sections.at(-1);
    if (kind === "heading" || last === undefined)
      sections.push(kind === "heading" ? { heading: text, text: "" } : { heading: null, text });
    else sections[sections.length - 1] = { ...last, text: `${last.text}\n\n${text}` };
  }
  return sections;
}

function topicsFound(
  compiled: ReturnType<typeof compileTopics>,
  { headline, blocks, language }: Story,
): readonly string[] {
  const document = { title: headline, sections: sectionsOf(blocks), lang: language };
  return compiled.match(document, { sourceId: null, sourceTags: [] }).map(({ topicId }) => topicId);
}

function wordCount({ blocks }: Story): number {
  return blocks.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
}

test("every hand-written story is found by exactly the topics it names", async () => {
  const compiled = await demoTopics();
  const found = Object.fromEntries(stories.map((story) => [story.id, topicsFound(compiled, story)]));
  expect(found).toEqual(Object.fromEntries(stories.map(({ id, topics }) => [id, topics])));
});

test("every wording of a template is found by exactly the topics it names", async () => {
  const compiled = await demoTopics();
  const variations = Array.from(library.templates.values()).flatMap((template) =>
    Array.from({ length: 25 }, (_, number) => writeVariation(template, number, 1).story),
  );
  const found = variations.map((story) => ({ id: story.id, topics: topicsFound(compiled, story) }));
  expect(found).toEqual(variations.map(({ id, topics }) => ({ id, topics })));
});

test("only one section of the long transcript is on topic", async () => {
  const compiled = await demoTopics();
  const transcript = library.stories.get("weekly-answers");
  const sections = sectionsOf(transcript?.blocks ?? []).filter(({ heading }) => heading !== null);
  const [result] = compiled.match({ title: transcript?.headline ?? "", sections }, { sourceId: null, sourceTags: [] });
  expect(sections).toHaveLength(20);
  expect(result?.units.map((unit) => sections[unit ?? -1]?.heading)).toEqual([
    "Restrictive measures of the Northern Straits Council",
  ]);
});

test("a search over the whole page would fall for the short transcript", async () => {
  const { blocks = [] } = library.stories.get("short-answers") ?? {};
  const body = blocks.map(({ text }) => text).join("\n\n");
  const compiled = await demoTopics();
  expect(compiled.match({ body }, { sourceId: null, sourceTags: [] }).map(({ topicId }) => topicId)).toEqual([
    "sanctions",
  ]);
});

test("there are at least 25 distinct texts of a page's length", () => {
  expect(new Set(stories.map(({ blocks }) => blocks.map(({ text }) => text).join())).size).toBe(stories.length);
  expect(stories.length).toBeGreaterThanOrEqual(25);
  const tooShort = stories.filter((story) => wordCount(story) < 150);
  const tooLong = stories.filter((story) => wordCount(story) > 600);
  expect(tooShort.map(({ id }) => id)).toEqual([]);
  expect(tooLong.map(({ id }) => id)).toEqual(["weekly-answers"]);
});

test("the running order uses every story once and copies or corrects only what is out", () => {
  const out = new Set(archive);
  const early = runningOrder.filter(({ kind, story }) => {
    const isOut = out.has(story);
    out.add(story);
    return isOut === (kind === "publish");
  });
  expect(early).toEqual([]);
  expect([...out].toSorted()).toEqual(Array.from(library.stories.keys()).toSorted());
});
