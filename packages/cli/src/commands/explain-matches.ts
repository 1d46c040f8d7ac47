import type { SuppressionReason } from "@wirewatch/model";
import type { ExplainedAlert, ExplainedClause, ExplainedDelivery, ExplainedMatch } from "@wirewatch/store";
import { instant, lengthOfTime, markedText, oneLine, whenDue } from "../terminal-text.ts";

/** Why a match led to no message, as a person would say it. */
const suppressionWords: Readonly<Record<SuppressionReason, string>> = {
  baseline: "it was there before the source was added",
  too_old: "it was too old when it was first seen",
  duplicate: "it is a copy of an article that was handled already",
  silenced: "a silence covers it",
  inhibited: "another alert takes its place",
  quiet_hours: "it fell into quiet hours that drop alerts",
  rate_limited: "the receiver had its share of messages",
  below_route: "no channel of the receiver asks for such an event",
  no_route: "no route takes it",
  expired: "it could not be delivered in time",
  disabled: "the channel or the way there is disabled",
  feedback: "readers marked such passages as not relevant",
  not_material: "nothing new worth a message was in it",
  rematch: "the article was in the archive before the topic was",
};

/** Names of the notifier's timers and of what makes an update, as a person would say them. */
const timingWords: Readonly<Record<string, string>> = {
  critical: "critical alerts do not wait",
  groupWait: "the wait for other outlets was over",
  groupInterval: "the pause after the last message was over",
  severityRaised: "the severity rose",
  newPassage: "a passage that was not told before",
  textChanged: "the text changed",
  newSources: "many new sources",
  notMaterial: "nothing new worth a message",
  dailyLimit: "the updates of that day were used up",
};

/** Clauses of one match that are shown; the rest is counted. */
const maxClauses = 5;

/** A topic in the article: where it is, why, and everything that followed; pure. */
export function matchLines(match: ExplainedMatch, now: Date): string[] {
  const { clauses, snippets } = match;
  const more = clauses.length - maxClauses;
  return [
    `  Topic ${match.topicId} (${oneLine(match.topicName, 80)}), ${strengthWords(match)}: ${matchEnd(match)}`,
    `    in ${unitWords(match.units)}, by configuration ${match.configVersion}${versionWords(match)}`,
    ...clauses.slice(0, maxClauses).map((clause) => `    ${clauseLine(clause)}`),
    ...(more > 0 ? [`    and ${more} more queries`] : []),
    ...snippets.map(
      (part) => `    ${part.heading === null ? "" : `[${oneLine(part.heading, 80)}] `}${markedText(part)}`,
    ),
    ...match.alerts.flatMap((alert) => alertLines(alert, match.outcome === "suppressed", now)),
  ];
}

function strengthWords({ severity, raisedFrom, strength, isBrief }: ExplainedMatch): string {
  const raised = raisedFrom === null ? "" : ` (raised from ${raisedFrom})`;
  return `severity ${severity}${raised}, strength ${strength.toFixed(2)}${isBrief ? ", a brief mention" : ""}`;
}

/** Matches of earlier versions of Wirewatch have neither. */
function versionWords({ topicVersion, language }: ExplainedMatch): string {
  const version = topicVersion === "" ? "" : `, version ${topicVersion} of the topic`;
  return `${version}${language === null ? "" : `, read as ${oneLine(language, 40)}`}`;
}

/** E.g. `any[0]  quay OR pier   found: quay, Quays   in the title, section 2`. */
function clauseLine({ clause, query, words, texts }: ExplainedClause): string {
  const found = words.length === 0 ? "" : `   found: ${words.map((word) => oneLine(word, 60)).join(", ")}`;
  const where = texts.length === 0 || words.length === 0 ? "" : `   in ${textWords(texts)}`;
  return `${clause}  ${oneLine(query, 300)}${found}${where}`;
}

/** Texts that are named for one clause. */
const maxTexts = 4;

