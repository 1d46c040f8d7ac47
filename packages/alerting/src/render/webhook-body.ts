import type { AlertMessage, AlertReason, NoticeMessage, OutgoingMessage } from "@wirewatch/model";
import { isNotice } from "../notice.ts";
import { noticePayload } from "./notice-body.ts";
import { passageParts } from "./passage.ts";
import { escapeHtml, plainText, safeLink } from "./plain-text.ts";

/** Standard Webhooks asks for small payloads; many receivers refuse more. In bytes of UTF-8. */
const maxBytes = 20_000;

const maxTitle = 300;
const maxQuery = 300;
const maxReasons = 20;
const maxLinks = 5;
const maxNotices = 100;
const longestSnippet = 600;
const shortestSnippet = 40;

/**
 * The JSON text a webhook receives: `type`, `timestamp` and `data` in snake_case, less than 20 kB. Snippets are HTML
 * (`<mark>` around what matched, everything else escaped); all other fields are plain text. When it would be too
 * long, snippets are cut first, then reasons are left out from the end; of notices about many sources the last ones.
 *
 * @returns the exact text to sign and send
 */
export function webhookBody(message: OutgoingMessage): string {
  return isNotice(message) ? noticeBody(message) : alertBody(message);
}

function noticeBody(message: NoticeMessage): string {
  let shown = Math.min(message.notices.length, maxNotices);
  let body = JSON.stringify(noticePayload({ ...message, links: linksPayload(message.links) }, shown));
  while (Buffer.byteLength(body) >= maxBytes && shown > 1) {
    shown = Math.ceil(shown / 2);
    body = JSON.stringify(noticePayload({ ...message, links: linksPayload(message.links) }, shown));
  }
  return body;
}

function alertBody(message: AlertMessage): string {
  let reasons = Math.min(message.why.length, maxReasons);
  let snippetLength = longestSnippet;
  let body = JSON.stringify(payload(message, reasons, snippetLength));
  while (Buffer.byteLength(body) >= maxBytes && reasons > 0) {
    if (snippetLength > shortestSnippet) snippetLength = Math.max(shortestSnippet, Math.floor(snippetLength / 2));
    else reasons -= 1;
    body = JSON.stringify(payload(message, reasons, snippetLength));
  }
  return body;
}

function payload(message: AlertMessage, reasons: number, snippetLength: number): unknown {
  const { article, story, topic } = message;
  return {
    type: message.event,
    timestamp: message.at,
    data: {
      alert_id: message.alertId,
      revision: message.revision,
      topic: { id: topic.id, name: plainText(topic.name, maxTitle) },
      severity: message.severity,
      story: { id: story.id, title: plainText(story.title, maxTitle), sources: story.sources },
      article: {
        id: article.id,
        url: safeLink(article.url),
        title: plainText(article.title, maxTitle),
        source: article.sourceId,
        language: article.language,
        published_at: article.publishedAt,
        first_seen_at: article.firstSeenAt,
      },
      why: message.why.slice(0, reasons).map((reason) => reasonPayload(reason, snippetLength)),
      links: linksPayload(message.links),
    },
  };
}

function reasonPayload(reason: AlertReason, snippetLength: number): unknown {
  const snippet = passageParts(reason.snippet, snippetLength)
    .map(({ text, isMarked }) => (isMarked ? `<mark>${escapeHtml(text)}</mark>` : escapeHtml(text)))
    .join("");
  return {
    clause: plainText(reason.clause, maxQuery),
    query: plainText(reason.query, maxQuery),
    field: reason.field,
    snippet: snippet.trim(),
  };
}

function linksPayload(links: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const safe = Object.entries(links).map(([name, link]): [string, string | null] => [name, safeLink(link)]);
  return Object.fromEntries(safe.filter((entry): entry is [string, string] => entry[1] !== null).slice(0, maxLinks));
}
