import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { decideStory, decideVerdict, fingerprint, gatherFacts, lockKeys } from "@wirewatch/similarity";
import type { Fingerprint, NewText } from "@wirewatch/similarity";
import { loadText, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely, Transaction } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";
import { storedIndex } from "./stored-index.ts";

/** Namespace of our advisory locks, so that they meet nobody else's. */
const lockSpace = 0x7777;

interface Fingerprinted {
  readonly article: NewText;
  readonly print: Fingerprint;
}

/**
 * The stage that decides whether a text is new. The fingerprint is made before the transaction; look-up, decision and
 * insertion happen under locks on everything two copies have in common, so that of two that arrive at once on two
 * processes exactly one is the original.
 */
export function deduplicateStage({ db }: { readonly db: Kysely<Database> }): DefinedStage {
  return defineStage("deduplicate", {
    async gather(row): Promise<Fingerprinted> {
      const stored = await loadText(db, row.article_id, row.revision);
      const text = { title: row.title ?? "", text: stored?.text ?? "" };
      const print = fingerprint(text);
      const url = canonicalUrl(row.canonical_url ?? row.page_url ?? "") ?? row.page_url ?? "";
      const publishedAt = (row.published_at ?? row.seen_at).toISOString();
      return { print, article: { ...text, articleId: row.article_id, url, bodyHash: print.bodyHash, publishedAt } };
    },
    decide: (facts) => facts,
    async commit(tx, { article, print }, row): Promise<StageResult> {
      // The article itself comes first: two revisions of one page never decide at the same time.
      await sql`select pg_advisory_xact_lock(hashtextextended('article ' || ${row.article_id}::text, ${lockSpace}))`.execute(
        tx,
      );
      // All in one statement, which takes them in the order of the array: one by one they took 200 of 300 ms under load.
      await sql`select pg_advisory_xact_lock(${lockSpace}::int, key) from unnest(${lockKeys(print, article.url)}::int[]) as key`.execute(
        tx,
      );

      const facts = await gatherFacts(
        storedIndex(tx, { articleId: row.article_id, revision: row.revision }),
        article,
        print,
      );
      const verdict = decideVerdict(facts);
      const story = decideStory(facts, verdict);
      const storyId = story.kind === "join" ? story.storyId : await openStory(tx, row);
      await tx
        .updateTable("article_revision")
        .set({
          verdict: verdict.kind,
          relation: verdict.relation,
          of_article_id: verdict.of,
          score: verdict.score,
          why: verdict.why,
          story_id: storyId,
          body_hash: print.bodyHash,
        })
        .where("article_id", "=", row.article_id)
        .where("revision", "=", row.revision)
        .execute();
      const detail = {
        verdict: verdict.kind,
        relation: verdict.relation,
        of: verdict.of,
        score: verdict.score,
        story: storyId,
      };
      if (verdict.kind === "duplicate" && verdict.of === row.article_id)
        return { kind: "end", outcome: "unchanged", reason: verdict.why, detail };
      await remember(tx, row, print);
      // Nothing new was published: it is remembered for later texts, and that is all.
      if (row.trigger === "template")
        return { kind: "end", outcome: "unchanged", reason: "the text without its source's template", detail };
      // Copies go on: whether a copy is told about is decided where its original's alerts are known.
      return { kind: "next", stage: "classify", reason: verdict.why, detail };
    },
  });
}

async function openStory(tx: Transaction<Database>, row: ArticleRevision): Promise<string> {
  const { id } = await tx
    .insertInto("story")
    .values({ title: row.title, first_article_id: row.article_id })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Stores the keys under which later texts find this one. A revision replaces its article's keys. */
async function remember(tx: Transaction<Database>, row: ArticleRevision, print: Fingerprint): Promise<void> {
  await tx
    .insertInto("fp_exact")
    .values({ body_hash: print.bodyHash, article_id: row.article_id })
    .onConflict((conflict) => conflict.column("body_hash").doNothing())
    .execute();
  const doc = { revision: row.revision, keys: [...print.keys] };
  await tx
    .deleteFrom("fp_key")
    .where("article_id", "=", row.article_id)
    .where(sql<boolean>`key in (select unnest(keys) from fp_doc where article_id = ${row.article_id})`)
    .execute();
  await tx
    .insertInto("fp_doc")
    .values({ article_id: row.article_id, ...doc })
    .onConflict((conflict) => conflict.column("article_id").doUpdateSet(doc))
    .execute();
  if (print.keys.length === 0) return;
  await sql`insert into fp_key (key, article_id) select distinct k, ${row.article_id}::bigint from unnest(${[...print.keys]}::int[]) k on conflict do nothing`.execute(
    tx,
  );
}
