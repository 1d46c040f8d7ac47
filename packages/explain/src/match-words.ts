import type { ExplainedClause, ExplainedMatch } from "@wirewatch/store";
import { oneLine } from "./plain-words.ts";
import { queryPlace } from "./query-place.ts";
import { reasonWords, suppressionWords } from "./reason-words.ts";
import type { Clock } from "./told.ts";

/** Texts that are named for one clause. */
const maxTexts = 4;

type Named = Pick<
  ExplainedMatch,
  "topicId" | "topicName" | "severity" | "raisedFrom" | "strength" | "isBrief" | "outcome" | "reason" | "detail"
> &
  Pick<ExplainedMatch, "outcomeAt">;

/** A topic in an article, how strongly, and how that ended; pure. */
export function matchWords(match: Named, clock: Clock): string {
  return `Topic ${match.topicId} (${oneLine(match.topicName, 80)}), ${strengthWords(match)}: ${matchEnd(match, clock)}`;
}

/** How strongly a topic is in an article, e.g. `severity high (raised from normal), strength 0.75`. */
export function strengthWords({
  severity,
  raisedFrom,
  strength,
  isBrief,
}: Pick<ExplainedMatch, "severity" | "raisedFrom" | "strength" | "isBrief">): string {
  const raised = raisedFrom === null ? "" : ` (raised from ${raisedFrom})`;
  return `severity ${severity}${raised}, strength ${strength.toFixed(2)}${isBrief ? ", a brief mention" : ""}`;
}

/** Where a topic was found, and by which version of it; earlier versions of Wirewatch recorded neither version nor language. */
export function matchPlace({
  units,
  configVersion,
  topicVersion,
  language,
}: Pick<ExplainedMatch, "units" | "configVersion" | "topicVersion" | "language">): string {
  const version = topicVersion === "" ? "" : `, version ${topicVersion} of the topic`;
  const read = language === null ? "" : `, read as ${oneLine(language, 40)}`;
  return `in ${unitWords(units)}, by configuration ${configVersion}${version}${read}`;
}

/** How a match ended, and why; pure. */
export function matchEnd(
  { outcome, reason, detail, outcomeAt }: Pick<ExplainedMatch, "outcome" | "reason" | "detail" | "outcomeAt">,
  clock: Clock,
): string {
  const at = outcomeAt === null ? "" : ` ${clock(outcomeAt)}`;
  const more = detail === null ? "" : ` (${reasonWords(detail, clock)})`;
  switch (outcome) {
    case null:
      return "on its way";
    case "sent":
      return `sent${at}${more}`;
    case "digested":
      return `sent in a digest${at}${more}`;
    case "joined":
      return `joined an alert that was there${at}${more}`;
    case "suppressed":
      return `no message${at}: ${reason === null ? "no reason is stored" : suppressionWords[reason]}${more}`;
  }
}

function unitWords(units: ExplainedMatch["units"]): string {
  const sections = units.filter((unit) => unit !== null).map((unit) => unit + 1);
  if (sections.length === 0) return "the title or the whole text";
  return `section${sections.length === 1 ? "" : "s"} ${sections.join(", ")}`;
}

/** Parts of what is said of a query that was true; those that were not recorded are empty. */
export interface ClauseWords {
  /** E.g. `one of these, 1st`. */
  readonly place: string;
  readonly query: string;
  /** E.g. `found: quay, Quays`. */
  readonly found: string;
  /** E.g. `in the title, section 2`. */
  readonly where: string;
}

/** A query that was true, with what it found and where; pure. */
export function clauseWords({ clause, query, words, texts }: ExplainedClause): ClauseWords {
  const isFound = words.length > 0;
  return {
    place: queryPlace(clause),
    query: oneLine(query, 300),
    found: isFound ? `found: ${words.map((word) => oneLine(word, 60)).join(", ")}` : "",
    where: isFound && texts.length > 0 ? `in ${textWords(texts)}` : "",
  };
}

function textWords(texts: readonly string[]): string {
  const names = texts.slice(0, maxTexts).map((name) => {
    if (name === "title") return "the title";
    const section = `section ${Number(name.slice(1)) + 1}`;
    return name.startsWith("h") ? `the heading of ${section}` : section;
  });
  return `${names.join(", ")}${texts.length > maxTexts ? ` and ${texts.length - maxTexts} more` : ""}`;
}
