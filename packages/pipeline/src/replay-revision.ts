import type { Outcome } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import type { Bell } from "./stage.ts";
import { stages } from "./stages.ts";
import type { StageMessage, StageName } from "./stages.ts";
import { restartRow } from "./work.ts";

/** What became of a revision whose work failed and was to be tried again. */
export type RevisionReplay = StageMessage<"fetch"> &
  (
    | {
        readonly kind: "replayed";
        /** Where it goes on: the stage that gave up. */
        readonly stage: StageName;
        /** Rings for it; null for a stage whose turn its host decides. */
        readonly bell: Bell | null;
      }
    | { readonly kind: "missing" }
    /** Its work is not over. */
    | { readonly kind: "open" }
    /** It ended another way: what is finished is never done again. */
    | { readonly kind: "finished"; readonly outcome: Outcome | null }
    /** A later revision has taken its place. */
    | { readonly kind: "replaced" }
  );

/**
 * Puts a revision that ended as `failed` back into the stage that gave up; its history stays, its attempts begin anew. A second call finds it
 * at work.
 */
export async function replayRevision(tx: Kysely<Database>, message: StageMessage<"fetch">): Promise<RevisionReplay> {
  const { articleId, revision } = message;
  const { rows } = await sql<{ stage: string; outcome: Outcome | null; gave_up: string | null; is_replaced: boolean }>`
    select r.stage, r.outcome,
      (select t.stage from trail t where t.article_id = r.article_id and t.revision = r.revision order by t.id desc limit 1) as gave_up,
      exists (select 1 from article_revision n where n.article_id = r.article_id and n.revision > r.revision) as is_replaced
    from article_revision r where r.article_id = ${articleId} and r.revision = ${revision} for update of r`.execute(tx);
  const [row] = rows;
  if (row === undefined) return { ...message, kind: "missing" };
  if (row.stage !== "done") return { ...message, kind: "open" };
  if (row.outcome !== "failed") return { ...message, kind: "finished", outcome: row.outcome };
  if (row.is_replaced) return { ...message, kind: "replaced" };
  const stage = articleStage(row.gave_up);
  await restartRow(tx, stage, message);
  await sql`
    update article_revision set outcome = null, reason = null, outcome_at = null
    where article_id = ${articleId} and revision = ${revision}`.execute(tx);
  return { ...message, kind: "replayed", stage, bell: stages[stage].gated ? null : { stage, message } };
}

/** The stage a trail names; without a trail the work begins with the page. */
function articleStage(
  name: string | null,
): Extract<StageName, "fetch" | "strip" | "deduplicate" | "classify" | "notify"> {
  switch (name) {
    case "strip":
    case "deduplicate":
    case "classify":
    case "notify":
      return name;
    default:
      return "fetch";
  }
}
