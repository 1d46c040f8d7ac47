import { oneLine } from "@wirewatch/explain";
import type { StoryAlert, StoryDelivery, StoryPage, StoryText } from "@wirewatch/store";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, severityChip } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";
import { eventWords, sourceLink } from "../explain/timeline-view.ts";
import type { TimelinePoint } from "../explain/timeline-view.ts";

/**
 * Everything that happened to a story on one axis, the latest first: articles, edits, copies, alerts and messages; pure. Of alerts and
 * messages those that lie between the texts of this page.
 */
export function axisPoints({ texts, upTo, olderTexts, alerts, deliveries }: StoryPage): TimelinePoint[] {
  const from = olderTexts === null ? -Infinity : (texts.at(-1)?.seenAt.getTime() ?? -Infinity);
  const to = upTo?.getTime() ?? Infinity;
  const known = new Map(texts.toReversed().map((text) => [text.articleId, text]));
  const copied = new Set(
    texts.flatMap(({ clusterId, isCanonical }) => (isCanonical || clusterId === null ? [] : [clusterId])),
  );
  const told = [...alerts.map(alertPoint), ...messagesOf(deliveries).map(deliveryPoint)].filter(({ at }) => {
    const ms = at?.getTime() ?? 0;
    return ms >= from && ms < to;
  });
  return [...texts.map((text) => textPoint(text, known, copied)), ...told].toSorted(
    (a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0),
  );
}

function textPoint(text: StoryText, known: ReadonlyMap<string, StoryText>, copied: ReadonlySet<string>): TimelinePoint {
  const { clusterId, articleId, revision, title, url, sourceId, language, isCanonical, why, topics } = text;
  const { name, tone, note } = kindOf(text, known);
  const marks = [
    isCanonical && name === "article" && clusterId !== null && copied.has(clusterId)
      ? html` ${chip("quiet", "first with this text")}`
      : none,
    ...topics.map((topic) => html` ${chip("info", topic)}`),
  ];
  return {
    id: `text-${articleId}-${revision}`,
    at: text.seenAt,
    name,
    text: html`<a href="${withQuery(path`/articles/${articleId}`, { revision })}">${title ?? url}</a>
      <span class="soft">${sourceLink(sourceId)}${language === null ? "" : `, ${oneLine(language, 20)}`}</span
      >${marks}`,
    tone,
    notes: [note, why === null || name === "edit" ? "" : oneLine(why, 300)],
  };
}

function kindOf(
  { articleId, revision, verdict, score, ofArticleId, isSameSite, isMaterial, change }: StoryText,
  known: ReadonlyMap<string, StoryText>,
): { readonly name: string; readonly tone: Tone; readonly note: Part } {
  if (revision > 1) {
    const reasons = change?.reasons.slice(0, 3).map((reason) => oneLine(reason, 160)) ?? [];
    const words = isMaterial === true ? "a material change" : "no material change";
    const link = html`<a href="${withQuery(path`/articles/${articleId}`, { revision, show: "changes" })}"
      >see the difference</a
    >`;
    return {
      name: "edit",
      tone: isMaterial === true ? "info" : "quiet",
      note: html`${words}${reasons.length === 0 ? none : html`: ${reasons.join("; ")}`} · ${link}`,
    };
  }
  if (ofArticleId !== null && (verdict === "duplicate" || verdict === "nearDuplicate")) {
    const of = known.get(ofArticleId);
    const named = of?.title ?? `article ${ofArticleId}`;
    const alike =
      verdict === "duplicate"
        ? "the same text"
        : `nearly the same text${score === null ? "" : ` (${score.toFixed(2)})`}`;
    const where = isSameSite ? ", on the same site" : of === undefined ? "" : ` in ${of.sourceId}`;
    return {
      name: "copy",
      tone: "quiet",
      note: html`${alike} as <a href="${path`/articles/${ofArticleId}`}">${named}</a>${where}`,
    };
  }
  return { name: "article", tone: "good", note: "" };
}

const stateWords: Readonly<Record<string, string>> = {
  waiting: "waiting",
  held: "held back",
  sent: "told",
  told: "named in a message",
  digested: "sent in a digest",
  joined: "joined without a message",
  suppressed: "suppressed",
};

