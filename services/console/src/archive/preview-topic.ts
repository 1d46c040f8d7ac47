import { articleObjections } from "@wirewatch/alerting";
import type { TopicConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";
import { indexedLanguages, measureArchive } from "@wirewatch/store";
import type { ArchiveChoice } from "@wirewatch/store";
import { candidateCondition, stem } from "@wirewatch/topics";
import type { TopicDefinition, TopicResult } from "@wirewatch/topics";
import { archiveSeats } from "./archive-seats.ts";
import { createAsker } from "./asker.ts";
import { foundHit } from "./found-hit.ts";
import type { Looked } from "./look-through.ts";
import type { PreviewHit, PreviewOptions, TopicPreview } from "./preview.ts";
import { createPreviewTally } from "./preview-tally.ts";
import type { ArchiveDeps } from "./search-archive.ts";
import { survey } from "./survey.ts";
import { countByIndex } from "./told-by-index.ts";
import { sourcesOf } from "./topic-sources.ts";

/** Names that no topic has. */
const draftId = "the draft";
const savedId = "the saved version";

const usualLimit = 20;
const usualChanges = 5;
const dayMs = 86_400_000;

/**
 * What a topic would have found in a part of the archive, and what it finds more and less than the saved version: with the engine of
 * production. Writes nothing.
 *
 * @throws {RangeError} naming clause and character, when a query cannot be read
 * @throws the reason of the signal when it is aborted
 */
export async function previewTopic(
  { db, config }: ArchiveDeps,
  draft: TopicConfig,
  { saved, since, now, limit = usualLimit, changes = usualChanges, signal }: PreviewOptions,
): Promise<TopicPreview> {
  const versions = saved === null ? [draft] : [draft, saved];
  const asker = createAsker(config, [
    { ...draft, id: draftId },
    ...(saved === null ? [] : [{ ...saved, id: savedId }]),
  ]);
  const sources = new Map(config.sources.map((source) => [source.id, source]));
  const leave = await archiveSeats(db).take(signal);
  try {
    const languages = await indexedLanguages(db);
    const wordsOf = (...topics: readonly TopicDefinition[]): string | null =>
      candidateCondition(topics, { languages, stem });
    const window: ArchiveChoice = { words: null, sources: null, languages: null, topics: null, since, until: now };
    const choice: ArchiveChoice = {
      ...window,
      words: wordsOf(...versions),
      sources: eitherOf(versions.map((one) => sourcesOf(one, config))),
    };
    const { articles: archived, firstAt } = await measureArchive(db, window);

    const hits: PreviewHit[] = [];
    const [added, removed]: [PreviewHit[], PreviewHit[]] = [[], []];
    const changed = new Set<string>();
    const tally = createPreviewTally();
    const noteChange = (looked: Looked): void => {
      const { article, found } = looked;
      const [now_, before] = [found.get(draftId), found.get(savedId)];
      if (saved === null || (now_ === undefined) === (before === undefined) || changed.has(article.article_id)) return;
      changed.add(article.article_id);
      if (now_ !== undefined) added.push(hitOf(draft, looked, now_));
      else if (before !== undefined) removed.push(hitOf(saved, looked, before));
    };
    const surveyed = await survey(db, asker, choice, {
      after: null,
      signal,
      onListed(looked) {
        noteChange(looked);
        const result = looked.found.get(draftId);
        if (result !== undefined) hits.push(hitOf(draft, looked, result));
        return hits.length < limit;
      },
      onCounted(looked) {
        const { article, found } = looked;
        if (Math.min(added.length, removed.length) < 10 * changes) noteChange(looked);
        const result = found.get(draftId);
        tally.add(looked, {
          severity: result === undefined ? null : severityOf(draft, result),
          isSaved: found.has(savedId),
          isTold: articleObjections(article, sources.get(article.source_id)?.maxAgeMs ?? null).length === 0,
        });
      },
    });

    const { candidates, share, isListComplete } = surveyed;
    const exact = share < 1 ? await countByIndex(db, choice, draft, saved, wordsOf) : null;
    const totals = { ...tally.result(candidates, share), ...exact };
    const days = Math.max(1, (now.getTime() - (firstAt ?? now).getTime()) / dayMs);
    const newest = (list: readonly PreviewHit[]): readonly PreviewHit[] =>
      list.toSorted((one, other) => other.at.getTime() - one.at.getTime()).slice(0, changes);
    const { articles, stories, told, firstMatches } = totals;
    return {
      since,
      until: now,
      days,
      candidates,
      archived,
      articles,
      stories,
      told,
      articlesPerDay: articles.value / days,
      storiesPerDay: stories.value / days,
      toldPerDay: told.value / days,
      firstMatches,
      weight: firstMatches.length === 0 ? 1 : stories.value / firstMatches.length,
      hits,
      isListComplete,
      compare:
        saved === null
          ? null
          : {
              added: { articles: totals.added, hits: newest(added) },
              removed: { articles: totals.removed, hits: newest(removed) },
            },
    };
  } finally {
    leave();
  }
}

function hitOf(topic: TopicConfig, looked: Looked, result: TopicResult): PreviewHit {
  return { ...foundHit(looked, result), severity: severityOf(topic, result) };
}

/** The highest of the topic's own severity and those of its queries under `raise` that were true. */
function severityOf({ severity, raise }: TopicConfig, { raised }: TopicResult): Severity {
  const wanted = raised.flatMap((index) => raise[index]?.to ?? []);
  return wanted.reduce(
    (highest, one) => (severities.indexOf(one) > severities.indexOf(highest) ? one : highest),
    severity,
  );
}

/** Of lists of which null admits all. */
function eitherOf(lists: readonly (readonly string[] | null)[]): readonly string[] | null {
  const named = lists.flatMap((list) => list ?? []);
  return lists.includes(null) ? null : [...new Set(named)];
}
