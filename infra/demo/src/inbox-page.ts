import { snippetParts } from "./inbox-message.ts";
import type { InboxMessage } from "./inbox-message.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

const severities = new Set(["low", "normal", "high", "critical"]);

/** Snippets shown of one message. */
const shownReasons = 3;

/**
 * The inbox as a page that reloads itself and needs no script.
 *
 * @param messages newest first
 */
export function inboxPage(messages: readonly InboxMessage[], now: Date): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>${messages.length === 0 ? "Inbox" : `Inbox (${messages.length})`}</title>
<link rel="stylesheet" href="/inbox.css">
</head>
<body>
<header><h1>Inbox</h1><p>${summary(messages)}</p></header>
<main>
${messages.length === 0 ? emptyNote : messages.map((message) => messageCard(message, now))}</main>
<footer><p>Signed webhooks, checked before they are shown. <a href="/messages">As JSON</a></p></footer>
</body>
</html>
`;
}

const emptyNote = markup`<p class="empty">Nothing yet. The first alert arrives a few seconds after the newsroom has published something on one of your topics.</p>\n`;

function summary(messages: readonly InboxMessage[]): string {
  if (messages.length === 0) return "waiting for the first alert";
  const repeats = messages.reduce((sum, { received }) => sum + received - 1, 0);
  const count = messages.length === 1 ? "1 alert" : `${messages.length} alerts`;
  if (repeats === 0) return `${count}, none of them twice`;
  return repeats === 1 ? `${count}, 1 repeated delivery` : `${count}, ${repeats} repeated deliveries`;
}

function messageCard(message: InboxMessage, now: Date): Markup {
  const { type, data } = message.payload;
  const { topic, severity, story, article, why } = data;
  const level = severities.has(severity) ? severity : "normal";
  return markup`<article class="alert ${level}">
<p class="tags"><span class="topic">${topic.name}</span> <span class="severity">${severity}</span>${type === "alert.updated" ? markup` <span class="update">update</span>` : null}${message.received > 1 ? markup` <span class="repeat">delivered ${message.received} times</span>` : null}</p>
<h2>${titleLink(article.url, article.title)}</h2>
<p class="source">${article.source}${story.sources > 1 ? `, ${story.sources} sources` : ""} · <time datetime="${message.firstReceivedAt}" title="${message.firstReceivedAt}">${age(message, now)}</time></p>
${why.slice(0, shownReasons).map(({ query, snippet }) => markup`<blockquote><p>${snippetMarkup(snippet)}</p><footer>found by <code>${query}</code></footer></blockquote>\n`)}</article>
`;
}

function titleLink(url: string | null, title: string): Markup {
  const link = url === null ? null : URL.parse(url);
  const isWeb = link?.protocol === "http:" || link?.protocol === "https:";
  return link !== null && isWeb ? markup`<a href="${link.href}" rel="noreferrer">${title}</a>` : markup`${title}`;
}

function snippetMarkup(snippet: string): readonly Markup[] {
  return snippetParts(snippet).map(({ text, isMarked }) => (isMarked ? markup`<mark>${text}</mark>` : markup`${text}`));
}

function age({ firstReceivedAt }: InboxMessage, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(firstReceivedAt)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${firstReceivedAt.slice(0, 16).replace("T", " ")} UTC`;
}
