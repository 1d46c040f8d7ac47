import type { Aligned, Paragraph } from "./paragraphs.ts";
import type { ParagraphChange, WordChange } from "./revision-change.ts";
import type { Stretch } from "./word-diff.ts";

/** Word by word, what differs in a paragraph that both versions have. */
export type Diffs = ReadonlyMap<Aligned, readonly Stretch[]>;

/** Paragraphs that are handed on; an article has 20. */
export const maxShown = 500;

/** What became of each paragraph, in the order of the later version; of too many, those that changed come before kept ones. */
export function changesOf(aligned: readonly Aligned[], diffs: Diffs): ParagraphChange[] {
  const changes = aligned.map((pair) => changeOf(pair, diffs.get(pair)));
  if (changes.length <= maxShown) return changes;
  const room = maxShown - Math.min(maxShown, changes.filter(({ kind }) => kind !== "kept").length);
  let kept = 0;
  return changes.filter(({ kind }) => kind !== "kept" || (kept += 1) <= room).slice(0, maxShown);
}

function changeOf({ before, after }: Aligned, stretches: readonly Stretch[] | undefined): ParagraphChange {
  if (before === null) return { kind: "added", after: after?.text ?? "" };
  if (after === null) return { kind: "removed", before: before.text };
  const both = { before: before.text, after: after.text };
  if (before.key === after.key) return { kind: "kept", ...both };
  return stretches === undefined
    ? { kind: "changed", ...both }
    : { kind: "changed", ...both, words: stretches.flatMap((stretch) => wordChanges(before, after, stretch)) };
}

function wordChanges(before: Paragraph, after: Paragraph, stretch: Stretch): WordChange[] {
  if (stretch.isSame) return [{ kind: "same", text: printedRun(after, stretch.after) }];
  const changes: WordChange[] = [
    { kind: "removed", text: printedRun(before, stretch.before) },
    { kind: "added", text: printedRun(after, stretch.after) },
  ];
  return changes.filter(({ text }) => text !== "");
}

/** The text of a run of tokens, up to where the next begins, so that the runs of one side are its whole text. */
export function printedRun({ text, tokens }: Paragraph, [start, end]: readonly [number, number]): string {
  if (start === end) return "";
  return text.slice(start === 0 ? 0 : tokens[start]?.start, tokens[end]?.start ?? text.length);
}
