import type { SuppressionReason } from "@wirewatch/model";
import { oneLine } from "./plain-words.ts";
import type { Clock } from "./told.ts";

/** Why a match led to no message, as a person would say it. */
export const suppressionWords: Readonly<Record<SuppressionReason, string>> = {
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

const storedInstant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/gu;

/** A stored reason: with the words for a bare name that it is or ends in, and with its instants as the reader has them. */
export function reasonWords(reason: string, clock: Clock): string {
  const named = Object.hasOwn(timingWords, reason) ? timingWords[reason] : undefined;
  if (named !== undefined) return named;
  return oneLine(reason)
    .replace(/\((\w+)\)$/u, (whole, name: string) =>
      Object.hasOwn(timingWords, name) ? `(${timingWords[name] ?? name})` : whole,
    )
    .replaceAll(storedInstant, (found) => {
      const at = new Date(found);
      return Number.isNaN(at.getTime()) ? found : clock(at);
    });
}
