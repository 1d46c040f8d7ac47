import { logPolls } from "@wirewatch/store";
import type { Database, FeedPoll, Kysely, LoggedPoll } from "@wirewatch/store";
import type { PollDecision } from "./decide-poll.ts";
import type { PollFacts } from "./poll-facts.ts";

/** Polls are written together so often. */
const everyMs = 1000;
/** More are not kept in memory while the store is away. */
const mostWaiting = 5000;

/** What people see of the latest polls. It is no part of the work: losing the last second of it changes nothing. */
export interface PollLog {
  /** Notes a poll that was made; nothing where nothing was asked. */
  note(facts: PollFacts, decision: PollDecision): void;
}

/** A log that writes what was noted every second, in one statement, so that a poll does not wait for it. */
export function createPollLog(db: Kysely<Database>): PollLog {
  let waiting: FeedPoll[] = [];
  let isArmed = false;
  const arm = (): void => {
    if (isArmed) return;
    isArmed = true;
    // A process that has nothing else to do may end.
    setTimeout(() => void flush(), everyMs).unref();
  };
  const flush = async (): Promise<void> => {
    const polls = waiting;
    waiting = [];
    try {
      await logPolls(db, polls);
    } catch {
      // The store is away: they are written when it is back.
      waiting = [...polls, ...waiting].slice(-mostWaiting);
    }
    isArmed = false;
    if (waiting.length > 0) arm();
  };
  return {
    note(facts, decision) {
      const poll = loggedPoll(facts, decision);
      if (poll === null) return;
      waiting.push({ feedId: facts.row.id, poll });
      if (waiting.length > mostWaiting) waiting = waiting.slice(-mostWaiting);
      arm();
    },
  };
}

/** One line of the log. Pure. */
function loggedPoll({ asked, now, row }: PollFacts, decision: PollDecision): LoggedPoll | null {
  if (asked === null || decision.kind === "stopped") return null;
  const { answer, items, unknown, bodyHash } = asked;
  const response = answer.kind === "response" ? answer : null;
  const status = response?.page.status ?? null;
  // A feed that was read may have a problem as well: it is silent, say.
  const isFailed = (decision.columns.failures ?? 0) > 0;
  return {
    at: now,
    status,
    bytes: response?.page.body.byteLength ?? 0,
    ms: response?.latencyMs ?? null,
    items: items.length,
    newItems: unknown,
    isUnchanged: status === 304 || (bodyHash !== null && bodyHash === row.body_hash),
    problem: isFailed ? (decision.columns.problem ?? null) : null,
  };
}
