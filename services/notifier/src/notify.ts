import { articleObjections, inhibitedBy, matchVerdict } from "@wirewatch/alerting";
import type { Candidate, EarlyObjection, Labels } from "@wirewatch/alerting";
import type { RouteConfig } from "@wirewatch/config";
import type { Severity, SuppressionReason } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { ArticleRevision, Database, StoredMatch, Transaction } from "@wirewatch/store";
import type { NotifierDeps } from "./deps.ts";
import { gatherMatches } from "./match-facts.ts";
import type { MatchFacts } from "./match-facts.ts";
import { joinGroups } from "./join-group.ts";

/** What becomes of one match, with the severity that it has by now. */
export type MatchDecision = { readonly match: StoredMatch; readonly severity: Severity } & (
  | {
      readonly kind: "suppress";
      readonly reason: SuppressionReason;
      readonly detail: string;
      /** The match that takes its place, where one does. */
      readonly inhibitorId: string | null;
    }
  | {
      readonly kind: "alert";
      readonly routes: readonly { readonly route: RouteConfig; readonly key: string }[];
    }
);

/** The stage that turns matches into alerts, or stores why there is none. */
export function notifyStage(deps: NotifierDeps): DefinedStage {
  return defineStage("notify", {
    gather: (row) => gatherMatches(row, deps),
    decide: decideMatches,
    commit: commitMatches,
  });
}

/** What becomes of the matches of an article, one after the other; pure. */
export function decideMatches(facts: MatchFacts): MatchDecision[] {
  const decided: MatchDecision[] = [];
  for (const match of facts.matches) {
    // One that is inhibited itself takes nobody's place: of two that point at each other one is told.
    const out = new Set(decided.filter(isInhibited).map((other) => other.match.id));
    decided.push(decideMatch(match, facts, out));
  }
  return decided;
}

function isInhibited(decision: MatchDecision): boolean {
  return decision.kind === "suppress" && decision.reason === "inhibited";
}

function decideMatch(match: StoredMatch, facts: MatchFacts, out: ReadonlySet<string>): MatchDecision {
  const labels: Labels = facts.labels.get(match.topic_id) ?? {};
  const severity = facts.severities.get(match.topic_id) ?? match.severity;
  const candidate: Candidate = { matchId: match.id, labels, at: facts.now };
  const { silences, inhibitRules } = facts.mutes;
  const others = facts.mutes.others.filter((other) => !out.has(other.matchId));
  const against = objectionsTo(match, facts);
  const verdict = matchVerdict({ match: candidate, against, root: facts.root, silences, inhibitRules, others });
  if (verdict.kind === "alert") return { ...verdict, match, severity };
  const inhibition = verdict.reason === "inhibited" ? inhibitedBy(candidate, inhibitRules, others) : null;
  return { ...verdict, match, severity, inhibitorId: inhibition?.matchId ?? null };
}

/** What the stages before have against a match. */
function objectionsTo(match: StoredMatch, { row, earlier, maxAgeMs }: MatchFacts): EarlyObjection[] {
  const against = articleObjections(row, maxAgeMs);
  if (row.verdict !== "duplicate" && row.verdict !== "nearDuplicate") return against;
  const original = earlier.find((other) => other.topicId === match.topic_id && other.articleId === row.of_article_id);
  const copy = `a copy of article ${row.of_article_id ?? ""}`;
  if (original?.isSuppressed === true) {
    against.push({ reason: "duplicate", detail: `${copy}, which was not told about either` });
  } else if (original?.isOver === true) {
    // While the group is open it joins; a group of its own would tell the story again.
    against.push({ reason: "duplicate", detail: `${copy}, which was told about before` });
  }
  return against;
}

async function commitMatches(
  tx: Transaction<Database>,
  decisions: readonly MatchDecision[],
  row: ArticleRevision,
): Promise<StageResult> {
  if (!(await areInhibitorsTold(tx, decisions))) {
    return { kind: "again", dueInMs: 0, reason: "what was to take the place of a match is not told itself" };
  }
  for (const decision of decisions) {
    const { match, severity } = decision;
    if (severity !== match.severity) await raise(tx, match, severity);
    if (decision.kind === "suppress") await suppress(tx, decision);
  }
  const joining = decisions.flatMap((decision) =>
    decision.kind === "suppress"
      ? []
      : decision.routes.map((way) => ({ ...way, match: { ...decision.match, severity: decision.severity } })),
  );
  const ring = await joinGroups(tx, joining);
  const detail = {
    matches: decisions.map((decision) => ({
      topic: decision.match.topic_id,
      ...(decision.kind === "suppress"
        ? { suppressed: decision.reason }
        : { routes: decision.routes.map(({ route }) => `${route.name} → ${route.receiver}`) }),
    })),
  };
  const isCopy = row.verdict === "duplicate" || row.verdict === "nearDuplicate";
  return { kind: "end", outcome: isCopy ? "duplicate" : "matched", reason: isCopy ? row.why : null, ring, detail };
}

/**
 * Whether what takes the place of a match was not itself inhibited in the meantime, e.g. by that very match. Both rows are locked, in
 * one order everywhere, so that of two processes the second sees what the first decided.
 */
async function areInhibitorsTold(tx: Transaction<Database>, decisions: readonly MatchDecision[]): Promise<boolean> {
  const own = decisions.filter(isInhibited);
  const inhibitors = own.flatMap((decision) =>
    decision.kind === "suppress" && decision.inhibitorId !== null ? [decision.inhibitorId] : [],
  );
  if (inhibitors.length === 0) return true;
  const ids = [...own.map(({ match }) => match.id), ...inhibitors];
  const { rows } = await sql<{ id: string; reason: SuppressionReason | null }>`
    select id, reason from topic_match where id = any(${ids}::bigint[]) order by id for update`.execute(tx);
  const found = new Map(rows.map(({ id, reason }) => [id, reason]));
  return inhibitors.every((id) => found.has(id) && found.get(id) !== "inhibited");
}

async function raise(tx: Transaction<Database>, match: StoredMatch, severity: Severity): Promise<void> {
  await tx
    .updateTable("topic_match")
    .set({ severity, raised_from: match.raised_from ?? match.severity })
    .where("id", "=", match.id)
    .execute();
}

async function suppress(
  tx: Transaction<Database>,
  { match, reason, detail }: Extract<MatchDecision, { kind: "suppress" }>,
): Promise<void> {
  await tx
    .updateTable("topic_match")
    .set({ outcome: "suppressed", reason, detail, outcome_at: sql<Date>`now()` })
    .where("id", "=", match.id)
    .execute();
}
