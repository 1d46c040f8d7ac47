import { compareRevisions } from "@wirewatch/similarity";
import type { ParagraphChange, Text } from "@wirewatch/similarity";
import { storableJson } from "@wirewatch/store";
import type { StoredChange } from "@wirewatch/store";

/** Reasons that are kept of one change; all of them can be told from the texts. */
const maxReasons = 10;

/** What is stored of a change; the paragraphs are told again from the texts when somebody asks. */
export interface ChangeColumns {
  readonly material: boolean | null;
  /** JSON. */
  readonly change: string | null;
}

/** For what is no revision of a text. */
export const noChange: ChangeColumns = { material: null, change: null };

/** Compares two versions of an article. */
export function changeColumns(before: Text, after: Text): ChangeColumns {
  const { isMaterial, reasons, paragraphs, changedShare } = compareRevisions(before, after);
  const count = (kind: ParagraphChange["kind"]): number =>
    paragraphs.filter((paragraph) => paragraph.kind === kind).length;
  const stored: StoredChange = {
    reasons: reasons.slice(0, maxReasons),
    changedShare,
    added: count("added"),
    removed: count("removed"),
    changed: count("changed"),
  };
  return { material: isMaterial, change: storableJson(stored) };
}
