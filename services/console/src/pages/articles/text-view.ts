import type { TextRange } from "@wirewatch/model";
import { html, lines, none } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { count } from "../../views/parts.ts";
import type { TextBlock } from "./article-text.ts";
import type { ParagraphDiff } from "./text-diff.ts";

/** One part of a text as people read it. Its first mark can be jumped to: `#found`. */
export function textView(blocks: readonly TextBlock[], language: string | null): Html {
  const firstMarked = blocks.findIndex(({ marks }) => marks.length > 0);
  const groups: Html[] = [];
  let aside: Html[] = [];
  for (const [at, block] of blocks.entries()) {
    // The headline heads the page already; here it stands for its marks.
    if (block.kind === "title" && block.marks.length === 0 && blocks.length > 1) continue;
    const shown = blockView(block, at === firstMarked);
    if (block.isAside) aside.push(shown);
    else {
      if (aside.length > 0) groups.push(asideView(aside));
      aside = [];
      groups.push(shown);
    }
  }
  if (aside.length > 0) groups.push(asideView(aside));
  // The tag is checked: a language that a page made up helps no reader.
  const lang =
    language !== null && /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/iu.test(language) ? html` lang="${language}"` : none;
  return html`<div class="prose article-text" dir="auto" ${lang}>${groups}</div>`;
}

function asideView(blocks: readonly Html[]): Html {
  return html`<div class="aside">
    <p class="small soft">Related matter: shown here, not searched by topics</p>
    ${blocks}
  </div>`;
}

function blockView({ kind, text, marks }: TextBlock, isFirstMarked: boolean): Html {
  const content = markedLines(text, marks);
  const id = isFirstMarked ? html` id="found"` : none;
  switch (kind) {
    case "title":
      return html`<p class="article-title" ${id}>${content}</p>`;
    case "heading":
      return html`<h3${id}>${content}</h3>`;
    case "standfirst":
      return html`<p class="standfirst" ${id}>${content}</p>`;
    case "paragraph":
      return html`<p${id}>${content}</p>`;
  }
}

/** Text whose lines stay lines, with marks. */
function markedLines(text: string, marks: readonly TextRange[]): Html {
  const pieces: Html[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    pieces.push(lines(text.slice(at, from)), html`<mark>${lines(text.slice(from, to))}</mark>`);
    at = to;
  }
  return html`${pieces}${lines(text.slice(at))}`;
}

/** Changed paragraphs that are shown, and characters of all of them. */
const most = { changes: 150, characters: 40_000 } as const;
/** Of a kept paragraph next to a change, as much as shows where the change is. */
const contextCharacters = 160;

/** What changed, with `<ins>` and `<del>`; runs of paragraphs that did not are folded to their number. */
export function diffView(diffs: readonly ParagraphDiff[]): Html {
  const shown: Html[] = [];
  let [kept, changes, characters] = [0, 0, 0];
  const fold = (): void => {
    if (kept > 0) shown.push(html`<p class="folded soft small">${count(kept, "unchanged paragraph")}</p>`);
    kept = 0;
  };
  for (const [at, diff] of diffs.entries()) {
    if (diff.kind === "same") {
      const isNext = diffs[at + 1] !== undefined && diffs[at + 1]?.kind !== "same";
      if (!isNext || changes >= most.changes || characters >= most.characters) {
        kept += 1;
        continue;
      }
      fold();
      shown.push(html`<p class="context soft">${shortened(diff.runs[0]?.text ?? "")}</p>`);
      continue;
    }
    changes += 1;
    if (changes > most.changes || characters >= most.characters) continue;
    fold();
    characters += diff.runs.reduce((sum, { text }) => sum + text.length, 0);
    shown.push(html`<p class="change ${diff.kind}">${runsView(diff, most.characters)}</p>`);
  }
  const left = changes - shown.filter(({ markup }) => markup.startsWith('<p class="change')).length;
  fold();
  const more = left > 0 ? html`<p class="soft">and ${count(left, "more changed paragraph")}</p>` : none;
  return html`<div class="prose article-text" dir="auto">${shown}${more}</div>`;
}

function runsView({ runs }: ParagraphDiff, room: number): Html {
  let left = room;
  const parts = runs.map(({ kind, text }) => {
    const part = lines(text.slice(0, Math.max(0, left)).toWellFormed());
    left -= text.length;
    if (kind === "added") return html`<ins>${part}</ins>`;
    return kind === "removed" ? html`<del>${part}</del>` : part;
  });
  return html`${parts}${left < 0 ? "…" : none}`;
}

/** Where the change is lies after it: its end says where. */
function shortened(text: string): string {
  return text.length <= contextCharacters ? text : `…${text.slice(-contextCharacters).toWellFormed()}`;
}
