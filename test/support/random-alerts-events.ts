import { acknowledge, addSilence, expireSilence, listAlerts, listSilences, muteStory } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import type { WorldEvent } from "./random-alerts-world.ts";
import { addMatch, addRevision, addStory } from "./rows.ts";

/** What is in the database by now. */
export interface Happened {
  /** Newest revision by the number of the article. */
  readonly articles: Map<number, ArticleRevision>;
  /** Ids by the number of the story. */
  readonly stories: string[];
}

const dayMs = 86_400_000;

/** Writes what the stages and people before the notifier would have written. */
export async function happen(
  db: Kysely<Database>,
  event: Exclude<WorldEvent, { kind: "configure" }>,
  known: Happened,
  now: Date,
): Promise<void> {
  switch (event.kind) {
    case "article":
      return addArticle(db, event, known, now);
    case "silence": {
      const startsAt = new Date(now.getTime() + event.startsInMs);
      const endsAt = new Date(startsAt.getTime() + event.forMs);
      await addSilence(db, { matchers: event.matchers, startsAt, endsAt, author: "desk", comment: "" });
      return;
    }
    case "unsilence": {
      const silence = pick(await listSilences(db, { state: "active" }), event.lot);
      if (silence !== null) await expireSilence(db, silence.id, "desk");
      return;
    }
    case "acknowledge": {
      const alert = pick(await listAlerts(db, { state: "open", limit: 20 }), event.lot);
      if (alert !== null) await acknowledge(db, alert.alertId, "desk");
      return;
    }
    case "mute": {
      const alert = pick(await listAlerts(db, { state: null, limit: 20 }), event.lot);
      if (alert !== null) await muteStory(db, alert.alertId, "desk", 6 * 3_600_000);
      return;
    }
  }
}

async function addArticle(
  db: Kysely<Database>,
  article: Extract<WorldEvent, { kind: "article" }>,
  known: Happened,
  now: Date,
): Promise<void> {
  while (known.stories.length <= article.story) known.stories.push(await addStory(db));
  const original = article.of === null ? undefined : known.articles.get(article.of);
  // What it is a copy of may come later in this world, or not at all.
  const verdict = original === undefined ? "unique" : article.verdict;
  const isRevision = original !== undefined && verdict === "revision";
  const url = `https://${article.source}.example/news/${article.number}`;
  const row = await addRevision(db, {
    stage: "notify",
    title: `News ${article.number}`,
    source_id: article.source,
    language: article.language,
    story_id: known.stories[article.story] ?? "1",
    verdict,
    page_url: isRevision ? original.page_url : url,
    ...(isRevision ? { article_id: original.article_id, revision: original.revision + 1 } : {}),
    ...(original !== undefined && !isRevision ? { of_article_id: original.article_id } : {}),
    material: isRevision ? article.isMaterial : null,
    baseline: article.isBaseline,
    published_at: article.isTooOld ? new Date(now.getTime() - 9 * dayMs) : null,
  });
  known.articles.set(isRevision && article.of !== null ? article.of : article.number, row);
  for (const { topic, severity, passage } of article.matches) {
    await addMatch(db, row, { topic_id: topic, severity, passage });
  }
}

function pick<T>(list: readonly T[], lot: number): T | null {
  return list[Math.floor(lot * list.length)] ?? null;
}
