import { setImmediate } from "node:timers/promises";
import { loadCandidates, unpackArticle } from "@wirewatch/store";
import type { Candidate, Database, FoundArticle, Kysely, PackedArticle } from "@wirewatch/store";
import type { Asked, Asker } from "./asker.ts";

/** Articles that are read at once: few at first, for most lists end there, and then more each time. */
const firstBatch = 40;
const largestBatch = 240;
/** Others of the process wait no longer than about this, milliseconds. */
const breathMs = 8;

/** An article that was looked at, and what was found. */
export interface Looked extends Asked {
  readonly candidate: Candidate;
  readonly article: FoundArticle;
}

/**
 * Reads articles and asks about them, in the order given. The next ones are read while these are looked at; the process breathes in between.
 *
 * @throws the reason of the signal when it is aborted
 */
export async function* lookThrough(
  db: Kysely<Database>,
  asker: Asker,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Looked> {
  const byId = new Map(candidates.map((candidate) => [candidate.articleId, candidate]));
  let end = firstBatch;
  let reading = read(db, candidates.slice(0, end));
  let restedMs = performance.now();
  for (let from = 0; from < candidates.length;) {
    const articles = await reading;
    signal?.throwIfAborted();
    const size = Math.min(2 * (end - from), largestBatch);
    from = end;
    end += size;
    reading = read(db, candidates.slice(from, end));
    for (const packed of articles) {
      const candidate = byId.get(packed.article_id);
      if (candidate !== undefined) {
        const article = unpackArticle(packed);
        yield { candidate, article, ...asker.ask(article) };
      }
      if (performance.now() - restedMs < breathMs) continue;
      await setImmediate();
      restedMs = performance.now();
      signal?.throwIfAborted();
    }
  }
}

function read(db: Kysely<Database>, candidates: readonly Candidate[]): Promise<readonly PackedArticle[]> {
  const loaded = loadCandidates(db, candidates);
  // It may be read ahead for nobody; who waits for it gets the error.
  loaded.catch(() => undefined);
  return loaded;
}
