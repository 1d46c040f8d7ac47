import { sql } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder } from "@wirewatch/store";
import { doorSlot } from "./gate.ts";
import { goesOn } from "./pauses.ts";
import type { StageQueues } from "./queues.ts";
import type { Bell } from "./stage.ts";

/** How long a host stays reserved for a task whose worker says nothing; the task itself is rung again long before. */
const holdSeconds = 120;
/** Named hosts in one statement. */
const batch = 200;
/**
 * Tasks under way and on their way to a worker, beyond which a look at all hosts lets none through: more would only wait in the
 * queue, and longer than their hosts are held for them.
 */
const maxUnderWay = 2000;

/**
 * Lets the next waiting task through every gate that is ready: its row becomes due now and the slot is held for it.
 * Nothing is let through while the system drains. Works across processes: slots are taken with row locks, on the database's clock.
 *
 * Three kinds of tasks take turns at each slot, so that none starves: feeds, news (pages announced lately), and pages that can wait
 * (from before the source was added, too old, or looked at again). Within a kind the one that waits longest goes first.
 *
 * @param gates only these hosts; all when absent
 * @returns bells for the tasks that may run now
 */
export async function openGates(db: Kysely<Database>, gates?: readonly string[]): Promise<Bell[]> {
  const bells: Bell[] = [];
  let wanted = [...new Set(gates)];
  if (gates === undefined) wanted = note(await openOnce(db, undefined), bells);
  while (wanted.length > 0)
    wanted = [...wanted.slice(batch), ...note(await openOnce(db, wanted.slice(0, batch)), bells)];
  return bells;
}

/** Keeps the bells of opened slots. @returns hosts that may have another slot to open */
function note(opened: readonly Opened[], bells: Bell[]): string[] {
  bells.push(...opened.map(bellOf));
  return opened.filter((slot) => slot.more).map((slot) => slot.gate);
}

/** Opens gates and rings for what they let through; for services that store work outside a stage. */
export async function wakeGates(
  db: Kysely<Database>,
  queues: Pick<StageQueues, "ring">,
  gates: readonly string[],
): Promise<void> {
  const bells = await openGates(db, gates);
  await Promise.all(bells.map((bell) => queues.ring(bell, 0)));
}

interface Opened {
  readonly gate: string;
  readonly id: string;
  /** Null for a feed. */
  readonly revision: number | null;
  /** The host has another slot that is ready. */
  readonly more: boolean;
}

function bellOf({ id, revision }: Opened): Bell {
  return revision === null
    ? { stage: "poll", message: { feedId: id } }
    : { stage: "fetch", message: { articleId: id, revision } };
}

/*
 * Tasks of one host are found through the indexes that begin with the host. `isfinite` rather than a comparison, and a limit
 * rather than `exists`, keep the planner from indexes over all hosts: while its statistics are young it thinks them as good.
 */
const feedWaits = sql`stage = 'poll' and not isfinite(due_at) and next_at <= now() and ${goesOn("poll")}`;
const pageWaits = sql`stage = 'fetch' and not isfinite(due_at) and next_at <= now() and ${goesOn("fetch")}`;
/** 1: news, 2: a page that can wait. As in the index `article_revision_next`. */
const pageKind = sql`(case when baseline or too_old or trigger = 'recheck' then 2 else 1 end)`;

/** Hosts something waits for. Feeds are found by their time; of pages, which may wait in great numbers, one per host is looked at. */
const gatesWaitedFor = sql`
  select gate from feed where stage = 'poll' and due_at = 'infinity' and next_at <= now()
  union
  select gate from (
    with recursive paged (gate) as (
      (select gate from article_revision where stage = 'fetch' order by gate limit 1)
      union all
      select (select gate from article_revision where stage = 'fetch' and gate > paged.gate order by gate limit 1)
      from paged where paged.gate is not null)
    select gate from paged where gate is not null) pages`;