function alertPoint({ alertId, topicName, severity, route, receiver, openedAt, states }: StoryAlert): TimelinePoint {
  const ends = Object.entries(states).map(([state, n]) => `${n} ${stateWords[state] ?? state}`);
  const isTold = ["sent", "told", "digested"].some((state) => Object.hasOwn(states, state));
  return {
    at: openedAt,
    name: "alert",
    text: html`<a href="${path`/alerts/${alertId}`}">${topicName}</a> ${severityChip(severity)}
      <span class="soft">to <b>${receiver}</b> by route ${route}</span>`,
    tone: isTold ? "warn" : "quiet",
    notes: [`articles: ${ends.join(", ")}`],
  };
}

const deliveryEnds: Readonly<Record<StoryDelivery["state"], readonly [Tone, string]>> = {
  sent: ["good", "sent"],
  pending: ["info", "waits to be sent"],
  sending: ["info", "is on its way"],
  failed: ["bad", "could not be delivered"],
  unknown: ["warn", "sent, but nobody knows whether it arrived"],
};

/** What left at one time for one alert by several channels is one message. */
interface Message extends StoryDelivery {
  readonly channels: readonly string[];
}

const togetherMs = 30_000;

function messagesOf(deliveries: readonly StoryDelivery[]): Message[] {
  const messages: Message[] = [];
  const open = new Map<string, number>();
  for (const delivery of deliveries.toSorted((a, b) => instantOf(a) - instantOf(b))) {
    const { alertId, receiver, event, state, reason, channel } = delivery;
    const key = JSON.stringify([alertId, receiver, event, state, reason]);
    const at = open.get(key);
    const before = at === undefined ? undefined : messages[at];
    // A channel that is named already has the next message.
    const isSame = before !== undefined && !before.channels.includes(channel);
    if (at !== undefined && isSame && instantOf(delivery) - instantOf(before) < togetherMs) {
      messages[at] = { ...before, channels: [...before.channels, channel] };
      continue;
    }
    open.set(key, messages.length);
    messages.push({ ...delivery, channels: [channel] });
  }
  return messages;
}

function instantOf({ sentAt, createdAt }: StoryDelivery): number {
  return (sentAt ?? createdAt).getTime();
}

function deliveryPoint({
  alertId,
  receiver,
  channels,
  event,
  state,
  reason,
  createdAt,
  sentAt,
}: Message): TimelinePoint {
  const [tone, words] = deliveryEnds[state];
  return {
    at: sentAt ?? createdAt,
    name: "message",
    text: html`${words}: <b>${receiver}</b>
      <span class="soft"
        >by ${channels.join(" and ")}, for <a href="${path`/alerts/${alertId}`}">${alertId}</a>:
        ${eventWords(event)}</span
      >`,
    tone,
    notes: [reason === null ? "" : oneLine(reason)],
  };
}

/** The texts of a page by which of them are one: the one that was published first, then its copies. */
export function copiesView(texts: readonly StoryText[]): Html {
  const latest = new Map<string, StoryText>();
  for (const text of texts) if (!latest.has(text.articleId)) latest.set(text.articleId, text);
  const clusters = Map.groupBy(
    [...latest.values()].filter(({ clusterId }) => clusterId !== null),
    ({ clusterId }) => clusterId,
  );
  const several = [...clusters.values()].filter((members) => members.length > 1);
  if (several.length === 0) return html`<p>No text came twice.</p>`;
  const items = several.map((members) => {
    const sorted = members.toSorted(
      (a, b) => Number(b.isCanonical) - Number(a.isCanonical) || a.seenAt.getTime() - b.seenAt.getTime(),
    );
    const entries = sorted.map(
      ({ articleId, title, url, sourceId, isCanonical }) =>
        html`<li>
          <a href="${path`/articles/${articleId}`}">${title ?? url}</a> <span class="soft">${sourceId}</span>
          ${isCanonical ? chip("good", "stands for all: published first") : none}
        </li>`,
    );
    return html`<li>
      <ul class="plain cut">
        ${entries}
      </ul>
    </li>`;
  });
  return html`<ol class="clusters">
    ${items}
  </ol>`;
}
