import type { Config } from "@wirewatch/config";
import type { ListedStory } from "@wirewatch/store";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count, empty, filterForm, input, more, select } from "../../views/parts.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import type { StoryFilter } from "./story-filter.ts";

/** More names are no choice any more; the field takes an id then. */
const maxOptions = 300;

/** What the list is filtered by. */
export function storyFilters(filter: StoryFilter, { topics, sources }: Config): Html {
  const topicNames = topics.map(({ id, name }) => [id, name] as const);
  const sourceNames = sources.map(({ id, name }) => [id, name ?? id] as const);
  return filterForm(
    "/stories",
    html`${input("Words in the title", "q", filter.q, { type: "search", placeholder: "harbour strike" })}
      ${choice("Topic", "topic", filter.topic, topicNames)} ${choice("Source", "source", filter.source, sourceNames)}
      <label class="field"><span>Day</span><input type="date" name="day" value="${filter.day}" /></label>`,
    "Stories",
  );
}

function choice(label: string, name: string, chosen: string, names: readonly (readonly [string, string])[]): Html {
  if (names.length > maxOptions) return input(`${label} (id)`, name, chosen);
  const known = chosen === "" || names.some(([id]) => id === chosen) ? names : [...names, [chosen, chosen] as const];
  return select(label, name, chosen, [["", "any"], ...known]);
}

/** The stories of one page of the list. @param older cursor of the next page; null at the end */
export function storiesView(
  stories: readonly ListedStory[],
  filter: StoryFilter,
  older: string | null,
  context: ViewContext,
): Html {
  if (stories.length === 0) return nothing(filter);
  return html`${stories.map((story) => storyEntry(story, context))} ${more("/stories", { ...filter }, older)}`;
}

function storyEntry(story: ListedStory, context: ViewContext): Html {
  const { id, title, openedAt, lastAt, articles, sources, languages, topics, alerts } = story;
  const tags = topics.map(
    ({ id: topic, name }) => html`<a class="chip info" href="${withQuery("/stories", { topic })}">${name}</a>`,
  );
  const told =
    alerts === 0
      ? none
      : html`<a href="${path`/stories/${id}`}#axis">${chip("good", `${count(alerts, "alert")} sent`)}</a>`;
  const foot = tags.length === 0 && alerts === 0 ? none : html`<p class="entry-foot">${tags} ${told}</p>`;
  return html`<article class="entry ${topics[0]?.severity ?? ""}" id="story-${id}">
    <h3><a href="${path`/stories/${id}`}">${title ?? `Story ${id}`}</a></h3>
    <p class="entry-head">
      <span>${ago(lastAt, context)}</span>
      <span>${count(articles, "article")} in ${count(sources, "source")}</span>
      ${languages.length === 0 ? none : html`<span>${languages.join(", ")}</span>`}
      <span>first seen ${clock(openedAt, context)}</span>
    </p>
    ${foot}
  </article>`;
}

function nothing({ q, topic, source, day }: StoryFilter): Html {
  if ([q, topic, source, day].every((part) => part === "")) {
    return empty(
      "No stories yet",
      "Articles on the same event are gathered into stories as they come in. The first ones appear as soon as a source was read.",
      html`<a class="button" href="/sources">Look at the sources</a>`,
    );
  }
  return empty(
    "No story is like this",
    "Try fewer words, another day, or search the texts of the articles instead of the titles of the stories.",
    html`<a class="button" href="/stories">All stories</a>
      <a class="button" href="${withQuery("/search", { q })}">Search the archive</a>`,
  );
}
