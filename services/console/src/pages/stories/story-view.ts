import type { StoryPage } from "@wirewatch/store";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count, empty, facts, pageHead, panel } from "../../views/parts.ts";
import { clock, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { sourceLink, timeline } from "../explain/timeline-view.ts";
import { axisPoints, copiesView } from "./story-axis.ts";

/** One story. */
export function storyView(page: StoryPage, context: ViewContext): Html {
  const { story, sources, olderTexts, upTo } = page;
  const { id, title, openedAt, lastAt, articles, terms } = story;
  const lead = html`${count(articles, "article")} in ${count(sources.length, "source")}, first seen
  ${clock(openedAt, context)}, the latest text is of ${clock(lastAt, context)}`;
  const points = axisPoints(page);
  const newer =
    upTo === null ? none : html`<p class="more"><a class="button" href="${path`/stories/${id}`}">To the latest</a></p>`;
  const older =
    olderTexts === null
      ? none
      : html`<p class="more">
          <a class="button" rel="next" href="${withQuery(path`/stories/${id}`, { after: olderTexts })}">Older</a>
        </p>`;
  const axis =
    points.length === 0
      ? empty("Nothing is left", "The articles of this story are older than articles are kept.")
      : html`${newer}${timeline(points, context)}${older}`;
  return html`${pageHead(title ?? `Story ${id}`, { lead, actions: alertsLink(page) })}
    <div class="reader">
      <div>${panel("What happened", axis, { id: "axis" })}</div>
      <div>
        ${panel(
          "About it",
          facts([
            ["Language", story.language ?? "unknown"],
            ["Found by the words", terms.length === 0 ? "none yet" : terms.join(", ")],
            ["Topics", topicLinks(page)],
          ]),
          { id: "about" },
        )}
        ${panel("Sources", sourcesView(page, context), { id: "sources" })}
        ${panel("The same text", copiesView(page.texts), { id: "copies" })} ${translations(page)}
      </div>
    </div>`;
}

function alertsLink({ story, alerts }: StoryPage): Html {
  if (alerts.length === 0) return none;
  return html`<a class="button" href="${withQuery("/alerts", { story: story.id })}"
    >${count(alerts.length, "alert")}</a
  >`;
}

function topicLinks({ alerts, texts }: StoryPage): Html {
  const byId = new Map(alerts.map(({ topicId, topicName }) => [topicId, topicName]));
  const named = new Set(byId.values());
  const others = new Set(texts.flatMap(({ topics }) => topics).filter((name) => !named.has(name)));
  if (byId.size + others.size === 0) return html`none`;
  const links = [...byId].map(([id, name]) => html`<li><a href="${path`/topics/${id}`}">${name}</a></li>`);
  return html`<ul class="plain">
    ${links}${[...others].map((name) => html`<li>${name}</li>`)}
  </ul>`;
}

/** Who had it, the first first, and how long after the first. */
function sourcesView({ sources }: StoryPage, context: ViewContext): Html {
  const first = sources[0]?.firstSeenAt;
  const entries = sources.map(({ sourceId, articles, firstSeenAt, languages }) => {
    const ms = firstSeenAt.getTime() - (first?.getTime() ?? 0);
    const late = ms <= 0 ? chip("good", "first") : html`<span class="soft">${duration(ms)} after the first</span>`;
    return html`<li>
      ${sourceLink(sourceId)} ${late}<br />
      <span class="small soft"
        >${count(articles, "article")}, first seen
        ${clock(firstSeenAt, context)}${languages.length === 0 ? "" : `, ${languages.join(", ")}`}</span
      >
    </li>`;
  });
  return html`<ol class="plain cut">
    ${entries}
  </ol>`;
}

function translations({ texts, translations: pairs }: StoryPage): Html {
  if (pairs.length === 0) return none;
  // The latest title of each.
  const titles = new Map(texts.toReversed().map(({ articleId, title, language }) => [articleId, { title, language }]));
  const named = (id: string): Html => {
    const known = titles.get(id);
    const language = known?.language;
    return html`<a href="${path`/articles/${id}`}">${known?.title ?? `article ${id}`}</a
      >${language === null || language === undefined ? none : html` <span class="soft">${language}</span>`}`;
  };
  const entries = pairs.map(
    ({ articleId, ofArticleId }) => html`<li>${named(ofArticleId)} and ${named(articleId)}</li>`,
  );
  return panel(
    "Translations",
    html`<ul class="plain cut">
      ${entries}
    </ul>`,
    { id: "translations" },
  );
}
