import type { DigestEntry, DigestMessage, SystemMessage } from "@wirewatch/model";
import { articlePayload, linksPayload, markedHtml } from "./payload-parts.ts";
import { plainText } from "./plain-text.ts";

const maxTitle = 300;
const maxLine = 300;

/**
 * What a webhook gets instead of single alerts: `sections` as a person would read them, `more` with the number of stories
 * that are left out.
 *
 * @param shown how many entries are listed at most
 * @param snippetLength of each snippet, 0 for none
 */
export function digestPayload(message: DigestMessage, shown: number, snippetLength: number): unknown {
  const sections = [];
  let room = shown;
  for (const { heading, entries } of message.sections) {
    const listed = entries.slice(0, room);
    room -= listed.length;
    if (listed.length === 0) continue;
    sections.push({
      heading: heading === null ? null : plainText(heading, maxTitle),
      entries: listed.map((entry) => entryPayload(entry, snippetLength)),
    });
  }
  return {
    type: message.event,
    timestamp: message.at,
    data: {
      reason: message.why,
      title: plainText(message.title, maxTitle),
      severity: message.severity,
      time_zone: message.timeZone,
      sections,
      more: message.more + entriesOf(message) - (shown - room),
      links: linksPayload(message.links),
    },
  };
}

/** How many entries a digest has in all its sections. */
export function entriesOf({ sections }: DigestMessage): number {
  return sections.reduce((sum, { entries }) => sum + entries.length, 0);
}

function entryPayload(entry: DigestEntry, snippetLength: number): unknown {
  const { alertId, topic, severity, story, article, articles, snippet } = entry;
  return {
    alert_id: alertId,
    topic: { id: topic.id, name: plainText(topic.name, maxTitle) },
    severity,
    story: { id: story.id, title: plainText(story.title, maxTitle), sources: story.sources },
    article: articlePayload(article),
    articles,
    snippet: snippet === null || snippetLength === 0 ? null : markedHtml(snippet, snippetLength),
  };
}

/**
 * What a webhook gets about Wirewatch itself.
 *
 * @param shown how many lines there are at most
 */
export function systemPayload(message: SystemMessage, shown: number): unknown {
  return {
    type: message.event,
    timestamp: message.at,
    data: {
      title: plainText(message.title, maxTitle),
      severity: message.severity,
      lines: message.lines.slice(0, shown).map((line) => plainText(line, maxLine)),
      links: linksPayload(message.links),
    },
  };
}
