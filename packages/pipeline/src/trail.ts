import { sql, storableJson, storableOrNull } from "@wirewatch/store";
import type { RawBuilder } from "@wirewatch/store";
import type { StageResult } from "./stage.ts";
import type { Claim } from "./work.ts";

/** A result in one word, for the trail and the log. */
export function resultName(result: StageResult): string {
  switch (result.kind) {
    case "next":
      return result.stage;
    case "end":
      return result.outcome;
    default:
      return result.kind;
  }
}

/** The statement that tells the trail about a run; null for rows that are no articles, which leave none. */
export function trailLine(
  claim: Claim,
  workerId: string,
  result: StageResult,
  workMs: number,
): RawBuilder<unknown> | null {
  if (!("articleId" in claim.message)) return null;
  const { articleId, revision } = claim.message;
  const detail = result.detail === undefined ? null : storableJson(result.detail);
  // `at` is not the beginning of the transaction, which waits for locks.
  return sql`
    insert into trail (article_id, revision, at, stage, result, reason, detail, wait_ms, work_ms, worker)
    values (${articleId}, ${revision}, clock_timestamp(), ${claim.stage}, ${resultName(result)},
      ${storableOrNull(result.reason)}, ${detail}, ${Math.round(claim.waitMs)}, ${workMs}, ${workerId})`;
}
