import { diffSequences } from "@wirewatch/similarity";

/** A run of text that is in both versions, or in one of them only. */
export interface TextRun {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** What became of a paragraph. The runs that are not `removed` make up the later text, those not `added` the earlier one. */
export interface ParagraphDiff {
  readonly kind: "same" | "added" | "removed" | "changed";
  readonly runs: readonly TextRun[];
}

/** Longer paragraphs are replaced as a whole, word by word nobody could read them. */
const maxWords = 4_000;
/** Share of the words of the longer one that two paragraphs have in common when one is the other, edited. */
const leastKept = 0.4;
/** Paragraphs that an edited one may stand behind, of those that differ. */
const lookAhead = 5;
/** Characters that are compared word by word, over all pairs that are tried: more takes longer than anybody waits. */
const maxCompared = 400_000;

/**
 * What changed from one text to another, paragraph by paragraph and in these word by word; in the order of the later text. Applying it to the
 * earlier paragraphs gives the later ones to the character. Pure; bounded however different the texts are.
 */
export function diffParagraphs(before: readonly string[], after: readonly string[]): ParagraphDiff[] {
  const budget = { left: maxCompared };
  return diffSequences(before, after).flatMap(({ isSame, before: old, after: now }): ParagraphDiff[] => {
    if (isSame) return after.slice(...now).map((text) => whole("same", text));
    return replaced(before.slice(...old), after.slice(...now), budget);
  });
}

/** Paragraphs that stand for others: edited ones are told from new ones by the words that they share. */
function replaced(before: readonly string[], after: readonly string[], budget: { left: number }): ParagraphDiff[] {
  const diffs: ParagraphDiff[] = [];
  let from = 0;
  for (const text of after) {
    let found: { readonly at: number; readonly runs: readonly TextRun[] } | null = null;
    for (let at = from; at < before.length && at < from + lookAhead && budget.left > 0 && found === null; at += 1) {
      const old = before[at] ?? "";
      budget.left -= old.length + text.length;
      const runs = diffWords(old, text);
      if (isEdited(runs)) found = { at, runs };
    }
    if (found === null) {
      diffs.push(whole("added", text));
      continue;
    }
    diffs.push(...before.slice(from, found.at).map((gone) => whole("removed", gone)));
    diffs.push({ kind: "changed", runs: found.runs });
    from = found.at + 1;
  }
  return [...diffs, ...before.slice(from).map((gone) => whole("removed", gone))];
}

function whole(kind: TextRun["kind"], text: string): ParagraphDiff {
  return { kind, runs: [{ kind, text }] };
}

function isEdited(runs: readonly TextRun[]): boolean {
  const length = (kind: TextRun["kind"]): number =>
    runs.reduce((sum, run) => sum + (run.kind === kind ? run.text.trim().length : 0), 0);
  const kept = length("same");
  return kept > 0 && kept >= leastKept * (kept + Math.max(length("added"), length("removed")));
}

/** Word by word, with punctuation and spaces as words of their own; characters where words are not separated. */
export function diffWords(before: string, after: string): TextRun[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.length > maxWords || now.length > maxWords) return readable([...removed(before), ...added(after)]);
  const runs = diffSequences(old, now).flatMap((stretch): TextRun[] => {
    const text = now.slice(...stretch.after).join("");
    if (stretch.isSame) return [{ kind: "same", text }];
    return [...removed(old.slice(...stretch.before).join("")), ...added(text)];
  });
  return readable(runs);
}

const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const wordPattern = new RegExp(
  String.raw`[${unspaced}]\p{M}*|(?:(?![${unspaced}])[\p{L}\p{N}_])(?:(?![${unspaced}])[\p{L}\p{N}\p{M}_’'-])*|\s+|.\p{M}*`,
  "gsu",
);

function wordsOf(text: string): string[] {
  return text.match(wordPattern) ?? [];
}

function removed(text: string): TextRun[] {
  return text === "" ? [] : [{ kind: "removed", text }];
}

function added(text: string): TextRun[] {
  return text === "" ? [] : [{ kind: "added", text }];
}

/** Changes with nothing but a space or a comma between them are one: people read phrases, not letters. */
function readable(runs: readonly TextRun[]): TextRun[] {
  const joined: TextRun[] = [];
  let [old, now] = ["", ""];
  const flush = (): void => {
    joined.push(...removed(old), ...added(now));
    [old, now] = ["", ""];
  };
  for (const [at, { kind, text }] of runs.entries()) {
    if (kind === "removed") old += text;
    else if (kind === "added") now += text;
    else if ((old !== "" || now !== "") && /^[\s\p{P}]{1,2}$/u.test(text) && at < runs.length - 1) {
      old += text;
      now += text;
    } else {
      flush();
      joined.push({ kind, text });
    }
  }
  flush();
  return joined;
}
