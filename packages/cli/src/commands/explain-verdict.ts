import { clusterWords, originalWords, storyWords, verdictWords } from "@wirewatch/explain";
import type { Told } from "@wirewatch/explain";
import type { ExplainedRevision } from "@wirewatch/store";
import { changeLines } from "./explain-change.ts";

/** What the deduplicator said: what the text is a copy or a revision of, what changed, and what it belongs to; pure. */
export function verdictLines(revision: ExplainedRevision): string[] {
  const { verdict, change, cluster, story } = revision;
  return [
    ...(verdict === null ? [] : answerLines(verdict, revision.steps)),
    ...(change === null ? [] : changeLines(change)),
    ...(cluster === null || cluster.articles === 1 ? [] : toldLines(clusterWords(cluster))),
    ...(story === null ? [] : toldLines(storyWords(story))),
  ];
}

function answerLines(verdict: NonNullable<ExplainedRevision["verdict"]>, steps: ExplainedRevision["steps"]): string[] {
  const { of } = verdict;
  const notes = of === null ? [] : [originalWords(verdict, of), of.url];
  return toldLines({ text: verdictWords(verdict, steps), notes });
}

function toldLines({ text, notes }: Told): string[] {
  return [`  ${text}`, ...notes.map((note) => `    ${note}`)];
}
