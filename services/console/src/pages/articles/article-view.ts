import { cutReasonWords, matchEnd, oneLine, orderedCut, queryPlace, strengthWords } from "@wirewatch/explain";
import type { Clock } from "@wirewatch/explain";
import type { CutBlock } from "@wirewatch/model";
import type { ArticlePage, StoredMatch } from "@wirewatch/store";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, count, facts, panel, severityChip } from "../../views/parts.ts";
import { clock, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { sourceLink } from "../explain/timeline-view.ts";
import { endWords, methodWords, triggerWords, trustWords } from "./article-words.ts";

/** Blocks that were left out and are shown, and characters of each. */
const mostCut = { blocks: 150, characters: 300 } as const;

/** What is known of the article itself. */
export function factsView(page: ArticlePage, context: ViewContext): Html {
  const { article, row, story } = page;
  const language = row.language === null ? "unknown" : languageName(row.language);
  return facts([
    [
      "Source",
      html`${sourceLink(row.source_id)}${row.site_name === null ? none : html` <span class="soft">${oneLine(row.site_name, 80)}</span>`}`,
    ],
    row.authors.length === 0 ? null : ["By", oneLine(row.authors.slice(0, 12).join(", "), 300)],
    ["Published", publishedView(page, context)],
    row.modified_at === null
      ? null
      : ["Changed", html`${clock(row.modified_at, context)} <span class="soft">as the page says</span>`],
    ["First seen", html`${clock(article.firstSeenAt, context)}${lateness(page)}`],
    ["Language", language],
    [
      "Address",
      html`<span class="address">${outLink(row.page_url ?? article.url, row.page_url ?? article.url)}</span>`,
    ],
    row.canonical_url === null || row.canonical_url === (row.page_url ?? article.url)
      ? null
      : ["Canonical", html`<span class="address">${outLink(row.canonical_url, row.canonical_url)}</span>`],
    [
      "Story",
      story === null
        ? "none yet"
        : html`<a href="${path`/stories/${story.id}`}">${story.title ?? `Story ${story.id}`}</a>`,
    ],
    ["Text found by", methodWords(row.method)],
    [
      "Agreement",
      row.agreement === null
        ? "only one reading of the page"
        : `${Math.round(100 * row.agreement)} % between readings of the page`,
    ],
    ["Length", row.characters === null ? "no text yet" : count(row.characters, "character")],
    ["Paywall", row.is_paywalled ? chip("warn", "for subscribers: the text may be a part of it") : "none"],
    row.is_live ? ["Live", chip("info", "goes on being written")] : null,
    row.tags.length === 0 ? null : ["Tags", oneLine(row.tags.slice(0, 20).join(", "), 300)],
  ]);
}

function publishedView(page: ArticlePage, context: ViewContext): Html {
  const trust = trustWords(page);
  const { published_at: at } = page.row;
  if (at === null) return html`${trust}`;
  const tone = trust.startsWith("not believed") ? chip("warn", trust) : html`<span class="soft">${trust}</span>`;
  return html`${clock(at, context)} ${tone}`;
}

function lateness({ article, row }: ArticlePage): Part {
  const ms = row.published_at === null ? -1 : article.firstSeenAt.getTime() - row.published_at.getTime();
  return ms < 1000 ? none : html` <span class="soft">${duration(ms)} after it was published</span>`;
}

function languageName(tag: string): string {
  const clean = tag.slice(0, 40);
  try {
    const name = new Intl.DisplayNames("en-GB", { type: "language" }).of(clean);
    return name === undefined || name === clean ? clean : `${name} (${clean})`;
  } catch {
    return clean;
  }
}

/** A topic that was in this version: how strongly, by which queries, and how that ended. */
export function matchFacts(match: StoredMatch, clockOf: Clock): Html {
  const { topic_id: id, topic_name: name, clauses } = match;
  const told = {
    severity: match.severity,
    raisedFrom: match.raised_from,
    strength: match.strength,
    isBrief: match.is_brief,
    outcome: match.outcome,
    reason: match.reason,
    detail: match.detail,
    outcomeAt: match.outcome_at,
  };
  const queries = clauses.slice(0, 8).map(({ clause, query, words = [] }) => {
    const found =
      words.length === 0
        ? none
        : html` <span class="soft">found: ${words.map((word) => oneLine(word, 60)).join(", ")}</span>`;
    return html`<li><span class="soft">${queryPlace(clause)}</span> <code>${oneLine(query, 300)}</code>${found}</li>`;
  });
  return html`<div class="match-facts">
    <p>
      <a href="${path`/topics/${id}`}"><b>${name}</b></a> ${severityChip(match.severity)}
      <span class="soft">${strengthWords(told)}; ${matchEnd(told, clockOf)}</span>
    </p>
    <ul class="plain">
      ${queries}
    </ul>
  </div>`;
}

/** What was left out near the text, and why. */
export function cutPanel(cut: readonly CutBlock[]): Html {
  if (cut.length === 0) return panel("Left out", html`<p>Nothing near the text was left out.</p>`, { id: "cut" });
  const listed = orderedCut(cut);
  const more = listed.length - mostCut.blocks;
  const blocks = listed
    .slice(0, mostCut.blocks)
    .map(
      ({ text, reason }) =>
        html`<li>${chip("quiet", cutReasonWords[reason] ?? reason)} ${oneLine(text, mostCut.characters)}</li>`,
    );
  return panel(
    "Left out",
    html`<details class="fold">
      <summary>${count(cut.length, "block")} near the text, with the reason for each</summary>
      <ul class="plain cut">
        ${blocks} ${more > 0 ? html`<li class="soft">and ${more} more</li>` : none}
      </ul>
    </details>`,
    { id: "cut" },
  );
}

/** Every version, the latest first. */
export function versionsPanel({ article, row, versions }: ArticlePage, context: ViewContext): Html {
  const entries = versions.map((version) => {
    const { revision, seenAt, isMaterial, hasText, change } = version;
    const isHere = revision === row.revision ? html` aria-current="page"` : none;
    const reasons = change?.reasons.slice(0, 3).map((reason) => oneLine(reason, 160)) ?? [];
    const diff =
      hasText && revision > 1
        ? html` <a href="${withQuery(path`/articles/${article.id}`, { revision, show: "changes" })}">changes</a>`
        : none;
    return html`<li class="${isMaterial === true ? "info" : "quiet"}">
      <p>
        <a href="${withQuery(path`/articles/${article.id}`, { revision })}" ${isHere}>Revision ${revision}</a>
        <span class="soft">${clock(seenAt, context)}</span>
      </p>
      <p class="small">${triggerWords(version)}; ${endWords(version)}${diff}</p>
      ${reasons.map((reason) => html`<p class="small soft">${reason}</p>`)}
    </li>`;
  });
  return panel(
    "Versions",
    html`<ol class="timeline">
      ${entries}
    </ol>`,
    { id: "versions" },
  );
}

/** The same text elsewhere. */
export function copiesPanel({ copies }: ArticlePage, context: ViewContext): Html {
  if (copies.length === 0) return none;
  const entries = copies.map(
    ({ articleId, title, sourceId, url, isCanonical, publishedAt }) =>
      html`<li>
        <a href="${path`/articles/${articleId}`}">${title ?? `Article ${articleId}`}</a>
        <span class="soft">${sourceId}, ${clock(publishedAt, context)}</span>
        ${isCanonical ? chip("good", "published first") : none}
        <span class="small">${outLink(url, "Open")}</span>
      </li>`,
  );
  return panel(
    "Also in",
    html`<ul class="plain cut">
      ${entries}
    </ul>`,
    { id: "copies" },
  );
}
