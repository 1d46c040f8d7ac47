import { alertEnd, matchEnd, outcomeWords } from "@wirewatch/explain";
import type { Moment } from "@wirewatch/explain";
import type { ExplainedAlert, ExplainedArticle, ExplainedMatch } from "@wirewatch/store";
import { html, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, table } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";

/** How one match ended for one receiver; without one when no route took it. */
interface Row {
  readonly revision: number;
  readonly match: ExplainedMatch;
  readonly alert: ExplainedAlert | null;
}

/** What stands first in every answer: whom the article was told, and why nobody else. */
export function receiversView({ revisions }: ExplainedArticle, moment: Moment): Html {
  const rows = revisions.flatMap(({ revision, matches }) =>
    matches.flatMap((match): Row[] =>
      match.alerts.length === 0
        ? [{ revision, match, alert: null }]
        : match.alerts.map((alert) => ({ revision, match, alert })),
    ),
  );
  if (rows.length === 0) {
    if (revisions.some(({ outcome }) => outcome === null)) return html`<p>Nobody yet: the work on it is not done.</p>`;
    // What was looked at again and had not changed says nothing about the article.
    const last = revisions.findLast(({ outcome }) => outcome !== "unchanged") ?? revisions.at(-1);
    return html`<p>Nobody: ${last === undefined ? "there is no version of it" : outcomeWords(last)}.</p>`;
  }
  return table<Row>("Whom it was told", rows, [
    { head: "Receiver", kind: "main", cell: ({ alert }) => alert?.receiver ?? "nobody" },
    {
      head: "Topic",
      cell: ({ match }) => html`<a href="${path`/topics/${match.topicId}`}">${match.topicName}</a>`,
    },
    { head: "Revision", kind: "number", cell: ({ revision }) => revision },
    { head: "What came of it", cell: (row) => html`<span>${outcomeChip(row)} ${wordsOf(row, moment)}</span>` },
    {
      head: "Alert",
      cell: ({ alert }) =>
        alert === null ? "none" : html`<a href="${path`/alerts/${alert.alertId}`}">${alert.alertId}</a>`,
    },
  ]);
}

function wordsOf({ match, alert }: Row, moment: Moment): string {
  return alert === null ? matchEnd(match, moment.clock) : alertEnd(alert, moment);
}

function outcomeChip({ match, alert }: Row): Html {
  const [tone, text] = alert === null ? matchChip(match) : alertChips[alert.state];
  return chip(tone, text);
}

function matchChip({ outcome }: ExplainedMatch): readonly [Tone, string] {
  return outcome === null ? ["info", "on its way"] : ["quiet", outcome === "suppressed" ? "suppressed" : outcome];
}

const alertChips: Readonly<Record<ExplainedAlert["state"], readonly [Tone, string]>> = {
  waiting: ["info", "waiting"],
  held: ["warn", "held"],
  sent: ["good", "sent"],
  told: ["good", "joined"],
  digested: ["good", "digested"],
  joined: ["quiet", "joined"],
  suppressed: ["quiet", "suppressed"],
};
