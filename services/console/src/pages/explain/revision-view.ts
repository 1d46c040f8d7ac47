import {
  changeWords,
  clusterWords,
  counted,
  cutReasonWords,
  oneLine,
  orderedCut,
  originalWords,
  outcomeWords,
  seenWords,
  storyWords,
  unmatchedWords,
  verdictWords,
  waitingWords,
} from "@wirewatch/explain";
import type { Clock, Moment } from "@wirewatch/explain";
import type { ExplainedArticle, ExplainedRevision, Explanation } from "@wirewatch/store";
import { flag, html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import type { ViewContext } from "../../views/view.ts";
import { matchView } from "./match-view.ts";
import { stepPoint, timeline } from "./timeline-view.ts";
import type { TimelinePoint } from "./timeline-view.ts";

/** Blocks that were left out and are listed here; the article's own page has all. */
const maxCut = 12;

/** What the view of one version needs around it. */
export interface RevisionPlace {
  readonly article: ExplainedArticle;
  readonly explanation: Explanation;
  readonly moment: Moment;
  readonly context: Pick<ViewContext, "now" | "timeZone">;
}

/** One version: every stage below the other, then what it is a copy of, what changed, and the topics. */
export function revisionView(revision: ExplainedRevision, place: RevisionPlace, isOpen: boolean): Html {
  const { article, explanation, moment, context } = place;
  const articlePath = withQuery(path`/articles/${article.id}`, { revision: revision.revision });
  const { matches } = revision;
  const unmatched = matches.length === 0 ? unmatchedWords(revision) : null;
  return html`<details class="panel version" id="version-${article.id}-${revision.revision}" ${flag("open", isOpen)}>
    <summary><h3>Revision ${revision.revision}: ${outcomeWords(revision)}</h3></summary>
    ${timeline(pointsOf(revision, explanation, moment.clock), context)} ${cutView(revision, articlePath)}
    ${
      revision.change === null
        ? none
        : html`<p class="small">
            <a href="${withQuery(path`/articles/${article.id}`, { revision: revision.revision, show: "changes" })}"
              >See what changed, word by word</a
            >
          </p>`
    }
    ${unmatched === null ? none : html`<p>Topics: ${unmatched}</p>`}
    ${matches.map((match) => matchView(match, moment, articlePath))}
  </details>`;
}

function pointsOf(revision: ExplainedRevision, explanation: Explanation, clock: Clock): TimelinePoint[] {
  const { waiting } = revision;
  const now = waiting === null ? null : waitingWords(waiting, explanation, clock);
  return [
    { at: revision.seenAt, name: "seen", text: seenWords(revision), tone: "good" },
    ...revision.steps.map(stepPoint),
    ...(now === null ? [] : [{ at: null, name: "now", text: now.text, tone: "info", notes: now.notes } as const]),
    ...verdictPoints(revision),
  ];
}

/** What was decided of it; the time is that of the step above. */
function verdictPoints({ verdict, change, cluster, story, steps }: ExplainedRevision): TimelinePoint[] {
  const points: TimelinePoint[] = [];
  if (verdict !== null) {
    const { of } = verdict;
    const notes: Part[] =
      of === null
        ? []
        : [
            html`<a href="${path`/articles/${of.articleId}`}">${originalWords(verdict, of)}</a>`,
            outLink(of.url, of.url),
          ];
    points.push({ at: null, name: "compared", text: verdictWords(verdict, steps), tone: "good", notes });
  }
  if (change !== null) {
    points.push({
      at: null,
      name: "edited",
      ...pointOf(changeWords(change)),
      tone: change.isMaterial ? "info" : "quiet",
    });
  }
  if (cluster !== null && cluster.articles > 1) {
    points.push({ at: null, name: "copies", ...pointOf(clusterWords(cluster)), tone: "quiet" });
  }
  if (story !== null) {
    const { text, notes } = storyWords(story);
    points.push({
      at: null,
      name: "story",
      text: html`<a href="${path`/stories/${story.id}`}">${text}</a>`,
      tone: "good",
      notes,
    });
  }
  return points;
}

function pointOf({
  text,
  notes,
}: {
  readonly text: string;
  readonly notes: readonly string[];
}): Pick<TimelinePoint, "text" | "notes"> {
  return { text, notes };
}

function cutView({ cut }: ExplainedRevision, articlePath: string): Html {
  if (cut.length === 0) return none;
  const listed = orderedCut(cut);
  const more = listed.length - maxCut;
  return html`<details class="fold">
    <summary>Left out of the text: ${counted(cut.length, "block")}</summary>
    <ul class="plain cut">
      ${listed
        .slice(0, maxCut)
        .map(({ text, reason }) => html`<li><b>${cutReasonWords[reason]}</b> “${oneLine(text, 80)}”</li>`)}
      ${more > 0 ? html`<li><a href="${articlePath}#cut">and ${more} more</a></li>` : none}
    </ul>
  </details>`;
}
