import type { FoundHit } from "../../archive/found-hit.ts";
import type { PreviewHit } from "../../archive/preview.ts";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, marked, severityChip } from "../../views/parts.ts";
import { clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** Passages of one hit that are shown. */
const maxSnippets = 2;

/** An article that a search or a topic found, as an entry of a list. @param actions what can be done with it */
export function hitEntry(
  hit: FoundHit | PreviewHit,
  context: Pick<ViewContext, "now" | "timeZone">,
  actions: Html = none,
): Html {
  const { articleId, revision, title, titleMarks, url, sourceId, language, at, isBrief, because, snippets } = hit;
  const href = withQuery(path`/articles/${articleId}`, { revision });
  // The title stands above, marked.
  const passages = snippets.filter(({ text }) => text !== title).slice(0, maxSnippets);
  const name = title === null || title.trim() === "" ? html`Article ${articleId}` : marked(title, titleMarks);
  return html`<article class="entry" id="hit-${articleId}">
    <h3><a href="${href}">${name}</a></h3>
    <p class="entry-head">
      ${"severity" in hit ? severityChip(hit.severity) : none}
      <a href="${path`/sources/${sourceId}`}">${sourceId}</a>
      <span>${clock(at, context)}</span>
      ${language === null ? none : html`<span>${language}</span>`} ${isBrief ? chip("quiet", "brief mention") : none}
    </p>
    ${passages.map(
      ({ text, marks, heading }) =>
        html`<blockquote class="snippet">
          ${heading === null ? none : html`<b>${heading}</b><br />`}${marked(text, marks)}
        </blockquote>`,
    )}
    <p class="small soft">
      ${because.map((sentence) => html`${sentence}<br />`)}${url === null ? none : outLink(url, "The page itself")}
    </p>
    ${actions}
  </article>`;
}
