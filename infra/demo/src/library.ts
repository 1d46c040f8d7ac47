import { readFileSync, readdirSync } from "node:fs";
import { parseStory } from "./story.ts";
import type { Story } from "./story.ts";
import { parseTemplate } from "./template.ts";
import type { Template } from "./template.ts";

/** Everything the newsroom can publish. */
export interface Library {
  readonly stories: ReadonlyMap<string, Story>;
  readonly templates: ReadonlyMap<string, Template>;
}

/**
 * Reads the texts in `stories/`: `archive` and `stock` are hand-written, `templates` are written anew each time.
 *
 * @throws {Error} naming the file that cannot be read as a story or template
 */
export function readLibrary(): Library {
  const stories = [...readTexts("archive"), ...readTexts("stock")].map(({ id, text }) => parseStory(id, text));
  const templates = readTexts("templates").map(({ id, text }) => parseTemplate(id, text));
  return {
    stories: new Map(stories.map((story) => [story.id, story])),
    templates: new Map(templates.map((template) => [template.id, template])),
  };
}

function readTexts(folder: string): readonly { readonly id: string; readonly text: string }[] {
  const url = new URL(`../stories/${folder}/`, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => ({
      id: name.slice(0, -".md".length),
      text: readFileSync(new URL(name, url), "utf8"),
    }));
}
