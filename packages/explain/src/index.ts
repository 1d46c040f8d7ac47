export { alertEnd, alertWords, deliveryWords } from "./alert-words.ts";
export type { Moment } from "./alert-words.ts";
export { announcementWords, knownByWords, noAnnouncement, noWork } from "./announcement-words.ts";
export { cutReasonWords, orderedCut } from "./cut-words.ts";
export { clauseWords, matchEnd, matchPlace, matchWords, strengthWords } from "./match-words.ts";
export type { ClauseWords } from "./match-words.ts";
export {
  byteSize,
  columns,
  counted,
  fromNow,
  instant,
  lengthOfTime,
  markedText,
  oneLine,
  whenDue,
} from "./plain-words.ts";
export { queryPlace, withQueryPlaces } from "./query-place.ts";
export { reasonWords, suppressionWords } from "./reason-words.ts";
export { outcomeWords, seenWords, unmatchedWords } from "./revision-words.ts";
export { sourceLines, sourceSentence, usualPerDay } from "./source-lines.ts";
export type { FreshnessBySource } from "./source-lines.ts";
export { stepTimes, stepWords } from "./step-words.ts";
export type { Clock, Told } from "./told.ts";
export { unknownWords } from "./unknown-words.ts";
export type { UnknownWords } from "./unknown-words.ts";
export { changeWords, clusterWords, originalWords, storyWords, verdictWords } from "./verdict-words.ts";
export { waitingWords } from "./waiting-words.ts";
