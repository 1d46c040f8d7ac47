import { html, none } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { count, facts, figure, notice, panel } from "../../views/parts.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import type { SourceDetail } from "./detail-view.ts";
import { readingScore } from "./reading-score.ts";

/** How the pages of a source are read: drift, and what is cut because it stands in many of them. */
export function readingPanel({ source, drift, blocks }: SourceDetail, context: ViewContext): Html {
  const score = readingScore(drift);
  const alarm =
    source.drift === null
      ? none
      : notice("warn", html`Since ${clock(source.drift.since, context)}: ${source.drift.text}.`);
  const figures =
    score === null
      ? html`<p class="soft">No page of it was read yet.</p>`
      : facts([
          ["Pages looked at", `the last ${score.pages}`],
          ["With text", percent(score.withText)],
          ["With a title", percent(score.withTitle)],
          ["With a date", percent(score.withDate)],
          ["Usual length", `${figure(score.medianLength)} characters`],
        ]);
  const samples = blocks.samples.map(
    ({ text, seenAt }) => html`<li><q>${text}</q> <span class="soft small">seen ${ago(seenAt, context)}</span></li>`,
  );
  const learned =
    blocks.count === 0
      ? none
      : html`<h3>Cut from its articles</h3>
          <p class="hint">
            ${count(blocks.count, "passage")} stand in many articles of this source and are taken for its template.
            Those seen last:
          </p>
          <ul class="samples">
            ${samples}
          </ul>`;
  return panel("How its pages are read", html`${alarm}${figures}${learned}`, { id: "reading" });
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
