import type { OutgoingMessage } from "@wirewatch/model";
import { moreLine, urgency } from "./digest-view.ts";
import type { EntryView, SectionView } from "./digest-view.ts";
import { headParts, messageView, originLine } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import type { PassagePart } from "./passage.ts";
import { escapeHtml } from "./plain-text.ts";

/**
 * The message as a complete HTML document for a mail: no scripts, no remote images, no style sheet. Outside text is
 * escaped and finds its own direction (`dir="auto"`).
 */
export function renderHtml(message: OutgoingMessage): string {
  const view = messageView(message);
  const more = moreLine(view.more);
  return [
    `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(view.title)}</title></head>`,
    `<body style="font-family:sans-serif;max-width:40em">`,
    view.note === null ? "" : `<p dir="auto"><strong>${escapeHtml(view.note)}</strong></p>`,
    `<p dir="auto">${headParts(view).map(escapeHtml).join(" · ")}</p>`,
    `<h2 dir="auto">${link(view.url, view.title)}</h2>`,
    `<p dir="auto">${escapeHtml(originLine(view))}</p>`,
    view.lines.length === 0 ? "" : list(view.lines.map(escapeHtml)),
    ...view.passages.map(passage),
    ...view.sections.map(section),
    more === null ? "" : `<p>${more}</p>`,
    ...view.because.map((reason) => `<p dir="auto"><small>Why: ${escapeHtml(reason)}</small></p>`),
    alsoIn(view),
    view.links.length === 0 ? "" : `<p>${view.links.map(({ label, url }) => link(url, label)).join(" · ")}</p>`,
    `</body></html>`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function passage({ heading, parts }: MessageView["passages"][number]): string {
  const title = heading === null ? "" : `<strong>${escapeHtml(heading)}</strong><br>`;
  return `<blockquote dir="auto">${title}${marked(parts)}</blockquote>`;
}

function section({ heading, entries }: SectionView): string {
  const title = heading === null ? "" : `<h3 dir="auto">${escapeHtml(heading)}</h3>\n`;
  return `${title}${list(entries.map(entryItem))}`;
}

function entryItem({ severity, title, url, line, parts }: EntryView): string {
  const quoted = parts.length === 0 ? "" : `<blockquote dir="auto">${marked(parts)}</blockquote>`;
  return `${urgency(severity)}${link(url, title)}<br><small>${escapeHtml(line)}</small>${quoted}`;
}

function marked(parts: readonly PassagePart[]): string {
  return parts
    .map((part) => (part.isMarked ? `<mark>${escapeHtml(part.text)}</mark>` : escapeHtml(part.text)))
    .join("");
}

function alsoIn(view: MessageView): string {
  if (view.alsoIn.length === 0) return "";
  const items = view.alsoIn.map(({ source, title, url }) => `${escapeHtml(source)}: ${link(url, title)}`);
  return `<p>Also in:</p>${list(view.alsoInMore === 0 ? items : [...items, `and ${view.alsoInMore} more`])}`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li dir="auto">${item}</li>`).join("\n")}</ul>`;
}

function link(url: string | null, text: string): string {
  if (url === null) return escapeHtml(text);
  return `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow">${escapeHtml(text)}</a>`;
}
