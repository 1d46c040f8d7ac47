import { alertWords, clauseWords, deliveryWords, matchPlace, matchWords } from "@wirewatch/explain";
import type { Moment } from "@wirewatch/explain";
import type { ExplainedAlert, ExplainedMatch } from "@wirewatch/store";
import { instant, markedText, oneLine } from "../terminal-text.ts";

/** Clauses of one match that are shown; the rest is counted. */
const maxClauses = 5;

/** A topic in the article: where it is, why, and everything that followed; pure. */
export function matchLines(match: ExplainedMatch, now: Date): string[] {
  const { clauses, snippets } = match;
  const more = clauses.length - maxClauses;
  return [
    `  ${matchWords(match, instant)}`,
    `    ${matchPlace(match)}`,
    ...clauses.slice(0, maxClauses).map((clause) => `    ${clauseLine(clause)}`),
    ...(more > 0 ? [`    and ${more} more queries`] : []),
    ...snippets.map(
      (part) => `    ${part.heading === null ? "" : `[${oneLine(part.heading, 80)}] `}${markedText(part)}`,
    ),
    ...match.alerts.flatMap((alert) => alertLines(alert, { clock: instant, now })),
  ];
}

/** E.g. `one of these, 1st  quay OR pier   found: quay, Quays   in the title, section 2`. */
function clauseLine(given: ExplainedMatch["clauses"][number]): string {
  const { place, query, found, where } = clauseWords(given);
  return [`${place}  ${query}`, found, where].filter((part) => part !== "").join("   ");
}

function alertLines(alert: ExplainedAlert, moment: Moment): string[] {
  return [
    `    ${alertWords(alert, moment)}`,
    ...alert.deliveries.flatMap((delivery) => {
      const { text, notes } = deliveryWords(delivery, moment);
      return [`      ${text}`, ...notes.map((note) => `        ${note}`)];
    }),
  ];
}
