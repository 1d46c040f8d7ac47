import { reasonWords, suppressionWords } from "@wirewatch/explain";
import type { Id, SuppressedMatch } from "@wirewatch/store";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, marked, severityChip } from "../../views/parts.ts";
import { clock, clockText } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** Reasons whose words say all that was noted. */
const saidAlready: ReadonlySet<SuppressedMatch["reason"]> = new Set(["baseline", "not_material"]);

type Clock = Pick<ViewContext, "now" | "timeZone">;

/** Matches that nobody was told of, each with the reason and the way to what decided. */
export function suppressedList(matches: readonly SuppressedMatch[], context: Clock): Html {
  return html`<section id="suppressed" aria-label="Suppressed matches">
    ${matches.map((match) => suppressedView(match, context))}
  </section>`;
}

function suppressedView(match: SuppressedMatch, context: Clock): Html {
  const { id, topicId, topicName, severity, reason, detail, articleId, revision, snippet, url, title } = match;
  const article = withQuery(path`/articles/${articleId}`, { revision, match: id });
  const rule = ruleLink(match);
  return html`<article class="entry quiet" id="match-${id}">
    <p class="entry-head">
      ${severityChip(severity)}
      <a href="${withQuery("/alerts", { state: "suppressed", topic: topicId })}">${topicName}</a>
      ${chip("quiet", "not told")} <span class="card-time">${clock(match.at, context)}</span>
    </p>
    <h3><a href="${article}">${title === "" ? `Article ${articleId}` : title}</a></h3>
    <p>
      <b>Nobody was told: ${suppressionWords[reason]}.</b>
      ${detail === null || saidAlready.has(reason) ? none : html`<span class="soft">${reasonWords(detail, (at) => clockText(at, context))}</span>`}
    </p>
    <blockquote class="snippet">${marked(snippet.text, snippet.marks)}</blockquote>
    <div class="entry-foot">
      ${rule === null ? none : html`<a class="button small" href="${rule.href}">${rule.text}</a>`}
      ${match.alertId === null ? none : html`<a class="button small" href="${path`/alerts/${match.alertId}`}">Alert ${match.alertId}</a>`}
      ${url === null ? none : html`<a class="button small" href="${withQuery("/explain", { url })}">Why</a>`}
      <span class="soft small">from <a href="${path`/sources/${match.sourceId}`}">${match.sourceId}</a></span>
    </div>
  </article>`;
}

/** Where the rule is that decided. */
export function ruleLink({
  reason,
  detail,
  sourceId,
  topicId,
  storyId,
}: Pick<SuppressedMatch, "reason" | "detail" | "sourceId" | "topicId"> & { readonly storyId: Id | null }): {
  readonly href: string;
  readonly text: string;
} | null {
  switch (reason) {
    case "silenced": {
      const id = /^silence ([1-9]\d{0,17}) of /u.exec(detail ?? "")?.[1];
      return id === undefined
        ? { href: "/silences", text: "The silences" }
        : { href: path`/silences/${id}`, text: `Silence ${id}` };
    }
    case "baseline":
    case "too_old":
      return { href: path`/sources/${sourceId}`, text: "The source" };
    case "duplicate":
    case "not_material":
      return storyId === null ? null : { href: path`/stories/${storyId}`, text: "The story" };
    case "feedback":
    case "rematch":
      return { href: path`/topics/${topicId}`, text: "The topic" };
    case "inhibited":
    case "quiet_hours":
    case "rate_limited":
    case "below_route":
    case "no_route":
      return { href: "/settings", text: "Routes and receivers" };
    case "expired":
    case "disabled":
      return { href: "/deliveries", text: "Deliveries" };
  }
}
