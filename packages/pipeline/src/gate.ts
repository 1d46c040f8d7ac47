import { sql } from "@wirewatch/store";
import type { Database, Kysely, Transaction } from "@wirewatch/store";
import type { Bell } from "./stage.ts";

/** How long a host stays reserved for a task whose worker says nothing; the task itself is rung again long before. */
const holdSeconds = 120;
/** Number of the slot that no task takes: while it is not ready, the whole host is closed. */
const doorSlot = -1;

/** Name of the gate a URL's host is behind: scheme, host and port. */
export function gateOf(url: string): string {
  return new URL(url).origin;
}

/** Who holds a slot, as stored in `host_gate.held_by`. */
export function holderOf(stage: string, key: readonly (string | number)[]): string {
  return [stage, ...key].join(":");
}

/** Makes sure a host's gate exists, with that many slots (requests at once). */
export async function ensureGate(db: Kysely<Database>, gate: string, slots: number): Promise<void> {
  await db
    .insertInto("host_gate")
    .values(Array.from({ length: slots }, (_, slot) => ({ gate, slot, ready_at: sql<Date>`now()` })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Lets the next waiting task through every gate that is ready: its row becomes due now and the slot is held for it.
 * Nothing is let through while the system drains. Works across processes: slots are taken with row locks, on the database's clock.
 *
 * @param gates only these hosts; all when absent
 * @returns bells for the tasks that may run now
 */
export async function openGates(db: Kysely<Database>, gates?: readonly string[]): Promise<Bell[]> {
  if (gates?.length === 0) return [];
  return db.transaction().execute(async (tx) => {
    const ready = await sql<{ gate: string; slot: number }>`
      select g.gate, g.slot from host_gate g
      where g.ready_at <= now() and g.slot <> ${doorSlot} and not exists (select 1 from control where name = 'drain')
        and not exists (select 1 from host_gate door where door.gate = g.gate and door.slot = ${doorSlot} and door.ready_at > now())
        ${gates === undefined ? sql`` : sql`and g.gate = any(${gates})`}
        and (exists (select 1 from article_revision a where a.gate = g.gate and a.stage = 'fetch' and a.due_at = 'infinity' and a.next_at <= now())
          or exists (select 1 from feed f where f.gate = g.gate and f.stage = 'poll' and f.due_at = 'infinity' and f.next_at <= now()))
      order by g.ready_at limit 200 for update of g skip locked`.execute(tx);
    const bells: Bell[] = [];
    for (const { gate, slot } of ready.rows) {
      const task = (await takeFeed(tx, gate)) ?? (await takePage(tx, gate));
      if (task === null) continue;
      await sql`update host_gate set held_by = ${task.holder}, ready_at = now() + make_interval(secs => ${holdSeconds})
        where gate = ${gate} and slot = ${slot}`.execute(tx);
      bells.push(task.bell);
    }
    return bells;
  });
}

/** Frees the slot that a task held; the host rests for `gapMs` before the next one. */
export async function releaseGate(
  tx: Transaction<Database>,
  gate: string,
  holder: string,
  gapMs: number,
): Promise<void> {
  await sql`update host_gate set held_by = null, ready_at = now() + make_interval(secs => ${gapMs / 1000})
    where gate = ${gate} and held_by = ${holder}`.execute(tx);
}

/**
 * Keeps a host closed to everybody for a while (429 or 503 with Retry-After), also when tasks that were on their way to
 * it free their slots meanwhile.
 */
export async function blockGate(tx: Transaction<Database>, gate: string, forMs: number): Promise<void> {
  await sql`insert into host_gate (gate, slot, ready_at)
    values (${gate}, ${doorSlot}, now() + make_interval(secs => ${forMs / 1000}))
    on conflict (gate, slot) do update set ready_at = greatest(host_gate.ready_at, excluded.ready_at)`.execute(tx);
}

interface Task {
  readonly bell: Bell;
  readonly holder: string;
}

async function takeFeed(tx: Transaction<Database>, gate: string): Promise<Task | null> {
  const { rows } = await sql<{ id: string }>`
    update feed set due_at = now(), stage_at = now() where id = (
      select id from feed where gate = ${gate} and stage = 'poll' and due_at = 'infinity' and next_at <= now()
      order by next_at limit 1 for update skip locked)
    returning id`.execute(tx);
  const feed = rows[0];
  if (feed === undefined) return null;
  return { bell: { stage: "poll", message: { feedId: feed.id } }, holder: holderOf("poll", [feed.id]) };
}

async function takePage(tx: Transaction<Database>, gate: string): Promise<Task | null> {
  const { rows } = await sql<{ article_id: string; revision: number }>`
    update article_revision set due_at = now(), stage_at = now() where (article_id, revision) = (
      select article_id, revision from article_revision
      where gate = ${gate} and stage = 'fetch' and due_at = 'infinity' and next_at <= now()
      order by next_at, article_id limit 1 for update skip locked)
    returning article_id, revision`.execute(tx);
  const page = rows[0];
  if (page === undefined) return null;
  const message = { articleId: page.article_id, revision: page.revision };
  return { bell: { stage: "fetch", message }, holder: holderOf("fetch", [page.article_id, page.revision]) };
}
