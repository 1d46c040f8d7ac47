import { openNotice, storeItems } from "@wirewatch/intake";
import { blockGate, defineStage } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, Settlement, StageResult } from "@wirewatch/pipeline";
import { sql, storableJson } from "@wirewatch/store";
import type { Database, Feed, Transaction } from "@wirewatch/store";
import { syncChildren } from "./children.ts";
import { decidePoll } from "./decide-poll.ts";
import type { PollDecision } from "./decide-poll.ts";
import type { FetcherDeps } from "./deps.ts";
import { makeNewGates } from "./new-gates.ts";
import { createPollLog } from "./poll-log.ts";
import { gatherPoll } from "./poll-facts.ts";
import type { AskedSource } from "./poll-facts.ts";
import type { Robots } from "./robots.ts";
import { documentGapMs } from "./source-request.ts";
import { countMissedPush, offerSubscription } from "./subscription-offer.ts";

/** Until a source that left the configuration is looked at again; by then its row has stopped. */
const restMs = 3600_000;

/** The stage that asks a source's document and opens work for what is new in it. */
export function pollStage(deps: FetcherDeps, robots: Robots): DefinedStage {
  const log = createPollLog(deps.db);
  return defineStage("poll", {
    gather: (row, signal) => gatherPoll(row, signal, deps, robots),
    decide(facts) {
      const decision = decidePoll(facts);
      log.note(facts, decision);
      return decision;
    },
    settle: (decision, _row, { asked }) => settlePoll(decision, asked),
    async commit(tx, decision, row, { asked, now }): Promise<StageResult> {
      if (decision.kind === "stopped" || asked === null)
        return { kind: "again", dueInMs: restMs, reason: "the source is disabled or no longer in the configuration" };
      const { source, gapMs } = asked;
      // Items and their work first, validators in the same transaction: validators without items would hide them for ever.
      const { isBaseline, matchByUrl } = decision;
      const previousPollAt = row.last_success_at;
      const intake = { source, feed: row, isBaseline, matchByUrl, now, previousPollAt };
      const { gates, bells, added, changed } = await storeItems(tx, decision.items, intake);
      const children = decision.choice === null ? null : await syncChildren(tx, row, decision.choice);
      for (const gate of children?.gates ?? []) gates.add(gate);
      if (decision.columns.gate !== undefined) gates.add(decision.columns.gate);
      await makeNewGates(tx, gates, source.perHost.concurrency);
      if (decision.block !== null) await blockGate(tx, decision.block.gate, decision.block.forMs);
      const ring: Bell[] = [...bells];
      if (decision.hub !== null) ring.push(...(await offerSubscription(tx, row, decision.hub)));
      if (decision.missedPush) await countMissedPush(tx, row);
      for (const { kind, text } of decision.notices)
        ring.push(await openNotice(tx, { sourceId: source.id, feedId: row.id, kind, text }));
      const { rhythm, moved, ...columns } = decision.columns;
      await tx
        .updateTable("feed")
        .set({ ...columns, ...jsonColumns({ rhythm, moved }) })
        .where("id", "=", row.id)
        .execute();
      return {
        ...(decision.ends ? { kind: "close" } : { kind: "again", dueInMs: decision.nextMs }),
        gapMs,
        gates: [...gates],
        ring,
        reason: decision.reason,
        detail: { items: decision.items.length, added, changed, documents: children?.added ?? 0 },
      };
    },
    abandon: (tx, row, reason) => rest(tx, row, reason),
  });
}

/** Most polls bring nothing: then only the row is written. What is lost with a server of the store is asked again. */
function settlePoll(decision: PollDecision, asked: AskedSource | null): Settlement<Feed> | null {
  if (decision.kind === "stopped" || asked === null) return null;
  const { items, choice, hub, missedPush, block, notices, ends, columns, nextMs } = decision;
  const isQuiet = items.length === 0 && choice === null && hub === null && block === null && notices.length === 0;
  const { gate, ...set } = columns;
  return isQuiet && !missedPush && !ends && gate === undefined
    ? { dueInMs: nextMs, gapMs: asked.gapMs, set, relaxed: true }
    : null;
}

/** JSON columns as the query builder takes them; absent ones stay as they are. */
function jsonColumns(values: Readonly<Record<"rhythm" | "moved", unknown>>): {
  rhythm?: string | null;
  moved?: string | null;
} {
  const json = (value: unknown): string | null => (value === null ? null : storableJson(value));
  return {
    ...(values.rhythm === undefined ? {} : { rhythm: json(values.rhythm) }),
    ...(values.moved === undefined ? {} : { moved: json(values.moved) }),
  };
}

/** A document that crashes its reader is not given up; it is asked again in an hour and shown as failing. */
async function rest(tx: Transaction<Database>, row: Feed, reason: string): Promise<StageResult> {
  await tx
    .updateTable("feed")
    .set({
      status: "failing",
      problem: "crash",
      reason,
      failures: row.failures + 1,
      failing_since: row.failing_since ?? sql<Date>`now()`,
    })
    .where("id", "=", row.id)
    .execute();
  const text = `${row.url} could not be read: ${reason}`;
  const told = { sourceId: row.source_id, feedId: row.id, kind: "failing", text } as const;
  const ring = row.status === "failing" ? [] : [await openNotice(tx, told)];
  return { kind: "again", dueInMs: restMs, reason, gapMs: documentGapMs, ring };
}
