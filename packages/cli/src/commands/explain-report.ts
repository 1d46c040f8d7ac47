import { isStageName, stages } from "@wirewatch/pipeline";
import type {
  Announcement,
  ExplainedArticle,
  ExplainedRevision,
  Explanation,
  NearestSource,
  WaitingWork,
} from "@wirewatch/store";
import { sourceLines, sourceSentence } from "../source-lines.ts";
import { counted, fromNow, instant, lengthOfTime, oneLine } from "../terminal-text.ts";
import { cutLines } from "./explain-cut.ts";
import { matchLines } from "./explain-matches.ts";
import { stepLines } from "./explain-steps.ts";
import { verdictLines } from "./explain-verdict.ts";

const knownByWords = {
  announced: "",
  redirect: "a redirect from its announced address leads to this URL",
  canonical: "the page names this URL as its own address",
} as const;

/** The answer of `wirewatch explain` as a vertical list; pure. */
export function explanationLines(explanation: Explanation): string[] {
  if (!explanation.isKnown) return unknownLines(explanation);
  const { announcements, articles } = explanation;
  return [
    `${explanation.url}   (times are UTC)`,
    "",
    ...announcementLines(announcements),
    ...articles.flatMap((article) => ["", ...articleLines(article, explanation)]),
    ...(articles.length === 0 ? ["", "No work was opened for it, so there is no article and no alert."] : []),
  ];
}

function announcementLines(announcements: readonly Announcement[]): string[] {
  if (announcements.length === 0) return ["Announced in no feed that is still recorded."];
  return ["Announced in", ...announcements.flatMap((item) => announcement(item))];
}

function announcement({
  seenAt,
  sourceId,
  feedUrl,
  title,
  isBaseline,
  outcome,
  reason,
  articleId,
}: Announcement): string[] {
  const ends: Readonly<Record<string, string>> = { knownUrl: "no new work", excluded: "not taken" };
  const end =
    outcome === null ? (articleId === null ? "" : `work opened as article ${articleId}`) : (ends[outcome] ?? outcome);
  return [
    `  ${instant(seenAt)}  ${sourceId}, ${feedUrl.startsWith("push:") ? "handed in" : feedUrl}`,
    ...(title === null ? [] : [`    “${oneLine(title)}”`]),
    ...(end === "" ? [] : [`    ${end}${reason === null ? "" : `: ${oneLine(reason)}`}`]),
    ...(isBaseline ? ["    it was in the feed's first document: archived, not alerted"] : []),
  ];
}

function articleLines(article: ExplainedArticle, explanation: Explanation): string[] {
  const { id, url, sourceId, firstSeenAt, knownBy, revisions } = article;
  const title = revisions.findLast((revision) => revision.title !== null)?.title;
  const known = knownByWords[knownBy];
  return [
    `Article ${id}${title === undefined || title === null ? "" : ` “${oneLine(title)}”`}`,
    `  first seen ${instant(firstSeenAt)} in ${sourceId}, ${counted(revisions.length, "revision")}`,
    ...(known === "" ? [] : [`  ${url}`, `  found because ${known}`]),
    ...revisions.flatMap((revision) => ["", ...revisionLines(revision, explanation)]),
  ];
}

function revisionLines(revision: ExplainedRevision, explanation: Explanation): string[] {
  const { steps, waiting, matches } = revision;
  return [
    `Revision ${revision.revision}: ${outcomeWords(revision)}`,
    `  ${instant(revision.seenAt)}  seen in ${revision.sourceId}${age(revision)}`,
    ...steps.flatMap((step) => stepLines(step)),
    ...cutLines(revision.cut),
    ...(waiting === null ? [] : waitingLines(waiting, explanation)),
    ...verdictLines(revision),
    ...(matches.length === 0
      ? unmatchedLines(revision)
      : matches.flatMap((match) => matchLines(match, explanation.asOf))),
  ];
}

function age({ isBaseline, isTooOld }: ExplainedRevision): string {
  if (isBaseline) return ", in the feed's first document (baseline)";
  return isTooOld ? ", too old for an alert by then" : "";
}

