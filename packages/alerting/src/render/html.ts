import type { OutgoingMessage } from "@wirewatch/model";
import { messageView, originLine } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { escapeHtml } from "./plain-text.ts";

/**
 * The message as a complete HTML document for a mail: no scripts, no remote images, no style sheet. Outside text is
 * escaped and finds its own direction (`dir="auto"`).
 */
export function renderHtml(message: OutgoingMessage): string {
  const view = messageView(message);
  return [
    `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(view.title)}</title></head>`,
    `<body style="font-family:sans-serif;max-width:40em">`,
    `<p>${view.isUpdate ? "Update · " : ""}<strong>${view.severity.toUpperCase()}</strong> · ${escapeHtml(view.topic)}</p>`,
    `<h2 dir="auto">${link(view.url, view.title)}</h2>`,
    `<p>${escapeHtml(originLine(view))}</p>`,
    ...view.passages.map(passage),
    ...view.because.map((reason) => `<p><small>Why: <code>${escapeHtml(reason)}</code></small></p>`),
    alsoIn(view),
    view.links.length === 0 ? "" : `<p>${view.links.map(({ label, url }) => link(url, label)).join(" · ")}</p>`,
    `</body></html>`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function passage({ heading, parts }: MessageView["passages"][number]): string {
  const text = parts
    .map((part) => (part.isMarked ? `<mark>${escapeHtml(part.text)}</mark>` : escapeHtml(part.text)))
    .join("");
  const title = heading === null ? "" : `<strong>${escapeHtml(heading)}</strong><br>`;
  return `<blockquote dir="auto">${title}${text}</blockquote>`;
}

function alsoIn(view: MessageView): string {
  if (view.alsoIn.length === 0) return "";
  const items = view.alsoIn.map(({ source, title, url }) => `${escapeHtml(source)}: ${link(url, title)}`);
  const all = view.alsoInMore === 0 ? items : [...items, `and ${view.alsoInMore} more`];
  return `<p>Also in:</p><ul>${all.map((item) => `<li dir="auto">${item}</li>`).join("")}</ul>`;
}

function link(url: string | null, text: string): string {
  if (url === null) return escapeHtml(text);
  return `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow">${escapeHtml(text)}</a>`;
}
