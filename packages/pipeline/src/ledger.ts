import type { Database, Kysely } from "@wirewatch/store";
import type { ColumnTypes } from "./given-columns.ts";
import { grouped } from "./grouped.ts";
import { settlementKind, settleRows } from "./settle.ts";
import type { Settled, Settling } from "./settle.ts";
import type { NamedRow } from "./rows.ts";
import type { AnyMessage, StageName } from "./stages.ts";
import { claimRow, claimRows } from "./work.ts";
import type { Claim } from "./work.ts";

/** Where runs are booked: their beginnings, and ends that need no transaction of their own. */
export interface Ledger {
  /** See `claimRow`. */
  claim(stage: StageName, message: AnyMessage, token: string): Promise<Claim | null>;
  /** @returns null when another worker took the row over */
  settle(settling: Settling): Promise<Settled | null>;
}

/** Books each run by itself. */
export function plainLedger(db: Kysely<Database>): Ledger {
  return {
    claim: (stage, message, token) => claimRow(db, stage, message, token),
    settle: async (settling) => (await settleRows(db, settling.claim.stage, [settling]))[0] ?? null,
  };
}

/** Books what comes at the same time together; see `grouped`. */
export function groupedLedger(db: Kysely<Database>): Ledger {
  const limits = { max: 100, lanes: 2 };
  const types: ColumnTypes = {};
  const claims = new Map<StageName, (wanted: NamedRow) => Promise<Claim | null>>();
  const settlements = new Map<string, (settling: Settling) => Promise<Settled | null>>();
  return {
    claim(stage, message, token) {
      const claim = claims.get(stage) ?? grouped((wanted) => claimRows(db, stage, wanted), limits);
      claims.set(stage, claim);
      return claim({ message, token });
    },
    settle(settling) {
      const { stage } = settling.claim;
      const kind = settlementKind(stage, settling.settlement);
      const settle = settlements.get(kind) ?? grouped((together) => settleRows(db, stage, together, types), limits);
      settlements.set(kind, settle);
      return settle(settling);
    },
  };
}
