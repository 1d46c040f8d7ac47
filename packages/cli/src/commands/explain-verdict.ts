import type { ExplainedRevision } from "@wirewatch/store";
import { counted, oneLine } from "../terminal-text.ts";
import { changeLines } from "./explain-change.ts";

const verdictNames: Readonly<Record<string, string>> = {
  unique: "unique",
  duplicate: "duplicate",
  nearDuplicate: "near duplicate",
  revision: "revision",
};

/** What the deduplicator said: what the text is a copy or a revision of, what changed, and what it belongs to; pure. */
export function verdictLines(revision: ExplainedRevision): string[] {
  const { verdict, change, cluster, story } = revision;
  return [
    ...(verdict === null ? [] : verdictWords(verdict, revision)),
    ...(change === null ? [] : changeLines(change)),
    ...(cluster === null || cluster.articles === 1 ? [] : clusterLines(cluster)),
    ...(story === null ? [] : storyLines(story)),
  ];
}

function verdictWords(verdict: NonNullable<ExplainedRevision["verdict"]>, { steps }: ExplainedRevision): string[] {
  const { of } = verdict;
  const isSaid = steps.some((step) => step.reason !== null && step.reason === verdict.why);
  const why = verdict.why === null || isSaid ? "" : `: ${oneLine(verdict.why)}`;
  const isCopy = verdict.kind === "duplicate" || verdict.kind === "nearDuplicate";
  return [
    `  Verdict ${verdictNames[verdict.kind] ?? verdict.kind}${verdict.score === null || of === null ? "" : ` (similarity ${verdict.score.toFixed(2)})`}${why}`,
    ...(of === null
      ? []
      : [
          `    of article ${of.articleId} in ${of.sourceId}${of.title === null ? "" : ` “${oneLine(of.title)}”`}${isCopy && verdict.isSameSite ? ", on the same site" : ""}`,
          `    ${of.url}`,
        ]),
  ];
}

function clusterLines({ id, articles, canonical }: NonNullable<ExplainedRevision["cluster"]>): string[] {
  return [
    `  Cluster ${id}: ${counted(articles, "article")} with this text`,
    ...(canonical === null
      ? []
      : [`    published first: article ${canonical.articleId} in ${canonical.sourceId}, ${canonical.url}`]),
  ];
}

function storyLines({ id, title, articles, terms, why }: NonNullable<ExplainedRevision["story"]>): string[] {
  return [
    `  Story ${id}${title === null ? "" : ` “${oneLine(title)}”`}: ${counted(articles, "article")}`,
    ...(why === null ? [] : [`    ${oneLine(why)}`]),
    ...(terms.length === 0 ? [] : [`    its terms: ${oneLine(terms.join(", "))}`]),
  ];
}
