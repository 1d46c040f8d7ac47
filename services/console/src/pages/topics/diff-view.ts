import type { DiffLine } from "@wirewatch/config";
import { html, lines, space } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";

/** Lines that are the same on both sides and far from a change are left out. */
const around = 3;

/** Two texts line by line, with signs as well as colours. */
export function diffView(changes: readonly DiffLine[]): Html {
  if (changes.every(({ kind }) => kind === "same")) return html`<p class="soft">Nothing differs.</p>`;
  const isNear = changes.map((_line, at) =>
    changes.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== "same"),
  );
  const rows = changes.map(({ kind, text }, at) => {
    if (isNear[at] !== true) return isNear[at - 1] === true || at === 0 ? html`<div class="left-out">…</div>` : "";
    if (kind === "same") return html`<div>${space}${lines(text)}</div>`;
    return kind === "added"
      ? html`<div class="added"><ins>+${lines(text)}</ins></div>`
      : html`<div class="removed"><del>-${lines(text)}</del></div>`;
  });
  return html`<div class="diff mono" tabindex="0" role="region" aria-label="Differences">${rows}</div>`;
}
