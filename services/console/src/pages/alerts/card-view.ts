import { silencedBy } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import { mutesStory } from "@wirewatch/store";
import type { ActiveSilence, AlertCard } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, chip, count, form, marked, select, severityChip } from "../../views/parts.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { groupNotes, highestSeverity, leadingGroup, placeTime, stateWords } from "./card-words.ts";
import { historyBlocks } from "./history-view.ts";
import type { Labeller } from "./match-labels.ts";

/** What cards are made with. */
export interface CardContext extends ViewContext {
  readonly config: Config;
  readonly silences: readonly ActiveSilence[];
  readonly labelsOf: Labeller;
  /** Where actions lead back to. */
  readonly back: string;
}

/** How long a story may be muted, in hours, with its words. */
export const muteHours: readonly (readonly [value: string, text: string])[] = [
  ["1", "1 hour"],
  ["24", "24 hours"],
  ["168", "7 days"],
];

const maxSources = 4;

/**
 * One story in one topic with all who were told of it. `full` can be marked, for doing something with several, and has everything that may be
 * done with it; `short` has only what is done most.
 */
export function cardView(card: AlertCard, context: CardContext, size: "full" | "short"): Html {
  const { match, storyId, topicId, topicName } = card;
  const severity = highestSeverity(card.groups);
  const mayAct = mayDo(context.viewer.role, "analyst");
  const box =
    size === "full" && mayAct
      ? html`<label class="card-mark"
          ><input
            type="checkbox"
            name="id"
            value="${card.alertId}"
            form="bulk"
            data-keep
            id="mark-${card.alertId}"
          /><span class="unseen">Mark ${titleOf(card)}</span></label
        >`
      : none;
  return html`<article class="entry ${severity}" id="card-${card.alertId}">
    <p class="entry-head">
      ${box}${severityChip(severity)}
      <a href="${withQuery("/alerts", { state: "all", topic: topicId })}">${topicName}</a>
      ${stateChips(card, context)} ${whenLine(card, context)}
    </p>
    <h3><a href="${path`/alerts/${card.alertId}`}">${titleOf(card)}</a></h3>
    ${match === null ? none : html`<blockquote class="snippet">${marked(match.snippet.text, match.snippet.marks)}</blockquote>`}
    <p class="card-facts small soft">
      <span>
        ${
          storyId === null
            ? count(card.articles, "article")
            : html`<a href="${path`/stories/${storyId}`}">${count(card.articles, "article")}</a>`
        }
        in ${sourcesWords(card)}</span
      >
      ${storyLine(card)} ${receiverLine(card, context)} ${historyBlocks(card.hours)}
    </p>
    <div class="entry-foot">
      ${mayAct ? (size === "full" ? cardActions(card, context) : acknowledgeButton(card, context)) : none}${why(card, size)}
    </div>
  </article>`;
}

/** The story, where it is known by another headline than the card. */
function storyLine(card: AlertCard): Html {
  if (card.storyId === null || card.storyTitle.trim() === "" || card.storyTitle === card.title) return none;
  return html`<span>in the story <a href="${path`/stories/${card.storyId}`}">${card.storyTitle}</a></span>`;
}

/** When it was opened, which the list is ordered by, and when something came last. */
function whenLine({ groups, lastMatchAt }: AlertCard, context: CardContext): Html {
  const opened = groups[0]?.openedAt ?? lastMatchAt;
  const isNews = lastMatchAt.getTime() - opened.getTime() > 60_000;
  return html`<span class="card-time"
    >${clock(opened, context)}${isNews ? html`, last article ${ago(lastMatchAt, context)}` : none}</span
  >`;
}

/** The headline that the passage stands under. */
export function titleOf({ title, alertId }: AlertCard): string {
  return title.trim() === "" ? `Alert ${alertId}` : title;
}

/** What the story is called, by its first article. */
export function storyTitleOf({ storyTitle, storyId }: AlertCard): string {
  return storyTitle.trim() === "" ? `Story ${storyId ?? ""}` : storyTitle;
}

/** State of the group that stands for all, and whether a silence covers it. */
export function stateChips(card: AlertCard, context: CardContext): Html {
  const leading = leadingGroup(card.groups);
  const silence = silenceOn(card, context);
  // Who muted it until when says that it is muted.
  const isSaid = leading?.state === "muted" && silence !== null;
  const state = leading === null || isSaid ? null : stateWords(leading, context);
  const verb = isMutedNow(card, context) ? "muted" : "silenced";
  return html`${state === null ? none : chip(state.tone, state.text)}
  ${
    silence === null
      ? none
      : html`<a href="${path`/silences/${silence.id}`}"
          >${chip("quiet", `${verb} by ${silence.author} until ${placeTime(silence.endsAt, context)}`)}</a
        >`
  }
  ${card.match?.isRelevant === false ? chip("quiet", "marked not relevant") : none}`;
}