/** The row a slot is held for, from `host_gate.held_by`. */
const heldFeed = sql`case when held_by like 'poll:%' then split_part(held_by, ':', 2)::bigint end`;
const heldArticle = sql`case when held_by like 'fetch:%' then split_part(held_by, ':', 2)::bigint end`;
const heldRevision = sql`case when held_by like 'fetch:%' then split_part(held_by, ':', 3)::integer end`;
/** A worker is still on it: its hold ended, but not its lease. */
const holderLives = sql`held_by is not null and (
  exists (select 1 from feed where id = ${heldFeed} and claim is not null and due_at > now())
  or exists (select 1 from article_revision where article_id = ${heldArticle} and revision = ${heldRevision}
    and claim is not null and due_at > now()))`;

/** One slot of each host at most. A task whose slot is taken back waits for its host again. */
async function openOnce(db: Kysely<Database>, gates: readonly string[] | undefined): Promise<Opened[]> {
  const wanted: RawBuilder<unknown> =
    // In a sub-select, as in `namedRows`: one plan for any number of hosts.
    gates === undefined ? gatesWaitedFor : sql`select unnest((select ${[...gates]}::text[])) as gate`;
  const most =
    gates === undefined
      ? sql`(select greatest(0, ${maxUnderWay}::integer - count(*)) from host_gate where held_by is not null)`
      : sql`${batch}`;
  const { rows } = await sql<Opened>`
    with wanted as (${wanted}),
    waiting as materialized (
      select w.gate,
        (select true from feed f where f.gate = w.gate and ${feedWaits} limit 1) as feeds,
        (select true from article_revision a where a.gate = w.gate and ${pageKind} = 1 and ${pageWaits} limit 1) as news,
        (select true from article_revision a where a.gate = w.gate and ${pageKind} = 2 and ${pageWaits} limit 1) as older
      from wanted w
      where (select true from host_gate g where g.gate = w.gate and g.slot >= 0 and g.ready_at <= now() limit 1)
        and (select true from host_gate door where door.gate = w.gate and door.slot = ${doorSlot} and door.ready_at > now() limit 1) is null
        and not exists (select 1 from control where name = 'drain')),
    slots as (
      select free.gate, free.slot, free.held_by, case free.turn
        when 1 then case when news then 1 when older then 2 else 0 end
        when 2 then case when older then 2 when feeds then 0 else 1 end
        else case when feeds then 0 when news then 1 else 2 end end as kind
      from waiting cross join lateral (
        select gate, slot, turn, held_by from host_gate g
        where g.gate = waiting.gate and slot >= 0 and not retiring and ready_at <= now() and not (${holderLives})
        order by ready_at limit 1 for update of g skip locked) free
      where feeds or news or older limit ${most}),
    stale_feeds as (
      update feed f set due_at = 'infinity', next_at = now(), claim = null from slots
      where f.id = ${heldFeed} and f.stage = 'poll' and f.due_at <= now()),
    stale_pages as (
      update article_revision a set due_at = 'infinity', next_at = now(), claim = null from slots
      where a.article_id = ${heldArticle} and a.revision = ${heldRevision} and a.stage = 'fetch' and a.due_at <= now()),
    feeds as (
      update feed f set due_at = now(), stage_at = now()
      from slots cross join lateral (
        select id from feed where gate = slots.gate and ${feedWaits} order by next_at limit 1 for update skip locked) task
      where slots.kind = 0 and f.id = task.id
      returning slots.gate, slots.slot, slots.kind, f.id, null::integer as revision),
    pages as (
      update article_revision a set due_at = now(), stage_at = now()
      from slots cross join lateral (
        select article_id, revision from article_revision
        where gate = slots.gate and ${pageKind} = slots.kind and ${pageWaits}
        order by next_at, article_id limit 1 for update skip locked) task
      where slots.kind > 0 and a.article_id = task.article_id and a.revision = task.revision
      returning slots.gate, slots.slot, slots.kind, a.article_id as id, a.revision),
    opened as (select * from feeds union all select * from pages),
    held as (
      update host_gate g set ready_at = now() + make_interval(secs => ${holdSeconds}), turn = (o.kind + 1) % 3,
        held_by = case when o.kind = 0 then 'poll:' || o.id else 'fetch:' || o.id || ':' || o.revision end
      from opened o where g.gate = o.gate and g.slot = o.slot)
    select gate, id, revision, exists (
      select 1 from host_gate g where g.gate = o.gate and g.slot >= 0 and g.slot <> o.slot and not g.retiring and g.ready_at <= now()) as more
    from opened o`.execute(db);
  return rows;
}
