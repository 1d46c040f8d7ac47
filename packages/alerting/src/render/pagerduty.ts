import type { NoticeMessage, OutgoingMessage, Severity } from "@wirewatch/model";
import { isAlert, isDigest, isNotice } from "../message-kind.ts";
import { moreLine } from "./digest-view.ts";
import { namedLinks } from "./flow.ts";
import { messageView, originTime } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import type { PassagePart } from "./passage.ts";
import { plainText } from "./plain-text.ts";
import { renderSubject } from "./subject.ts";

interface PagerDutyLink {
  readonly href: string;
  readonly text: string;
}

interface PagerDutyPayload {
  readonly summary: string;
  readonly source: string;
  readonly severity: "critical" | "error" | "warning" | "info";
  /** ISO 8601. */
  readonly timestamp?: string;
  readonly component: string;
  readonly class: string;
  readonly custom_details: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What PagerDuty is told, but for the routing key. A `change` calls nobody: it shows among what happened on a service.
 */
export type PagerDutyEvent =
  | {
      readonly kind: "alert";
      readonly event_action: "trigger";
      readonly dedup_key: string;
      readonly client: "Wirewatch";
      readonly client_url?: string;
      readonly links: readonly PagerDutyLink[];
      readonly payload: PagerDutyPayload;
    }
  | { readonly kind: "alert"; readonly event_action: "resolve"; readonly dedup_key: string }
  | {
      readonly kind: "change";
      readonly links: readonly PagerDutyLink[];
      readonly payload: Pick<PagerDutyPayload, "summary" | "source" | "timestamp" | "custom_details">;
    };

/** PagerDuty, Events API v2: `payload.summary`, `dedup_key`. The whole event stays far below its 512 kB. */
const maxSummary = 1_024;
const maxKey = 255;

const severities: Readonly<Record<Severity, PagerDutyPayload["severity"]>> = {
  low: "info",
  normal: "warning",
  high: "error",
  critical: "critical",
};

/**
 * The message as an event of PagerDuty. All messages of an alert have its id as their key, so they are one incident
 * there, and so do those about one source and those about the pipeline standing still, which end with `resolve`. What asks
 * nobody to act (digests, heartbeats, several sources that recovered) is a change event.
 *
 * @see PagerDuty, Events API v2: "Send an Alert Event", "Send a Change Event", "PD-CEF"
 */
export function renderPagerDuty(message: OutgoingMessage): PagerDutyEvent {
  const action = actionOf(message);
  const key = keyOf(message).slice(0, maxKey);
  if (action === "resolve") return { kind: "alert", event_action: "resolve", dedup_key: key };
  const view = messageView(message);
  const links = linksOf(view);
  const facts = {
    summary: plainText(renderSubject(message), maxSummary),
    source: view.source || "Wirewatch",
    ...(Number.isNaN(Date.parse(message.at)) ? {} : { timestamp: new Date(message.at).toISOString() }),
    custom_details: detailsOf(view),
  };
  if (action === "change") return { kind: "change", links, payload: facts };
  const open = view.links.find(({ name }) => name === "open");
  return {
    kind: "alert",
    event_action: "trigger",
    dedup_key: key,
    client: "Wirewatch",
    ...(open === undefined ? {} : { client_url: open.url }),
    links,
    payload: { ...facts, severity: severities[view.severity], component: view.topic, class: message.event },
  };
}

function actionOf(message: OutgoingMessage): "trigger" | "resolve" | "change" {
  if (isDigest(message) || message.event === "system.heartbeat") return "change";
  if (message.event === "system.resumed") return "resolve";
  if (message.event !== "source.recovered") return "trigger";
  return soleSource(message) === null ? "change" : "resolve";
}

function keyOf(message: OutgoingMessage): string {
  if (isAlert(message)) return message.alertId;
  if (message.event === "system.stalled" || message.event === "system.resumed") return "wirewatch-stalled";
  const source = isNotice(message) ? soleSource(message) : null;
  return source === null ? message.id : `source-${source}`;
}

/** The source that all of the message is about; null when there are several. */
function soleSource({ notices }: NoticeMessage): string | null {
  const [first] = notices;
  return first !== undefined && notices.every(({ sourceId }) => sourceId === first.sourceId) ? first.sourceId : null;
}

function linksOf(view: MessageView): readonly PagerDutyLink[] {
  const article = view.url === null ? [] : [{ href: view.url, text: view.title || view.url }];
  return [...article, ...namedLinks(view).map(({ label, url }) => ({ href: url, text: label }))];
}

function detailsOf(view: MessageView): PagerDutyPayload["custom_details"] {
  const time = originTime(view);
  const more = moreLine(view.more);
  const stories = view.sections.flatMap(({ heading, entries }) =>
    entries.map(({ title, line, url }) => [heading, title, line, url].filter((text) => text !== null).join(" · ")),
  );
  const all: Readonly<Record<string, string | readonly string[] | null>> = {
    note: view.note,
    title: view.title,
    topic: view.topic,
    severity: view.severity,
    mention: view.isBrief ? "brief" : null,
    source: view.source,
    time,
    passages: view.passages.map(({ heading, parts }) => `${heading === null ? "" : `${heading}: `}${textOf(parts)}`),
    lines: view.lines,
    stories: more === null ? stories : [...stories, more],
    why: view.because,
    also_in: view.alsoIn.map(({ source, title, url }) => `${source}: ${title}${url === null ? "" : ` ${url}`}`),
  };
  const told = Object.entries(all).filter(
    (entry): entry is [string, string | readonly string[]] => entry[1] !== null && entry[1].length > 0,
  );
  return Object.fromEntries(told);
}

function textOf(parts: readonly PassagePart[]): string {
  return parts
    .map(({ text }) => text)
    .join("")
    .trim();
}
