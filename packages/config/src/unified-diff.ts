/** Lines around a change that are shown. */
const around = 3;
/** Beyond so many pairs of lines nothing is compared line by line: it would cost seconds. */
const maxPairs = 1_000_000;

/** One line of a comparison. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Compares two texts line by line. @returns lines of both in order; removed ones before the added ones that stand for them */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const start = commonStart(before, after);
  const end = commonStart(before.slice(start).toReversed(), after.slice(start).toReversed());
  const [left, right] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: "same", text }));
  return [...same(before.slice(0, start)), ...changed(left, right), ...same(before.slice(before.length - end))];
}

/**
 * The difference as `patch` and `git apply` take it.
 *
 * @param place.line of the first line of `before` in the file, from 1
 * @returns empty when nothing differs
 */
export function unifiedDiff(
  before: readonly string[],
  after: readonly string[],
  place: { readonly file: string; readonly line?: number },
): string {
  const lines = diffLines(before, after);
  if (lines.every(({ kind }) => kind === "same")) return "";
  const hunks: string[] = [];
  let [at, oldLine, newLine] = [0, place.line ?? 1, place.line ?? 1];
  while (at < lines.length) {
    const next = lines.findIndex(({ kind }, index) => index >= at && kind !== "same");
    if (next === -1) break;
    const from = Math.max(at, next - around);
    let to = next;
    for (let index = next; index < lines.length && index - to <= 2 * around; index++) {
      if (lines[index]?.kind !== "same") to = index;
    }
    const until = Math.min(lines.length, to + 1 + around);
    oldLine += from - at;
    newLine += from - at;
    const part = lines.slice(from, until);
    const oldCount = part.filter(({ kind }) => kind !== "added").length;
    const newCount = part.filter(({ kind }) => kind !== "removed").length;
    hunks.push(
      `@@ -${oldLine},${oldCount} +${newLine},${newCount} @@`,
      ...part.map(({ kind, text }) => signs[kind] + text),
    );
    oldLine += oldCount;
    newLine += newCount;
    at = until;
  }
  return `--- a/${place.file}\n+++ b/${place.file}\n${hunks.join("\n")}\n`;
}

const signs: Readonly<Record<DiffLine["kind"], string>> = { same: " ", added: "+", removed: "-" };

function commonStart(left: readonly string[], right: readonly string[]): number {
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  return at;
}

/** Longest common subsequence by dynamic programming: entries have some dozen lines. */
function changed(left: readonly string[], right: readonly string[]): DiffLine[] {
  if (left.length * right.length > maxPairs) return [...all("removed", left), ...all("added", right)];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const [below, beside, both] = [(i + 1) * width + j, i * width + j + 1, (i + 1) * width + j + 1];
      lengths[i * width + j] =
        left[i] === right[j] ? (lengths[both] ?? 0) + 1 : Math.max(lengths[below] ?? 0, lengths[beside] ?? 0);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      lines.push({ kind: "same", text: left[i] ?? "" });
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      lines.push({ kind: "removed", text: left[i++] ?? "" });
    } else lines.push({ kind: "added", text: right[j++] ?? "" });
  }
  return [...lines, ...all("removed", left.slice(i)), ...all("added", right.slice(j))];
}

function all(kind: "added" | "removed", lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ kind, text }));
}
