import { setImmediate } from "node:timers/promises";
import { loadCandidates } from "@wirewatch/store";
import type { Candidate, Database, FoundArticle, Kysely } from "@wirewatch/store";
import type { Asked, Asker } from "./asker.ts";

/** Articles whose texts are read at once. */
const batch = 40;
/** Others of the process wait no longer than about this, milliseconds. */
const breathMs = 12;

/** An article that was looked at, and what was found. */
export interface Looked extends Asked {
  readonly candidate: Candidate;
  readonly article: FoundArticle;
}

/**
 * Reads articles and asks about them, in the order given. The next texts are read while these are looked at; the process breathes in between.
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
  let reading = read(db, candidates, 0);
  let restedMs = performance.now();
  for (let at = 0; at < candidates.length; at += batch) {
    const articles = await reading;
    signal?.throwIfAborted();
    reading = read(db, candidates, at + batch);
    for (const article of articles) {
      const candidate = byId.get(article.article_id);
      if (candidate !== undefined) yield { candidate, article, ...asker.ask(article) };
      if (performance.now() - restedMs < breathMs) continue;
      await setImmediate();
      restedMs = performance.now();
      signal?.throwIfAborted();
    }
  }
}

function read(db: Kysely<Database>, candidates: readonly Candidate[], from: number): Promise<FoundArticle[]> {
  const loaded = loadCandidates(db, candidates.slice(from, from + batch));
  // It may be read ahead for nobody; who waits for it gets the error.
  loaded.catch(() => undefined);
  return loaded;
}