/** The silence that keeps news about it from being told; null for none. */
function silenceOn(card: AlertCard, { silences, labelsOf, now }: CardContext): ActiveSilence | null {
  const { match, topicId, storyId } = card;
  if (match === null || silences.length === 0) return null;
  const { severity, sourceId, language } = match;
  return silencedBy(labelsOf({ topicId, storyId, severity, sourceId, language }), now, silences);
}

/** Whether a silence on its story holds, which Unmute ends. */
function isMutedNow({ topicId, storyId }: AlertCard, { silences }: CardContext): boolean {
  return storyId !== null && silences.some(({ matchers }) => mutesStory(matchers, { topicId, storyId }));
}

function sourcesWords({ sources }: AlertCard): Html {
  const shown = sources
    .slice(0, maxSources)
    .map((id, at) => html`${at === 0 ? none : ", "}<a href="${path`/sources/${id}`}">${id}</a>`);
  const more = sources.length - maxSources;
  return html`${shown}${more > 0 ? html` and ${count(more, "more source")}` : none}`;
}

function receiverLine(card: AlertCard, context: CardContext): Html {
  const leading = leadingGroup(card.groups);
  const parts = card.groups.map((group) => {
    const own = group.state === leading?.state ? [] : [stateWords(group, context).text];
    const notes = [...own, ...groupNotes(group, context.config.alerts, context)];
    return html`<span class="receiver"
      ><a href="${withQuery("/alerts", { state: "all", receiver: group.receiver })}">${group.receiver}</a
      >${notes.length === 0 ? none : ` (${notes.join(", ")})`}</span
    >`;
  });
  return html`<span>to ${parts.map((part, at) => html`${at === 0 ? none : ", "}${part}`)}</span>`;
}

/** Everything somebody may do with it at once. */
export function cardActions(card: AlertCard, context: CardContext): Html {
  const { match, storyId, alertId } = card;
  return html`${acknowledgeButton(card, context)}
  ${storyId === null ? none : isMutedNow(card, context) ? unmuteButton(alertId, context) : muteParts(alertId, context)}
  ${
    match === null || match.isRelevant === false
      ? none
      : actionButton(context, path`/matches/${match.id}/feedback`, "Not relevant", {
          key: "x",
          fields: { to: context.back, relevant: "no" },
        })
  }`;
}

function acknowledgeButton({ groups, alertId }: AlertCard, context: CardContext): Html {
  if (!groups.some(({ state }) => state === "open" || state === "held" || state === "muted")) return none;
  return actionButton(context, path`/alerts/${alertId}/acknowledge`, "Acknowledge", {
    key: "a",
    tone: "primary",
    fields: { back: context.back },
  });
}

/** The key that mutes takes it back as well. */
function unmuteButton(alertId: string, context: CardContext): Html {
  return actionButton(context, path`/alerts/${alertId}/unmute`, "Unmute", { key: "m", fields: { back: context.back } });
}

function muteParts(alertId: string, context: CardContext): Html {
  const action = path`/alerts/${alertId}/mute`;
  return html`<span class="split">
    ${actionButton(context, action, "Mute story 24 h", { key: "m", fields: { hours: "24", back: context.back } })}
    <details class="menu" id="mute-${alertId}">
      <summary class="button" aria-label="Mute for another time, with a reason">…</summary>
      <div class="menu-box">
        ${form(
          context,
          action,
          html`<input type="hidden" name="back" value="${context.back}" />
            ${select("Mute the story for", "hours", "24", muteHours)}
            <label class="field"
              ><span>Reason</span
              ><input name="comment" maxlength="500" autocomplete="off" placeholder="covered by the night desk"
            /></label>
            <button class="button primary">Mute</button>`,
          "stack",
        )}
      </div>
    </details>
  </span>`;
}

function why({ match }: AlertCard, size: "full" | "short"): Html {
  if (match === null || match.url === null) return none;
  const article = withQuery(path`/articles/${match.articleId}`, { revision: match.revision, match: match.id });
  return html`<a class="button" href="${withQuery("/explain", { url: match.url })}">Why</a> ${
      size === "full" ? html`<a class="button" href="${article}">Article</a>` : none
    }`;
}
