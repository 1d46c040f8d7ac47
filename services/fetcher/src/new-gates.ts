import { ensureGate } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Transaction } from "@wirewatch/store";

/**
 * Makes the gates of hosts that were never asked before. Those that are there stay as they are: a host that the
 * configuration lists has the number of slots it says, whoever links to its pages.
 */
export async function makeNewGates(tx: Transaction<Database>, gates: Iterable<string>, slots: number): Promise<void> {
  const wanted = new Set(gates);
  if (wanted.size === 0) return;
  const { rows } = await sql<{ gate: string }>`
    select distinct gate from host_gate where gate = any(${[...wanted]}::text[]) and slot >= 0`.execute(tx);
  const missing = wanted.difference(new Set(rows.map((row) => row.gate)));
  // In one order for everybody, so that two that make the same gates wait for each other in turn.
  for (const gate of [...missing].toSorted()) await ensureGate(tx, gate, slots);
}
