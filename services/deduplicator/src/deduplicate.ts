import type { Verdict } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { decideStory, decideVerdict, fingerprint, gatherFacts, storyTerms } from "@wirewatch/similarity";
import type { Fingerprint, NewText, Text, VerdictFacts } from "@wirewatch/similarity";
import { loadText, saveAlternates, savePrint, storable } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely, Transaction } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";
import { fingerprintVersion } from "./fingerprint-version.ts";
import { lockCopies, lockRevisions } from "./locks.ts";
import { placeText } from "./place-in-story.ts";
import type { Place, PlacedText } from "./place-in-story.ts";
import { changeColumns, noChange } from "./revision-change.ts";
import type { ChangeColumns } from "./revision-change.ts";
import { storedIndex } from "./stored-index.ts";
import { translationUrls } from "./translation-urls.ts";

interface Fingerprinted {
  readonly article: NewText;
  readonly print: Fingerprint;
  readonly placed: PlacedText;
}

/** What a revision seemed to change before the locks were taken; comparing long texts must not keep others waiting. */
interface Compared {
  readonly before: Text;
  readonly columns: ChangeColumns;
}

interface Facts extends Fingerprinted {
  /** Null for a first revision. */
  readonly compared: Compared | null;
}

/** What was decided about a text. */
interface Decided extends ChangeColumns {
  readonly verdict: Verdict;
  readonly place: Place;
  readonly bodyHash: string;
}

/**
 * The stage that decides whether a text is new, and what it belongs to. Fingerprint and terms are made before the transaction;
 * look-up, decision and insertion happen under locks on everything two copies have in common, so that of two that arrive at once
 * on two processes exactly one is the original.
 */
export function deduplicateStage({ db }: { readonly db: Kysely<Database> }): DefinedStage {
  return defineStage("deduplicate", {
    async gather(row): Promise<Facts> {
      const stored = await loadText(db, row.article_id, row.revision);
      const facts = fingerprinted(row, stored?.text ?? "");
      return { ...facts, compared: await compareWithBefore(db, facts.article, row) };
    },
    decide: (facts) => facts,
    async commit(tx, { article, print, placed, compared }, row): Promise<StageResult> {
      const revision = { articleId: row.article_id, revision: row.revision };
      await lockRevisions(tx, row.article_id);
      await lockCopies(tx, print, article.url);
      const facts = await gatherFacts(storedIndex(tx, revision), article, print);
      const verdict = decideVerdict(facts);
      const place = await placeText(tx, placed, verdict, decideStory(facts, verdict));
      const decided = { verdict, place, bodyHash: print.bodyHash, ...changeOf(facts, verdict, row, compared) };
      await saveDecision(tx, row, decided);
      const detail = detailOf(decided);
      if (verdict.kind === "duplicate" && verdict.of === row.article_id)
        return { kind: "end", outcome: "unchanged", reason: verdict.why, detail };
      if (row.revision > 1 || placed.alternates.length > 0) await saveAlternates(tx, placed);
      await savePrint(tx, { ...revision, version: fingerprintVersion, bodyHash: print.bodyHash, keys: print.keys });
      // Nothing new was published: it is remembered for later texts, and that is all.
      if (row.trigger === "template")
        return { kind: "end", outcome: "unchanged", reason: "the text without its source's template", detail };
      // Copies go on: whether a copy is told about is decided where its original's alerts are known.
      return { kind: "next", stage: "classify", reason: verdict.why, detail };
    },
  });
}

function fingerprinted(row: ArticleRevision, body: string): Fingerprinted {
  const text = { title: row.title ?? "", text: body };
  const print = fingerprint(text);
  const url = canonicalUrl(row.canonical_url ?? row.page_url ?? "") ?? row.page_url ?? "";
  const publishedAt = firstPublished(row);
  const common = { articleId: row.article_id, url };
  return {
    print,
    article: { ...common, ...text, bodyHash: print.bodyHash, publishedAt: publishedAt.toISOString() },
    placed: {
      ...common,
      title: row.title,
      publishedAt,
      language: primaryLanguage(row.language),
      alternates: translationUrls(url, row.alternates),
      terms: storyTerms(text),
    },
  };
}

/** Norwegian is declared as either of its written forms and recognised as neither: for stories it is one language. */
function primaryLanguage(language: string | null): string | null {
  const primary = language?.split("-")[0]?.toLowerCase() ?? null;
  return primary === "nb" || primary === "nn" ? "no" : primary;
}

/** Publication as far as it can be true: nothing is seen before it is published. */
function firstPublished({ published_at, seen_at }: ArticleRevision): Date {
  return published_at === null || published_at > seen_at ? seen_at : published_at;
}

/** What a revision changed. A text that was only cleaned of its source's template changed nothing for readers. */
function changeOf(
  { sameUrlRevision: before, article }: VerdictFacts,
  verdict: Verdict,
  row: ArticleRevision,
  compared: Compared | null,
): ChangeColumns {
  if (verdict.kind !== "revision" || row.trigger === "template" || before === null) return noChange;
  const isCompared = compared?.before.text === before.text && compared.before.title === before.title;
  return isCompared ? compared.columns : changeColumns(before, article);
}

async function compareWithBefore(
  db: Kysely<Database>,
  article: NewText,
  { article_id: articleId, revision, trigger }: ArticleRevision,
): Promise<Compared | null> {
  if (revision === 1 || trigger === "template") return null;
  const before = await storedIndex(db, { articleId, revision }).findRevision(article.url);
  return before === null ? null : { before, columns: changeColumns(before, article) };
}

async function saveDecision(
  tx: Transaction<Database>,
  { article_id, revision }: ArticleRevision,
  { verdict, place, bodyHash, material, change }: Decided,
): Promise<void> {
  await tx
    .updateTable("article_revision")
    .set({
      verdict: verdict.kind,
      relation: verdict.relation,
      of_article_id: verdict.of,
      score: verdict.score,
      same_site: verdict.of === null ? null : verdict.sameSite,
      why: storable(verdict.why),
      story_id: place.storyId,
      story_why: storable(place.why),
      body_hash: bodyHash,
      material,
      change,
    })
    .where("article_id", "=", article_id)
    .where("revision", "=", revision)
    .execute();
}

/** For the trail. */
function detailOf({ verdict, place, material }: Decided): Readonly<Record<string, unknown>> {
  const { kind, relation, of, score } = verdict;
  return { verdict: kind, relation, of, score, story: place.storyId, ...(material === null ? {} : { material }) };
}
