import type { Config, SourceConfig } from "@wirewatch/config";
import { gateOf, newWork } from "@wirewatch/pipeline";
import { nextRecheckMs } from "@wirewatch/polling";
import { sql } from "@wirewatch/store";
import type { ArticleRevision, ConfigReader, Database, Id, Kysely, Transaction } from "@wirewatch/store";
import { makeNewGates } from "./new-gates.ts";

/** Between two looks for pages whose time has come. At most one page of a host is opened by each, so news keep the host. */
const everyMs = 5000;
/** Pages considered by one look. */
const batch = 200;
/** A page whose turn it is not yet is considered again after this. */
const laterSeconds = 10;
/** Outcomes after which the page may still be corrected. */
const readable = ["matched", "unmatched", "duplicate", "unchanged"];

/** Writes down that a fresh page is looked at again, at the ages its source names. What was archived only is left alone. */
export async function scheduleRecheck(
  tx: Transaction<Database>,
  row: Pick<ArticleRevision, "article_id" | "source_id" | "seen_at" | "baseline" | "too_old" | "trigger">,
  { recheckMs }: Pick<SourceConfig, "recheckMs">,
): Promise<void> {
  const firstMs = nextRecheckMs(recheckMs, 0);
  if (firstMs === null || row.baseline || row.too_old || row.trigger === "recheck") return;
  const due_at = new Date(row.seen_at.getTime() + firstMs);
  await tx
    .insertInto("recheck")
    .values({ article_id: row.article_id, source_id: row.source_id, step: 0, due_at })
    .onConflict((conflict) => conflict.column("article_id").doNothing())
    .execute();
}

/** The regular look for pages that are to be read again. */
export interface Rechecks {
  close(): Promise<void>;
}

/** Opens due rechecks every few seconds until closed; any number of processes may do so at once. */
export function startRechecks(deps: {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly onError: (error: unknown) => void;
}): Rechecks {
  let running: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    const { config } = await deps.config.current();
    await openRechecks(deps.db, config.sources);
  };
  const timer = setInterval(() => {
    running ??= look()
      .catch(deps.onError)
      .finally(() => {
        running = null;
      });
  }, everyMs);
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

interface DuePage {
  readonly articleId: Id;
  readonly sourceId: string;
  readonly step: number;
  readonly dueAt: Date;
  readonly revision: number;
  readonly isDone: boolean;
  readonly outcome: string | null;
  readonly pageUrl: string | null;
}

/**
 * Opens the next revision of pages whose time has come: the oldest of each host, when nothing waits for the host. Rows
 * that somebody works on are passed over, so it waits for nobody.
 *
 * @returns how many were opened
 */
export async function openRechecks(db: Kysely<Database>, sources: readonly SourceConfig[]): Promise<number> {
  const byId = new Map(sources.filter((source) => source.enabled).map((source) => [source.id, source]));
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<DuePage>`
      select r.article_id as "articleId", r.source_id as "sourceId", r.step, r.due_at as "dueAt", v.revision,
        v.stage = 'done' as "isDone", v.outcome, v.page_url as "pageUrl"
      from recheck r join article a on a.id = r.article_id join article_revision v on v.article_id = a.id and v.revision = a.revision
      where r.due_at <= now() and not exists (select 1 from control where name = 'drain')
        and not exists (select 1 from source_pause p where p.source_id = r.source_id)
      order by r.due_at limit ${batch} for update of r, a skip locked`.execute(tx);
    const over = rows.filter((page) => isOver(page, byId.get(page.sourceId)));
    const gone = new Set(over.map((page) => page.articleId));
    const left = rows.flatMap((page) => {
      const source = byId.get(page.sourceId);
      return source === undefined || page.pageUrl === null || gone.has(page.articleId)
        ? []
        : [{ ...page, source, url: page.pageUrl, gate: gateOf(page.pageUrl) }];
    });
    const busy = await busyGates(tx, [...new Set(left.map((page) => page.gate))]);
    const opened: typeof left = [];
    for (const page of left) {
      if (!page.isDone || busy.has(page.gate)) continue;
      busy.add(page.gate);
      opened.push(page);
    }
    const isOpened = new Set(opened.map((page) => page.articleId));
    await forget(tx, [...gone]);
    await postpone(
      tx,
      left.map((page) => page.articleId).filter((id) => !isOpened.has(id)),
    );
    for (const page of opened) await open(tx, page);
    return opened.length;
  });
}

function isOver(page: DuePage, source: SourceConfig | undefined): boolean {
  if (source === undefined || page.pageUrl === null || nextRecheckMs(source.recheckMs, page.step) === null) return true;
  return page.isDone && !readable.includes(page.outcome ?? "");
}

/** Hosts that are asked for a page now, or for which one waits; a page that is tried again much later does not count. */
async function busyGates(tx: Transaction<Database>, gates: readonly string[]): Promise<Set<string>> {
  if (gates.length === 0) return new Set();
  const { rows } = await sql<{ gate: string }>`
    select g.gate from unnest(${[...gates]}::text[]) as g(gate)
    where exists (select 1 from article_revision w where w.gate = g.gate and w.stage = 'fetch'
      and (w.next_at <= now() or w.due_at < 'infinity'))`.execute(tx);
  return new Set(rows.map((row) => row.gate));
}

async function forget(tx: Transaction<Database>, articleIds: readonly Id[]): Promise<void> {
  if (articleIds.length > 0) await tx.deleteFrom("recheck").where("article_id", "in", articleIds).execute();
}

async function postpone(tx: Transaction<Database>, articleIds: readonly Id[]): Promise<void> {
  if (articleIds.length === 0) return;
  await tx
    .updateTable("recheck")
    .set({ due_at: sql<Date>`now() + make_interval(secs => ${laterSeconds})` })
    .where("article_id", "in", articleIds)
    .execute();
}

async function open(
  tx: Transaction<Database>,
  page: DuePage & { readonly source: SourceConfig; readonly url: string; readonly gate: string },
): Promise<void> {
  const { articleId, revision, source, gate, url, step } = page;
  await makeNewGates(tx, [gate], source.perHost.concurrency);
  await tx
    .updateTable("article")
    .set({ revision: revision + 1 })
    .where("id", "=", articleId)
    .execute();
  const work = newWork("fetch");
  await sql`
    insert into article_revision (article_id, revision, source_id, item_id, gate, page_url, title, published_at, trigger, stage, due_at)
    select article_id, ${revision + 1}, ${source.id}, item_id, ${gate}, ${url}, title, published_at, 'recheck', ${work.stage}, ${work.due_at}
    from article_revision where article_id = ${articleId} and revision = ${revision}`.execute(tx);
  const [thisMs, nextMs] = [nextRecheckMs(source.recheckMs, step), nextRecheckMs(source.recheckMs, step + 1)];
  if (thisMs === null || nextMs === null) return forget(tx, [articleId]);
  const due_at = new Date(page.dueAt.getTime() + nextMs - thisMs);
  await tx
    .updateTable("recheck")
    .set({ step: step + 1, due_at })
    .where("article_id", "=", articleId)
    .execute();
}
