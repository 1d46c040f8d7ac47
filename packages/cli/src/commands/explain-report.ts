import {
  announcementWords,
  knownByWords,
  noAnnouncement,
  noWork,
  outcomeWords,
  seenWords,
  unknownWords,
  unmatchedWords,
  waitingWords,
} from "@wirewatch/explain";
import type { Announcement, ExplainedArticle, ExplainedRevision, Explanation, WaitingWork } from "@wirewatch/store";
import { counted, instant, oneLine } from "../terminal-text.ts";
import { cutLines } from "./explain-cut.ts";
import { matchLines } from "./explain-matches.ts";
import { stepLines } from "./explain-steps.ts";
import { verdictLines } from "./explain-verdict.ts";

/** The answer of `wirewatch explain` as a vertical list; pure. */
export function explanationLines(explanation: Explanation): string[] {
  if (!explanation.isKnown) return unknownLines(explanation);
  const { announcements, articles } = explanation;
  return [
    `${explanation.url}   (times are UTC)`,
    "",
    ...announcementLines(announcements),
    ...articles.flatMap((article) => ["", ...articleLines(article, explanation)]),
    ...(articles.length === 0 ? ["", noWork] : []),
  ];
}

function announcementLines(announcements: readonly Announcement[]): string[] {
  if (announcements.length === 0) return [noAnnouncement];
  return ["Announced in", ...announcements.flatMap((item) => announcement(item))];
}

function announcement(item: Announcement): string[] {
  const { text, notes } = announcementWords(item);
  return [
    `  ${instant(item.seenAt)}  ${text}`,
    ...(item.title === null ? [] : [`    “${oneLine(item.title)}”`]),
    ...notes.map((note) => `    ${note}`),
  ];
}

function articleLines(article: ExplainedArticle, explanation: Explanation): string[] {
  const { id, url, sourceId, firstSeenAt, revisions } = article;
  const title = revisions.findLast((revision) => revision.title !== null)?.title;
  const known = knownByWords(article);
  return [
    `Article ${id}${title === undefined || title === null ? "" : ` “${oneLine(title)}”`}`,
    `  first seen ${instant(firstSeenAt)} in ${sourceId}, ${counted(revisions.length, "revision")}`,
    ...(known === null ? [] : [`  ${url}`, `  ${known}`]),
    ...revisions.flatMap((revision) => ["", ...revisionLines(revision, explanation)]),
  ];
}

function revisionLines(revision: ExplainedRevision, explanation: Explanation): string[] {
  const { steps, waiting, matches } = revision;
  return [
    `Revision ${revision.revision}: ${outcomeWords(revision)}`,
    `  ${instant(revision.seenAt)}  ${seenWords(revision)}`,
    ...steps.flatMap((step) => stepLines(step)),
    ...cutLines(revision.cut),
    ...(waiting === null ? [] : waitingLines(waiting, explanation)),
    ...verdictLines(revision),
    ...(matches.length === 0
      ? unmatchedLines(revision)
      : matches.flatMap((match) => matchLines(match, explanation.asOf))),
  ];
}

function waitingLines(waiting: WaitingWork, explanation: Explanation): string[] {
  const { text, notes } = waitingWords(waiting, explanation, instant);
  return [`  now                  ${text}`, ...notes.map((note) => `                       ${note}`)];
}

function unmatchedLines(revision: ExplainedRevision): string[] {
  const words = unmatchedWords(revision);
  return words === null ? [] : [`  Topics: ${words}`];
}

function unknownLines(explanation: Explanation): string[] {
  const { text, notes, heading, sources, advice } = unknownWords(explanation, instant);
  return [
    text,
    ...notes,
    ...(heading === "" ? [] : [heading]),
    ...sources.flatMap((source) => [`  ${source.text}`, ...source.notes.map((note) => `    ${note}`)]),
    "",
    advice,
  ];
}
