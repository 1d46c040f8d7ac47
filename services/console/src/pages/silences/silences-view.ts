import type { SilenceState, StoredSilence, SuppressedMatch } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, chip, count, empty, facts, pageHead, panel, tabs } from "../../views/parts.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { suppressedList } from "../alerts/suppressed-view.ts";
import { storyOf } from "./silence-choices.ts";

/** A silence that ends within this is marked: somebody may want it longer. */
const soonMs = 2 * 3_600_000;

const stateNames: Readonly<Record<SilenceState, string>> = { active: "Active", pending: "Pending", expired: "Expired" };

/** Reads the tab out of an address. */
export function silenceState(text: string | null): SilenceState {
  return text === "pending" || text === "expired" ? text : "active";
}

/** What stories are called, by their id. */
export type StoryTitles = ReadonlyMap<string, string>;

/** The list of one tab. @param given.muted how many matches each has muted, by its id */
export function silencesView(
  given: {
    readonly state: SilenceState;
    readonly silences: readonly StoredSilence[];
    readonly counts: Readonly<Record<SilenceState, number>>;
    readonly muted: ReadonlyMap<string, number>;
    readonly titles: StoryTitles;
  },
  context: ViewContext,
): Html {
  const { state, silences, counts, muted, titles } = given;
  const actions = mayDo(context.viewer.role, "analyst")
    ? html`<a class="button primary" href="/silences/new">New silence</a>`
    : none;
  return html`${pageHead("Silences", { lead: "What nobody wants to be told for a while. What they cover is kept, with the reason.", actions })}
    ${tabs(
      "State of silences",
      (Object.keys(stateNames) as readonly SilenceState[]).map((one) => ({
        name: stateNames[one],
        href: withQuery("/silences", { state: one === "active" ? null : one }),
        isHere: one === state,
        count: counts[one],
      })),
    )}
    <section id="silences" aria-label="${stateNames[state]} silences">
      ${silences.length === 0 ? emptyList(state, context) : silences.map((silence) => silenceEntry(silence, muted.get(silence.id) ?? 0, titles, context))}
    </section>`;
}

function emptyList(state: SilenceState, { viewer }: ViewContext): Html {
  const action = mayDo(viewer.role, "analyst")
    ? html`<a class="button primary" href="/silences/new">New silence</a>`
    : none;
  switch (state) {
    case "active":
      return empty(
        "Nothing is silenced",
        "Everything that routes let through is told. A silence keeps alerts quiet for a while, with a reason.",
        action,
      );
    case "pending":
      return empty("Nothing is planned", "Silences that begin later stand here, e.g. for planned works.", action);
    case "expired":
      return empty(
        "No silence is over yet",
        "Silences stay here after their time with what they muted.",
        html`<a class="button" href="/silences">Active silences</a>`,
      );
  }
}

function silenceEntry(silence: StoredSilence, muted: number, titles: StoryTitles, context: ViewContext): Html {
  const { id, matchers, state } = silence;
  return html`<article class="entry ${state === "active" ? "warn" : "quiet"}" id="silence-${id}">
    <p class="entry-head">${stateChip(silence, context)} <span>${whenWords(silence, context)}</span></p>
    <h3><a href="${path`/silences/${id}`}">${matcherChips(matchers, titles)}</a></h3>
    <p>${silence.comment} <span class="soft">— ${silence.author}</span></p>
    <div class="entry-foot">
      <a href="${path`/silences/${id}`}">has muted ${count(muted, "match", "matches")}</a>
      ${storyLinks(matchers)} ${silenceActions(silence, context, "/silences")}
    </div>
  </article>`;
}

/** The conditions as they are written; stories by what they are called. */
function matcherChips(matchers: readonly string[], titles: StoryTitles): Html {
  const chips = matchers.map((text) => {
    const title = titles.get(storyOf(text) ?? "");
    return title === undefined
      ? html`<code class="chip">${text}</code>`
      : html`<span class="chip">the story “${shortened(title)}”</span>`;
  });
  return html`<span class="matchers">${chips}</span>`;
}

function storyLinks(matchers: readonly string[]): Html {
  const ids = matchers.flatMap((text) => storyOf(text) ?? []);
  return html`${ids.map((id) => html`<a href="${path`/stories/${id}`}">To the story</a> `)}`;
}

const maxTitle = 120;

/** A title that leaves room for others. */
export function shortened(title: string): string {
  return title.length > maxTitle ? `${title.slice(0, maxTitle).toWellFormed()}…` : title;
}

function stateChip({ state, endsAt }: StoredSilence, { now }: ViewContext): Html {
  if (state === "pending") return chip("info", "begins later");
  if (state === "expired") return chip("quiet", "over");
  return endsAt.getTime() - now.getTime() < soonMs ? chip("warn", "ends soon") : chip("good", "active");
}

function whenWords({ state, startsAt, endsAt, expiredAt, expiredBy }: StoredSilence, context: ViewContext): Html {
  if (state === "pending")
    return html`from ${clock(startsAt, context)} (${ago(startsAt, context)}) until ${clock(endsAt, context)}`;
  if (state === "expired")
    return html`over since
    ${clock(expiredAt ?? endsAt, context)}${expiredBy === null ? none : html`, ended by ${expiredBy}`}`;
  return html`until ${clock(endsAt, context)}, ends ${ago(endsAt, context)}`;
}

function silenceActions({ id, state }: StoredSilence, context: ViewContext, back: string): Html {
  if (!mayDo(context.viewer.role, "analyst")) return none;
  if (state === "expired")
    return html`<a class="button small" href="${withQuery("/silences/new", { like: id })}">Silence again</a>`;
  const extend = (hours: string): Html =>
    actionButton(context, path`/silences/${id}/extend`, `+${hours} h`, { fields: { hours, back } });
  return html`${extend("1")} ${extend("24")}
  ${actionButton(context, path`/silences/${id}/expire`, "End now", { tone: "danger" })}`;
}

/** One silence with everything it kept from being told. */
export function silenceView(
  silence: StoredSilence,
  given: {
    readonly muted: number;
    readonly titles: StoryTitles;
    readonly matches: readonly SuppressedMatch[];
    readonly more: Html;
  },
  context: ViewContext,
): Html {
  const { id, matchers, author, comment, createdAt, state } = silence;
  const { muted, titles, matches, more } = given;
  return html`${pageHead(html`Silence ${id}`, { lead: comment, actions: silenceActions(silence, context, path`/silences/${id}`) })}
    ${panel(
      "About it",
      facts([
        ["State", html`${stateChip(silence, context)} ${whenWords(silence, context)}`],
        ["Covers", html`${matcherChips(matchers, titles)} ${storyLinks(matchers)}`],
        ["By", html`${author}, ${clock(createdAt, context)}`],
        ["Has muted", count(muted, "match", "matches")],
      ]),
    )}
    <h2 class="list-title">What it held back</h2>
    ${
      matches.length === 0
        ? empty(
            "It held back nothing",
            state === "expired" ? "No match came that it covered." : "No match that it covers has come yet.",
            html`<a class="button" href="/silences">All silences</a>`,
          )
        : html`<p class="soft">
              These were not told and stay so; each can be opened. What comes after the silence is told again.
            </p>
            ${suppressedList(matches, context)} ${more}`
    }`;
}
