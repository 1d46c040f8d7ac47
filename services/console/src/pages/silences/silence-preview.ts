import { isMatch } from "@wirewatch/alerting";
import type { Matcher } from "@wirewatch/alerting";
import { unknownValue } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { openAlertFacts, recentMatchKinds } from "@wirewatch/store";
import type { CardFacts, Database, Kysely, MatchKind, OpenAlertFacts } from "@wirewatch/store";
import { html, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { count, figure } from "../../views/parts.ts";
import { labeller } from "../alerts/match-labels.ts";

/** What a silence would do. */
export interface SilencePreview {
  /** Nothing was asked for yet. */
  readonly isEmpty: boolean;
  /** Alerts that are not closed and would get no more messages, the newest first. */
  readonly open: readonly OpenAlertFacts[];
  /** Matches of the last seven days that it would have muted, of all there were. */
  readonly matches: number;
  readonly of: number;
  /** What is perhaps not meant: a topic or source that does not exist. */
  readonly doubts: readonly string[];
}

/** Newest alerts that are looked at. */
const maxOpen = 1_000;
const maxShown = 10;
/** While somebody types, the matches of a week are counted once. */
const keptMs = 20_000;
const kept = new WeakMap<object, Map<boolean, { readonly atMs: number; readonly kinds: Promise<MatchKind[]> }>>();

export async function previewSilence(
  db: Kysely<Database>,
  config: Config,
  matchers: readonly Matcher[],
  now: Date,
): Promise<SilencePreview> {
  if (matchers.length === 0) return { isEmpty: true, open: [], matches: 0, of: 0, doubts: [] };
  const labelsOf = labeller(config);
  const isCovered = (facts: CardFacts): boolean => {
    const labels = labelsOf(facts);
    return matchers.every((matcher) => isMatch(matcher, labels));
  };
  const [kinds, open] = await Promise.all([
    recentKinds(
      db,
      matchers.some(({ label }) => label === "story"),
      now,
    ),
    openAlertFacts(db, maxOpen),
  ]);
  const sum = (of: readonly MatchKind[]): number => of.reduce((total, { matches }) => total + matches, 0);
  return {
    isEmpty: false,
    open: onePerStory(open.filter(({ facts }) => isCovered(facts))),
    matches: sum(kinds.filter(isCovered)),
    of: sum(kinds),
    doubts: matchers.flatMap((matcher) => doubt(matcher, config)),
  };
}

/** One story in one topic may have been told to several. */
function onePerStory(open: readonly OpenAlertFacts[]): OpenAlertFacts[] {
  const stories = new Set<string>();
  return open.filter(({ alertId, facts: { topicId, storyId } }) => {
    const story = storyId === null ? alertId : `${topicId} ${storyId}`;
    if (stories.has(story)) return false;
    stories.add(story);
    return true;
  });
}

async function recentKinds(db: Kysely<Database>, byStory: boolean, now: Date): Promise<MatchKind[]> {
  const atMs = now.getTime();
  const ofStore = kept.get(db) ?? new Map<boolean, { readonly atMs: number; readonly kinds: Promise<MatchKind[]> }>();
  kept.set(db, ofStore);
  const known = ofStore.get(byStory);
  if (known !== undefined && atMs >= known.atMs && atMs - known.atMs < keptMs) return known.kinds;
  const kinds = recentMatchKinds(db, byStory);
  ofStore.set(byStory, { atMs, kinds });
  kinds.catch(() => ofStore.delete(byStory));
  return kinds;
}

function doubt(matcher: Matcher, config: Config): string[] {
  const unknown = unknownValue(matcher, config);
  if (unknown === null) return [];
  const meant = unknown.near === null ? "." : `; did you mean ${unknown.near}?`;
  return [`There is no ${matcher.label} “${matcher.value}”${unknown.isForNow ? " now" : ""}${meant}`];
}

/** For the form's right side. @param problem what is wrong with the matchers; null when they are well */
export function previewView(preview: SilencePreview, problem: string | null): Html {
  if (problem !== null) return html`<p class="error">${problem}</p>`;
  if (preview.isEmpty)
    return html`<p class="soft">Choose a topic or a source: what it would have muted shows here.</p>`;
  const { open, matches, of, doubts } = preview;
  const more = open.length - maxShown;
  return html`${doubts.map((text) => html`<p class="error">${text}</p>`)}
    <p class="figure-line">
      <b>${figure(matches)}</b> of ${count(of, "match", "matches")} of the last 7 days would have been muted.
    </p>
    ${
      open.length === 0
        ? html`<p class="soft">No open alert is concerned.</p>`
        : html`<p>${count(open.length, "alert")} would get no more messages:</p>
            <ul>
              ${open.slice(0, maxShown).map(
                ({ alertId, title, topicName }) =>
                  html`<li>
                    <a href="${path`/alerts/${alertId}`}">${title === "" ? alertId : title}</a>
                    <span class="soft">${topicName}</span>
                  </li>`,
              )}
            </ul>
            ${more > 0 ? html`<p class="soft">and ${figure(more)} more</p>` : none}`
    }`;
}
