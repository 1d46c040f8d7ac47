import type { ExplainedAlert, ExplainedDelivery } from "@wirewatch/store";
import { lengthOfTime, oneLine, whenDue } from "./plain-words.ts";
import { reasonWords } from "./reason-words.ts";
import type { Clock, Told } from "./told.ts";

/** When something is told: the reader's clock, and what it shows now. */
export interface Moment {
  readonly clock: Clock;
  readonly now: Date;
}

/** What one route made of a match: whom it told, or why nobody; pure. */
export function alertWords(alert: ExplainedAlert, moment: Moment): string {
  const { alertId, route, receiver } = alert;
  return `Alert ${alertId} by route ${route} to ${receiver}: ${alertEnd(alert, moment)}`;
}

/** How an alert ended for its receiver, e.g. `told in message 1`, `held until 07:00`; pure. */
export function alertEnd(
  { state, reason, createdAt, groupDueAt, leavesAt, message }: ExplainedAlert,
  { clock, now }: Moment,
): string {
  const why = reason === null ? "" : `: ${reasonWords(reason, clock)}`;
  const number = message === null ? "" : ` message ${message}`;
  switch (state) {
    case "waiting": {
      const when = groupDueAt === null ? "" : `; the group speaks ${whenDue(groupDueAt, now)}`;
      return `waiting since ${clock(createdAt)}${when}`;
    }
    case "held":
      return `held${leavesAt === null ? "" : ` until ${clock(leavesAt)}`}${why}`;
    case "sent":
      return `told in${number}${why}`;
    case "told":
      return message === null
        ? `named in a message about several alerts${why}`
        : `joined${number}, which names it${why}`;
    case "digested":
      return `sent in a digest${why}`;
    case "joined":
      return `joined${number}${why}`;
    case "suppressed":
      return `no message${why}`;
  }
}

/** One message to one channel, how it ended, and every try; pure. */
export function deliveryWords(delivery: ExplainedDelivery, moment: Moment): Told {
  const { id, channel, event, reason, attempts } = delivery;
  const last = attempts.at(-1);
  const isSaid = last !== undefined && last.reason === reason;
  const why = reason === null || isSaid ? "" : `: ${oneLine(reason)}`;
  return {
    text: `${channel} ${event}: ${deliveryEnd(delivery, moment)}${why}   (delivery ${id})`,
    notes: attempts.map((attempt) => attemptWords(attempt, moment.clock)),
  };
}

const attemptEnds: Readonly<Record<string, string>> = {
  sent: "taken",
  later: "not taken",
  dead: "given up",
  unknown: "no end seen",
};

function attemptWords(
  { attempt, at, result, status, latencyMs, reason }: ExplainedDelivery["attempts"][number],
  clock: Clock,
): string {
  const figures = [
    ...(status === null ? [] : [String(status)]),
    ...(latencyMs === null ? [] : [lengthOfTime(latencyMs)]),
  ];
  const end = [attemptEnds[result] ?? result, ...figures].join(", ");
  return `attempt ${attempt} ${clock(at)}: ${end}${reason === null ? "" : `: ${oneLine(reason)}`}`;
}

/** How a delivery stands; pure. */
function deliveryEnd({ state, sentAt, nextTryAt }: ExplainedDelivery, { clock, now }: Moment): string {
  switch (state) {
    case "sent":
      return `sent${sentAt === null ? "" : ` ${clock(sentAt)}`}`;
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
