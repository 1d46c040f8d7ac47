import type { SourceConfig } from "@wirewatch/config";
import type { NoticeKind } from "@wirewatch/model";
import { problemOf } from "@wirewatch/polling";
import type { PollProblem } from "@wirewatch/polling";
import { storable, storableOrNull } from "@wirewatch/store";
import type { Feed, WorkColumns } from "@wirewatch/store";
import type { AskedSource, PollFacts } from "./poll-facts.ts";
import type { DocumentRead, Unreadable } from "./read-document.ts";

/** Columns of a feed's row as they are to be; JSON as values. */
export type FeedColumns = Partial<Omit<Feed, keyof WorkColumns | "id" | "next_at">>;

/** Something a person is told about a source. */
export interface Told {
  readonly kind: NoticeKind;
  readonly text: string;
}

/** How a source does after a poll. */
export interface Health {
  readonly columns: FeedColumns;
  readonly notices: readonly Told[];
}

/** What is wrong with an answer; a secret that is missing is ours to mend, not the site's. */
export type Problem = Pick<PollProblem, "reason" | "state" | "points"> & { readonly code: string };

/** 410 says "for ever"; the second time in a row it is believed. */
const goneAnswersToEnd = 2;

/**
 * What is wrong with the answer of a source; null when it can be worked with.
 *
 * @param mayBePage a page is welcome: it is a home page that leads to feeds
 */
export function problemIn({ answer, document, errorTitle }: AskedSource, mayBePage: boolean): Problem | null {
  switch (answer.kind) {
    case "secret":
      return {
        code: "secret",
        state: "failing",
        points: 0.5,
        reason: `${answer.reason}; set it where the fetcher runs`,
      };
    case "robots":
      return answer.isTemporary
        ? { code: "robots", state: "failing", points: 0.5, reason: answer.reason }
        : problemOf({ kind: "refused", code: "robots", reason: answer.reason });
    case "refused":
    case "failed":
      return problemOf(answer);
    case "response": {
      const { status, headers } = answer.page;
      const page = document?.kind === "html" ? document : null;
      const title = page === null ? errorTitle : page.title;
      return problemOf({ kind: "response", status, headers, error: errorIn(document, mayBePage), title });
    }
  }
}

function errorIn(document: DocumentRead | null, mayBePage: boolean): Unreadable | null {
  if (document?.kind === "unreadable") return document;
  if (document?.kind !== "html" || mayBePage) return null;
  const alternates = document.alternates.map((alternate) => alternate.url);
  return { kind: "unreadable", code: "html", message: "this is an HTML page", alternates };
}

/**
 * A source that could not be read. It counts as failing (blocked, gone) from as many failures in a row as it allows, and
 * that is told once; only a second 410 in a row ends it.
 */
export function afterFailure(
  { row, now }: PollFacts,
  source: SourceConfig,
  problem: Problem,
  status: number | null,
): Health & { readonly ends: boolean; readonly failurePoints: number } {
  const failures = row.failures + 1;
  const goneAnswers = status === 410 ? row.gone_answers + 1 : 0;
  const ends = goneAnswers >= goneAnswersToEnd;
  const state = ends ? "gone" : failures >= source.failingAfter ? problem.state : "slow";
  const failurePoints = row.failure_points + problem.points;
  const columns: FeedColumns = {
    status: isTold(row.status) && state === "slow" ? row.status : state,
    reason: storable(problem.reason),
    problem: problem.code,
    failures,
    failure_points: failurePoints,
    failing_since: row.failing_since ?? now,
    gone_answers: goneAnswers,
    last_polled_at: now,
  };
  const isNews = isTold(state) && (!isTold(row.status) || (ends && row.status !== "gone"));
  return {
    columns,
    ends,
    failurePoints,
    notices: isNews ? [{ kind: state, text: failureText(row, source, problem, { failures, ends }) }] : [],
  };
}

/**
 * A source that could be read. When it brought nothing for much longer than it usually pauses it is silent, which is told
 * once; so is the end of what was told.
 *
 * @param note what there is to say although all is well
 */
export function afterSuccess(
  { row, now }: PollFacts,
  source: SourceConfig,
  { newItems, isSilent, note }: { readonly newItems: number; readonly isSilent: boolean; readonly note: Note | null },
): Health {
  const name = nameOf(row, source);
  const notices: Told[] = [];
  if (isTold(row.status))
    notices.push({
      kind: "recovered",
      text: `${name} can be read again; it could not since ${instant(row.failing_since)}`,
    });
  const silence = `nothing new since ${instant(row.last_item_at)}, ${source.silentAfter ?? 1} times longer than its longest usual pause; look whether the site has another address for it`;
  if (isSilent && row.silent_since === null) notices.push({ kind: "silent", text: `${name} is silent: ${silence}` });
  if (row.silent_since !== null && newItems > 0)
    notices.push({
      kind: "recovered",
      text: `${name} publishes again; it was silent since ${instant(row.last_item_at)}`,
    });
  const columns: FeedColumns = {
    status: isSilent ? "silent" : "ok",
    reason: isSilent ? silence : storableOrNull(note?.reason),
    problem: isSilent ? "silent" : (note?.code ?? null),
    failures: 0,
    failure_points: 0,
    failing_since: null,
    gone_answers: 0,
    silent_since: newItems > 0 ? null : isSilent ? (row.silent_since ?? now) : row.silent_since,
    last_polled_at: now,
    last_success_at: now,
    ...(newItems > 0 ? { last_item_at: now } : {}),
  };
  return { columns, notices };
}

/** Something worth knowing about a source that is well. */
export interface Note {
  readonly code: string | null;
  readonly reason: string;
}

/** States that a person was told of. */
function isTold(state: string): state is "failing" | "blocked" | "gone" {
  return state === "failing" || state === "blocked" || state === "gone";
}

function failureText(
  row: Feed,
  source: SourceConfig,
  problem: Problem,
  { failures, ends }: { readonly failures: number; readonly ends: boolean },
): string {
  const name = nameOf(row, source);
  if (ends) return `${name} is gone and is not asked any more: ${problem.reason}`;
  const since = failures === 1 ? "" : ` since ${instant(row.failing_since)}, ${failures} times in a row`;
  return `${name} could not be read${since}: ${problem.reason}`;
}

/** The source, and which of its documents when it has several. */
function nameOf(row: Feed, { name, feeds }: SourceConfig): string {
  return feeds.length > 1 || row.parent_id !== null ? `${name} (${row.url})` : name;
}

function instant(at: Date | null): string {
  return at === null ? "the first try" : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