function textWords(texts: readonly string[]): string {
  const names = texts.slice(0, maxTexts).map((name) => {
    if (name === "title") return "the title";
    const section = `section ${Number(name.slice(1)) + 1}`;
    return name.startsWith("h") ? `the heading of ${section}` : section;
  });
  return `${names.join(", ")}${texts.length > maxTexts ? ` and ${texts.length - maxTexts} more` : ""}`;
}

function matchEnd({ outcome, reason, detail, outcomeAt }: ExplainedMatch): string {
  const at = outcomeAt === null ? "" : ` ${instant(outcomeAt)}`;
  const more = detail === null ? "" : ` (${inWords(detail)})`;
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

/** A stored reason; where it is, or ends in, a bare name, with the words for it. */
function inWords(reason: string): string {
  return (
    timingWords[reason] ??
    oneLine(reason).replace(/\((\w+)\)$/u, (whole, name: string) =>
      timingWords[name] === undefined ? whole : `(${timingWords[name]})`,
    )
  );
}

function unitWords(units: readonly (number | null)[]): string {
  const sections = units.filter((unit) => unit !== null).map((unit) => unit + 1);
  if (sections.length === 0) return "the title or the whole text";
  return `section${sections.length === 1 ? "" : "s"} ${sections.join(", ")}`;
}

function alertLines(alert: ExplainedAlert, isSuppressed: boolean, now: Date): string[] {
  const why = alert.reason === null ? "" : `: ${inWords(alert.reason)}`;
  const head = `    Alert ${alert.alertId} by route ${alert.route} to ${alert.receiver}: `;
  if (alert.state === "waiting") {
    const when = alert.groupDueAt === null ? "" : `; the group speaks ${whenDue(alert.groupDueAt, now)}`;
    return [`${head}waiting since ${instant(alert.createdAt)}${when}`];
  }
  if (isSuppressed) return [`${head}no message${why}`];
  const number = alert.message === null ? "" : ` message ${alert.message}`;
  return [
    `${head}${alert.state === "sent" ? `told in${number}` : `joined${number}`}${why}`,
    ...alert.deliveries.flatMap((delivery) => deliveryLines(delivery, now)),
  ];
}

function deliveryLines(
  { id, channel, event, state, reason, sentAt, nextTryAt, attempts }: ExplainedDelivery,
  now: Date,
): string[] {
  const last = attempts.at(-1);
  const isSaid = last !== undefined && last.reason === reason;
  const why = reason === null || isSaid ? "" : `: ${oneLine(reason)}`;
  return [
    `      ${channel} ${event}: ${deliveryWords(state, sentAt, nextTryAt, now)}${why}   (delivery ${id})`,
    ...attempts.map(({ attempt, at, result, status, latencyMs, reason: said }) => {
      const figures = [
        ...(status === null ? [] : [String(status)]),
        ...(latencyMs === null ? [] : [lengthOfTime(latencyMs)]),
      ];
      return `        attempt ${attempt} ${instant(at)}: ${[attemptWords[result] ?? result, ...figures].join(", ")}${said === null ? "" : `: ${oneLine(said)}`}`;
    }),
  ];
}

const attemptWords: Readonly<Record<string, string>> = {
  sent: "taken",
  later: "not taken",
  dead: "given up",
  unknown: "no end seen",
};

function deliveryWords(
  state: ExplainedDelivery["state"],
  sentAt: Date | null,
  nextTryAt: Date | null,
  now: Date,
): string {
  switch (state) {
    case "sent":
      return `sent${sentAt === null ? "" : ` ${instant(sentAt)}`}`;
    case "pending":
      return nextTryAt === null ? "waiting" : `waiting, next try ${whenDue(nextTryAt, now)}`;
    case "sending":
      return "on its way";
    case "failed":
      return "failed";
    case "unknown":
      return "unknown whether it arrived; it is not sent again by itself";
  }
}