function outcomeWords({ outcome, reason, matches, trigger }: ExplainedRevision): string {
  const why = reason === null ? "" : ` — ${oneLine(reason)}`;
  switch (outcome) {
    case null:
      return "still in progress";
    case "matched":
      return `matched ${counted(matches.length, "topic")}${why}`;
    case "unmatched":
      return matches.length === 0 ? "an article, but no topic is in it" : "an article, but no topic was in it then";
    case "duplicate":
      return `a copy of another article${why}`;
    case "unchanged":
      return `${trigger === "template" ? "its text was cleaned again, nothing new was published" : "fetched again, the text is the same"}${why}`;
    case "notArticle":
      return `no readable article${why}`;
    case "gone":
      return `not there${why}`;
    case "refused":
      return `not fetched, as it is forbidden${why}`;
    case "failed":
      return `failed${why}`;
  }
}

function waitingLines(waiting: WaitingWork, { asOf, services, drainedSince }: Explanation): string[] {
  const { stage, since, isRunning, dueAt, hostFreeAt, attempts, starts, lastError } = waiting;
  const service = isStageName(stage) ? stages[stage].service : stage;
  const isGated = isStageName(stage) && stages[stage].gated;
  const reasons = [
    ...(drainedSince !== null && isGated
      ? [`intake is stopped since ${instant(drainedSince)}; "wirewatch drain --end" lets it go on`]
      : []),
    ...(services.includes(service) ? [] : [`no ${service} is running; "wirewatch run ${service}" starts one`]),
    ...(hostFreeAt !== null && hostFreeAt > asOf ? [`its host is asked again ${fromNow(hostFreeAt, asOf)}`] : []),
    ...(dueAt > asOf && !isRunning ? [`it is due ${fromNow(dueAt, asOf)}`] : []),
    ...(attempts > 0 ? [`it failed ${attempts === 1 ? "once" : `${attempts} times`} there so far`] : []),
    ...(starts > 1 ? [`it was started ${starts} times without an end: the process may have crashed`] : []),
    ...(lastError === null ? [] : [`last error: ${oneLine(lastError)}`]),
    ...(attempts > 0 && lastError === null ? [`the log of the ${service} says why`] : []),
  ];
  const what = isRunning ? "is being worked on in" : "waits for";
  return [
    `  now                  ${what} ${stage}, since ${instant(since)} (${lengthOfTime(Math.max(0, asOf.getTime() - since.getTime()))})`,
    ...reasons.map((reason) => `                       ${reason}`),
  ];
}

function unmatchedLines({ topicsAsked }: ExplainedRevision): string[] {
  if (topicsAsked === null) return [];
  const names = topicsAsked.topics.map((topic) => topic.id);
  const shown = names.length > 30 ? `${names.slice(0, 30).join(", ")} and ${names.length - 30} more` : names.join(", ");
  return [
    `  Topics: none of ${counted(names.length, "topic")} of configuration ${topicsAsked.configVersion} is in it (${shown})`,
  ];
}

function unknownLines({ url, nearest, asOf, drainedSince }: Explanation): string[] {
  const host = new URL(url).host;
  const head = `${url} is not known: no source has announced it.`;
  if (nearest.length === 0) {
    return [
      head,
      `No source covers ${host}.`,
      "",
      `What to do: "wirewatch sources test ${new URL(url).origin}/" shows whether the site has a feed; add it to sources.yaml then.`,
    ];
  }
  const [first] = nearest;
  return [
    head,
    ...(drainedSince === null
      ? []
      : [`Intake is stopped since ${instant(drainedSince)} UTC; "wirewatch drain --end" lets it go on.`]),
    nearest.length === 1 ? "The nearest source:" : "The nearest sources:",
    ...nearest.slice(0, 5).flatMap((near) => nearestLines(near, asOf)),
    "",
    `What to do: "wirewatch sources test ${first?.source.id ?? ""}" shows what its feed holds now. If the page is not in it, add another feed of the site.`,
  ];
}

function nearestLines({ relation, source }: NearestSource, asOf: Date): string[] {
  const where = relation === "sameHost" ? "same host" : "same site";
  return [
    `  ${source.id} (${where}): ${sourceSentence(source, asOf)}`,
    ...(source.feeds.length === 1
      ? [`    ${source.feeds[0]?.url ?? ""}`]
      : sourceLines([source], asOf)
          .slice(1)
          .map((line) => `    ${line}`)),
  ];
}
