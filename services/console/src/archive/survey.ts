import { buckets, newestCandidates, sampledCandidates } from "@wirewatch/store";
import type { ArchiveChoice, ArchivePlace, Candidate, Database, Kysely } from "@wirewatch/store";
import type { Asker } from "./asker.ts";
import { lookThrough } from "./look-through.ts";
import type { Looked } from "./look-through.ts";

/** Up to so many candidates are all looked at; of more, whole stories by chance with about so many articles. */
const mostExact = 2_000;
const sampleSize = 1_000;
/** Candidates that are named at once when a list goes on. */
const listStep = 500;

/**
 * From when the candidates are known until the list, and then the counts, have to be there, milliseconds; what is found until then is the
 * answer.
 */
export interface Allowance {
  readonly listMs: number;
  readonly countMs: number;
}

/** With what stands around it on a page this makes a second. */
const usualAllowance: Allowance = { listMs: 400, countMs: 700 };
/** However slow the machine is, so many are looked at for the list and for the counts: less says nothing. */
const fewestListed = 40;
const fewestCounted = 150;

export interface SurveyOptions {
  readonly after: ArchivePlace | null;
  /** Whether the list has enough. @returns true to go on */
  readonly onListed: (looked: Looked) => boolean;
  /** Told of each article that counts, once; not called when nobody counts. */
  readonly onCounted: ((looked: Looked) => void) | null;
  readonly allowance?: Allowance;
  readonly signal?: AbortSignal | undefined;
}

/** What a look through the archive came to. */
export interface Survey {
  /** Articles that the index led to. */
  readonly candidates: number;
  /** Of the stories, how many were looked at for counting: 1 for all of them. */
  readonly share: number;
  /** Behind the last article that was looked at for the list; null at its end. */
  readonly next: ArchivePlace | null;
  /** False: the time for the list was over before it had enough. */
  readonly isListComplete: boolean;
}

/**
 * Looks through the articles of a choice: newest first for a list, until it has enough, and then at all of them, or at a sample, for
 * counting.
 */
export async function survey(
  db: Kysely<Database>,
  asker: Asker,
  choice: ArchiveChoice,
  { after, onListed, onCounted, allowance = usualAllowance, signal }: SurveyOptions,
): Promise<Survey> {
  const seen = new Map<string, Looked>();
  const isCounting = onCounted !== null;
  const limit = isCounting ? mostExact : listStep;
  const list = await newestCandidates(db, choice, { after, limit });
  signal?.throwIfAborted();
  const startedMs = performance.now();
  const listed = await fillList(db, asker, choice, list.candidates, {
    limit,
    onListed,
    seen,
    untilMs: startedMs + allowance.listMs,
    signal,
  });
  if (!isCounting) return { candidates: list.total, share: 1, ...listed };

  const isExact = list.total <= mostExact && after === null;
  const wanted = isExact ? buckets : Math.max(1, Math.ceil((buckets * sampleSize) / list.total));
  const sample = isExact
    ? list.candidates.toSorted((one, other) => one.bucket - other.bucket)
    : await sampledCandidates(db, choice, wanted);
  const below = await countSample(db, asker, sample, wanted, {
    seen,
    onCounted,
    untilMs: startedMs + allowance.countMs,
    signal,
  });
  return { candidates: list.total, share: below / buckets, ...listed };
}

interface ListOptions extends Pick<SurveyOptions, "onListed" | "signal"> {
  /** Candidates that were asked for at first: fewer are all there are. */
  readonly limit: number;
  readonly seen: Map<string, Looked>;
  readonly untilMs: number;
}

async function fillList(
  db: Kysely<Database>,
  asker: Asker,
  choice: ArchiveChoice,
  first: readonly Candidate[],
  { limit, onListed, seen, untilMs, signal }: ListOptions,
): Promise<Pick<Survey, "next" | "isListComplete">> {
  let candidates = first;
  for (let asked = limit; candidates.length > 0; asked = listStep) {
    for await (const looked of lookThrough(db, asker, candidates, signal)) {
      const { candidate } = looked;
      seen.set(candidate.articleId, looked);
      if (!onListed(looked)) return { next: candidate, isListComplete: true };
      if (seen.size >= fewestListed && performance.now() > untilMs) return { next: candidate, isListComplete: false };
    }
    const end = candidates.at(-1);
    if (end === undefined || candidates.length < asked) break;
    ({ candidates } = await newestCandidates(db, choice, { after: end, limit: listStep }));
  }
  return { next: null, isListComplete: true };
}

interface CountOptions {
  readonly seen: ReadonlyMap<string, Looked>;
  readonly onCounted: (looked: Looked) => void;
  readonly untilMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Counts in the order of buckets, so that wherever the time ends whole stories were taken by chance.
 *
 * @param wanted bucket below which the sample ends
 * @returns bucket below which all were counted
 */
async function countSample(
  db: Kysely<Database>,
  asker: Asker,
  sample: readonly Candidate[],
  wanted: number,
  { seen, onCounted, untilMs, signal }: CountOptions,
): Promise<number> {
  const unseen = sample.filter(({ articleId }) => !seen.has(articleId));
  // Those of the bucket that is being read; they count when it is complete.
  let open: Looked[] = [];
  let bucket = -1;
  let counted = 0;
  const close = (): void => {
    for (const looked of open) onCounted(looked);
    counted += open.length;
    open = [];
  };
  const fresh = lookThrough(db, asker, unseen, signal);
  try {
    let ahead = await nextOf(fresh);
    for (const candidate of sample) {
      let looked = seen.get(candidate.articleId);
      if (looked === undefined && ahead?.candidate === candidate) {
        looked = ahead;
        ahead = await nextOf(fresh);
      }
      // It is gone meanwhile.
      if (looked === undefined) continue;
      if (candidate.bucket !== bucket) {
        close();
        bucket = candidate.bucket;
        if (counted >= fewestCounted && performance.now() > untilMs) return Math.max(1, bucket);
      }
      open.push(looked);
    }
    close();
    return wanted;
  } finally {
    await fresh.return(null);
  }
}

async function nextOf(looked: AsyncGenerator<Looked>): Promise<Looked | null> {
  const { value, done } = await looked.next();
  return done === true ? null : value;
}
