import { html, lines } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import type { DraftMark } from "./draft-marks.ts";

/** A range of a text that is underlined. */
export interface Underlined {
  readonly range: readonly [from: number, to: number];
  readonly tone: DraftMark["tone"];
}

/**
 * A text with underlined ranges, to be laid behind the field somebody types it into: fields cannot underline parts of what is in them.
 * The script keeps it in step, see client/editor.ts.
 */
export function underlay(text: string, marks: readonly Underlined[]): Html {
  const parts: Html[] = [];
  let at = 0;
  for (const { range, tone } of marks.toSorted((a, b) => a.range[0] - b.range[0])) {
    const [from, to] = range;
    if (from < at || to > text.length || to <= from) continue;
    parts.push(lines(text.slice(at, from)), html`<span class="wrong ${tone}">${lines(text.slice(from, to))}</span>`);
    at = to;
  }
  parts.push(lines(text.slice(at)));
  return html`<div class="underlay mono" aria-hidden="true">${parts}</div>`;
}

/** Places of marks in the YAML: from the character to the end of its word. */
export function yamlMarks(text: string, marks: readonly DraftMark[]): Underlined[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return marks.flatMap(({ place, tone }): Underlined[] => {
    const start = place === null ? undefined : starts[place.line - 1];
    if (place === null || start === undefined) return [];
    const from = Math.min(text.length - 1, start + place.column - 1);
    const word = /^(?:[\p{L}\p{N}_.-]+|\S)/u.exec(text.slice(from, from + 200))?.[0] ?? "";
    return from < 0 || word === "" ? [] : [{ range: [from, from + word.length], tone }];
  });
}
