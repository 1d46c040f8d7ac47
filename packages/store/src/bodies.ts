import type { CutBlock, Section } from "@wirewatch/model";
import type { Kysely, Selectable, Transaction } from "kysely";
import { storableJson } from "./clean.ts";
import { pack, unpack } from "./compress.ts";
import type { Database, Id, PageTable } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** A page as it came from the network. */
export interface StoredPage {
  readonly contentType: string | null;
  readonly body: Buffer;
  /** Validators as the server gave them. */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** The readable text of a revision. */
export interface StoredText {
  readonly text: string;
  readonly sections: readonly Section[];
  /** Captions and credits of pictures. */
  readonly captions: readonly string[];
  /** What was left out, and why. */
  readonly cut: readonly CutBlock[];
}

/** Keeps a page's bytes, compressed; a second time replaces the first. */
export async function savePage(
  db: Db,
  articleId: Id,
  revision: number,
  page: {
    readonly contentType: string | null;
    readonly body: Uint8Array | string;
    readonly etag?: string | null;
    readonly lastModified?: string | null;
  },
): Promise<void> {
  const { contentType, body, etag = null, lastModified = null } = page;
  const values = { content_type: contentType, body: pack(body), etag, last_modified: lastModified };
  await db
    .insertInto("page")
    .values({ article_id: articleId, revision, ...values })
    .onConflict((conflict) => conflict.columns(["article_id", "revision"]).doUpdateSet(values))
    .execute();
}

export async function loadPage(db: Db, articleId: Id, revision: number): Promise<StoredPage | null> {
  const row = await db
    .selectFrom("page")
    .selectAll()
    .where("article_id", "=", articleId)
    .where("revision", "=", revision)
    .executeTakeFirst();
  return row === undefined ? null : storedPage(row);
}

/** The page of an article as it last came before a revision; a look that found it unchanged left none. */
export async function loadPageBefore(db: Db, articleId: Id, revision: number): Promise<StoredPage | null> {
  const row = await db
    .selectFrom("page")
    .selectAll()
    .where("article_id", "=", articleId)
    .where("revision", "<", revision)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : storedPage(row);
}

function storedPage(row: Selectable<PageTable>): StoredPage {
  return { contentType: row.content_type, body: unpack(row.body), etag: row.etag, lastModified: row.last_modified };
}

/** Keeps a revision's readable text, compressed; a second time replaces the first. */
export async function saveText(
  db: Db,
  articleId: Id,
  revision: number,
  text: Pick<StoredText, "text" | "sections"> & Partial<StoredText>,
): Promise<void> {
  const body = pack(storableJson(text));
  await db
    .insertInto("article_body")
    .values({ article_id: articleId, revision, body })
    .onConflict((conflict) => conflict.columns(["article_id", "revision"]).doUpdateSet({ body }))
    .execute();
}

export async function loadText(db: Db, articleId: Id, revision: number): Promise<StoredText | null> {
  const row = await db
    .selectFrom("article_body")
    .select("body")
    .where("article_id", "=", articleId)
    .where("revision", "=", revision)
    .executeTakeFirst();
  return row === undefined ? null : storedText(row.body);
}

/** The readable text of an article as it last was before a revision. */
export async function loadTextBefore(db: Db, articleId: Id, revision: number): Promise<StoredText | null> {
  const row = await db
    .selectFrom("article_body")
    .select("body")
    .where("article_id", "=", articleId)
    .where("revision", "<", revision)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : storedText(row.body);
}

/** What `saveText` packed. Texts that were stored by an older version have no captions and cut blocks. */
export function storedText(body: Buffer): StoredText {
  const stored = JSON.parse(unpack(body).toString("utf8")) as Pick<StoredText, "text" | "sections"> &
    Partial<StoredText>;
  return { captions: [], cut: [], ...stored };
}
