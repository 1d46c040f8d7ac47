import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** Polls that are kept of each feed. */
export const keptPolls = 50;

/** One request for a feed's document, and what came of it. */
export interface LoggedPoll {
  readonly at: Date;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Of the document, unpacked; 0 when none was sent. */
  readonly bytes: number;
  /** From the request to the whole answer, redirects included; null when there was none. */
  readonly ms: number | null;
  /** Items in the document; 0 when it was not read. */
  readonly items: number;
  /** Items that had not been seen before. */
  readonly newItems: number;
  /** The document was the one of the poll before: 304, or the same bytes. */
  readonly isUnchanged: boolean;
  /** Code of what was wrong, see `ProblemCode` of packages/polling; null when it could be read. */
  readonly problem: string | null;
}

/**
 * Codes by the number they are stored as; new ones go to the end. What is not here is stored as `other`.
 */
const problems: readonly (string | null)[] = [
  null,
  "other",
  "dns",
  "connect",
  "tls",
  "timeout",
  "reset",
  "protocol",
  "tooLarge",
  "encoding",
  "redirects",
  "request",
  "aborted",
  "robots",
  "address",
  "challenge",
  "unauthorized",
  "forbidden",
  "payment",
  "legal",
  "notFound",
  "gone",
  "rateLimited",
  "unavailable",
  "serverError",
  "status",
  "html",
  "empty",
  "notFeed",
  "selector",
  "unreadable",
  "secret",
  "crash",
];

/** Instant (6 bytes), status (2), bytes (4), milliseconds (3; all ones: none), items (2), new ones (2), problem (1; 128: unchanged). */
const bytesPerPoll = 20;
const [noMs, mostItems, mostBytes] = [0xff_ff_ff, 0xff_ff, 0xff_ff_ff_ff];
const unchangedFlag = 128;

/** A poll as bytes of fixed length, so that the store can put it before the others and cut off the oldest. */
export function packPoll({ at, status, bytes, ms, items, newItems, isUnchanged, problem }: LoggedPoll): Buffer {
  const packed = Buffer.alloc(bytesPerPoll);
  packed.writeUIntBE(Math.max(0, at.getTime()), 0, 6);
  packed.writeUInt16BE(whole(status ?? 0, mostItems), 6);
  packed.writeUInt32BE(whole(bytes, mostBytes), 8);
  packed.writeUIntBE(ms === null ? noMs : whole(ms, noMs - 1), 12, 3);
  packed.writeUInt16BE(whole(items, mostItems), 15);
  packed.writeUInt16BE(whole(newItems, mostItems), 17);
  const code = problems.indexOf(problem);
  packed.writeUInt8((code === -1 ? problems.indexOf("other") : code) + (isUnchanged ? unchangedFlag : 0), 19);
  return packed;
}

/** @see packPoll */
export function unpackPolls(packed: Buffer): LoggedPoll[] {
  return Array.from({ length: Math.floor(packed.length / bytesPerPoll) }, (_, index) => {
    const offset = index * bytesPerPoll;
    const status = packed.readUInt16BE(offset + 6);
    const ms = packed.readUIntBE(offset + 12, 3);
    const last = packed.readUInt8(offset + 19);
    const problem = problems[last % unchangedFlag];
    return {
      at: new Date(packed.readUIntBE(offset, 6)),
      status: status === 0 ? null : status,
      bytes: packed.readUInt32BE(offset + 8),
      ms: ms === noMs ? null : ms,
      items: packed.readUInt16BE(offset + 15),
      newItems: packed.readUInt16BE(offset + 17),
      isUnchanged: last >= unchangedFlag,
      problem: problem === undefined ? "other" : problem,
    };
  });
}

function whole(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(0, Math.round(value))) : 0;
}

/** A poll and whose it was. */
export interface FeedPoll {
  readonly feedId: Id;
  readonly poll: LoggedPoll;
}

/**
 * Puts polls to those that are kept, with one statement for any number of feeds. It does not wait for the disk: what a server of
 * the store that dies loses of the log is the last second of it. Feeds that are gone are passed over.
 *
 * @param polls oldest first
 */
export async function logPolls(db: Kysely<Database>, polls: readonly FeedPoll[]): Promise<void> {
  const byFeed = Map.groupBy(polls, ({ feedId }) => feedId);
  // In one order, so that two processes never wait for each other's rows.
  const ids = [...byFeed.keys()].toSorted((a, b) => Number(a) - Number(b));
  if (ids.length === 0) return;
  const packed = ids.map((id) =>
    Buffer.concat(
      (byFeed.get(id) ?? [])
        .slice(-keptPolls)
        .map(({ poll }) => packPoll(poll))
        .toReversed(),
    ).toString("hex"),
  );
  await sql`
    with relaxed as (select set_config('synchronous_commit', 'off', true)),
    given as (
      select u.id, decode(u.packed, 'hex') as polls, u.nth
      from unnest(${ids}::bigint[], ${packed}::text[]) with ordinality as u(id, packed, nth) cross join relaxed)
    insert into poll_log (feed_id, polls)
    select g.id, g.polls from given g where exists (select 1 from feed f where f.id = g.id) order by g.nth
    on conflict (feed_id) do update
      set polls = substring(excluded.polls || poll_log.polls from 1 for ${keptPolls * bytesPerPoll})`.execute(db);
}

/** The latest polls of feeds, newest first. */
export async function readPolls(db: Kysely<Database>, feedIds: readonly Id[]): Promise<Map<Id, LoggedPoll[]>> {
  if (feedIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("poll_log")
    .select(["feed_id", "polls"])
    .where("feed_id", "in", [...feedIds])
    .execute();
  return new Map(rows.map(({ feed_id, polls }) => [feed_id, unpackPolls(polls)]));
}
