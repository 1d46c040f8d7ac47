import type {
  AlertMessage,
  AlertReason,
  DigestMessage,
  NoticeMessage,
  OutgoingMessage,
  SystemMessage,
} from "@wirewatch/model";
import { isAlert, isDigest, isNotice } from "../message-kind.ts";
import { digestPayload, entriesOf, systemPayload } from "./digest-body.ts";
import { noticePayload } from "./notice-body.ts";
import { articlePayload, linksPayload, markedHtml } from "./payload-parts.ts";
import { plainText } from "./plain-text.ts";

/** Standard Webhooks asks for small payloads; many receivers refuse more. In bytes of UTF-8. */
const maxBytes = 20_000;

const maxTitle = 300;
const maxQuery = 300;
const maxNote = 300;
const maxReasons = 20;
const maxNotices = 100;
const maxEntries = 200;
const maxLines = 50;
const maxAlsoIn = 10;
const longestSnippet = 600;
const shortestSnippet = 40;
const snippetsOfDigest = [600, 200, 80, 0];

/**
 * The JSON text a webhook receives: `type`, `timestamp` and `data` in snake_case, less than 20 kB. Snippets are HTML
 * (`<mark>` around what matched, everything else escaped); all other fields are plain text. When it would be too
 * long, `also_in` goes first, then snippets are cut, then reasons are left out from the end; of notices about many
 * sources, digests and lines the last ones.
 *
 * @returns the exact text to sign and send
 */
export function webhookBody(message: OutgoingMessage): string {
  if (isAlert(message)) return alertBody(message);
  if (isNotice(message)) return noticeBody(message);
  if (isDigest(message)) return digestBody(message);
  return systemBody(message);
}

function systemBody(message: SystemMessage): string {
  let shown = Math.min(message.lines.length, maxLines);
  let body = JSON.stringify(systemPayload(message, shown));
  while (isTooLong(body) && shown > 0) {
    shown = Math.floor(shown / 2);
    body = JSON.stringify(systemPayload(message, shown));
  }
  return body;
}

function noticeBody(message: NoticeMessage): string {
  const links = linksPayload(message.links);
  let shown = Math.min(message.notices.length, maxNotices);
  let body = JSON.stringify(noticePayload({ ...message, links }, shown));
  while (isTooLong(body) && shown > 1) {
    shown = Math.ceil(shown / 2);
    body = JSON.stringify(noticePayload({ ...message, links }, shown));
  }
  return body;
}

function digestBody(message: DigestMessage): string {
  let shown = Math.min(entriesOf(message), maxEntries);
  let body = "";
  for (const snippetLength of snippetsOfDigest) {
    body = JSON.stringify(digestPayload(message, shown, snippetLength));
    if (!isTooLong(body)) return body;
  }
  while (isTooLong(body) && shown > 0) {
    // What the average entry takes is known by now.
    shown = Math.min(shown - 1, Math.floor((shown * maxBytes) / Buffer.byteLength(body)));
    body = JSON.stringify(digestPayload(message, shown, 0));
  }
  return body;
}

function alertBody(message: AlertMessage): string {
  let room = { alsoIn: maxAlsoIn, reasons: Math.min(message.why.length, maxReasons), snippetLength: longestSnippet };
  let body = JSON.stringify(payload(message, room));
  while (isTooLong(body) && (room.alsoIn > 0 || room.reasons > 0)) {
    room = lessRoom(room);
    body = JSON.stringify(payload(message, room));
  }
  return body;
}

/** How much of an alert there is room for. */
interface Room {
  readonly alsoIn: number;
  readonly reasons: number;
  readonly snippetLength: number;
}

function lessRoom({ alsoIn, reasons, snippetLength }: Room): Room {
  if (alsoIn > 0) return { alsoIn: Math.floor(alsoIn / 2), reasons, snippetLength };
  const shorter = Math.max(shortestSnippet, Math.floor(snippetLength / 2));
  return snippetLength > shortestSnippet
    ? { alsoIn, reasons, snippetLength: shorter }
    : { alsoIn, reasons: Math.floor(reasons * 0.8), snippetLength };
}

function isTooLong(body: string): boolean {
  return Buffer.byteLength(body) >= maxBytes;
}

function payload(message: AlertMessage, { alsoIn, reasons, snippetLength }: Room): unknown {
  const { article, story, topic, note, isBrief = false } = message;
  return {
    type: message.event,
    timestamp: message.at,
    data: {
      alert_id: message.alertId,
      revision: message.revision,
      topic: { id: topic.id, name: plainText(topic.name, maxTitle) },
      severity: message.severity,
      brief: isBrief,
      note: note === undefined ? null : plainText(note, maxNote),
      story: { id: story.id, title: plainText(story.title, maxTitle), sources: story.sources },
      article: articlePayload(article),
      also_in: message.alsoIn.slice(0, alsoIn).map(articlePayload),
      why: message.why.slice(0, reasons).map((reason) => reasonPayload(reason, snippetLength)),
      links: linksPayload(message.links),
    },
  };
}

function reasonPayload(reason: AlertReason, snippetLength: number): unknown {
  return {
    clause: plainText(reason.clause, maxQuery),
    query: plainText(reason.query, maxQuery),
    field: reason.field,
    snippet: markedHtml(reason.snippet, snippetLength),
  };
}
