import { oneLine, stepTimes, stepWords } from "@wirewatch/explain";
import type { ExplainedStep } from "@wirewatch/store";
import { html, none, path } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { clockText, fullText } from "../../views/time.ts";
import type { Tone } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";

/** One point of a timeline. */
export interface TimelinePoint {
  readonly at: Date | null;
  /** What happened, in a word or two, e.g. the name of the stage. */
  readonly name: Part;
  readonly text: Part;
  readonly tone: Tone;
  /** Smaller lines below it; empty ones are left out. */
  readonly notes?: readonly Part[];
  readonly id?: string;
}

/** Points below each other, in the order given. */
export function timeline(points: readonly TimelinePoint[], context: Pick<ViewContext, "now" | "timeZone">): Html {
  const items = points.map(({ at, name, text, tone, notes = [], id }) => {
    const more = notes
      .filter((note) => note !== "" && note !== none)
      .map((note) => html`<p class="small soft">${note}</p>`);
    const mark = id === undefined ? none : html` id="${id}"`;
    return html`<li class="${tone}" ${mark}>
      <p>
        <span class="point-name">${name}</span
        >${at === null ? none : html` <span class="soft">${exactClock(at, context)}</span>`}
      </p>
      <p>${text}</p>
      ${more}
    </li>`;
  });
  return html`<ol class="timeline">
    ${items}
  </ol>`;
}

/** To the second: stages follow each other within one minute. */
function exactClock(at: Date, context: Pick<ViewContext, "now" | "timeZone">): Html {
  const full = fullText(at, context);
  const seconds = /:(\d\d) [^ ]*$/u.exec(full)?.[1] ?? "00";
  return html`<time datetime="${at.toISOString()}" title="${full}">${clockText(at, context)}:${seconds}</time>`;
}

const events: Readonly<Record<string, string>> = {
  "alert.opened": "the first message of the alert",
  "alert.updated": "an update, as there was something new",
  "alert.reminder": "a reminder, as nobody has acknowledged it",
  "alert.escalated": "to somebody else, as nobody has acknowledged it",
  "alert.digest": "a digest of several alerts",
};

/** What kind of message it is, for people. */
export function eventWords(event: string): string {
  return Object.hasOwn(events, event) ? (events[event] ?? event) : event;
}

/** A finished stage: what came of it, by which rule or reason, with which configuration, and how long it waited and took. */
export function stepPoint(step: ExplainedStep): TimelinePoint {
  const version = step.detail?.["config"];
  const isVersioned = typeof version === "string" || typeof version === "number";
  return {
    at: step.at,
    name: step.stage,
    text: stepWords(step),
    tone: toneOf(step),
    notes: [
      step.reason === null ? "" : oneLine(step.reason),
      isVersioned ? html`by configuration ${String(version)}` : "",
      stepTimes(step),
    ],
  };
}

function toneOf({ result }: ExplainedStep): Tone {
  switch (result) {
    case "retry":
      return "warn";
    case "failed":
      return "bad";
    case "gone":
    case "refused":
    case "notArticle":
      return "warn";
    case "matched":
      return "info";
    default:
      return "good";
  }
}

/** A link to a source's page. */
export function sourceLink(sourceId: string): Html {
  return html`<a href="${path`/sources/${sourceId}`}">${sourceId}</a>`;
}
