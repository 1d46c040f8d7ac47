import type { DigestEntry, DigestMessage, DigestWhy, Severity } from "@wirewatch/model";
import { articleView, instant } from "./article-view.ts";
import type { ArticleView } from "./article-view.ts";
import type { MessageView } from "./message-view.ts";
import { passageParts } from "./passage.ts";
import type { PassagePart } from "./passage.ts";
import { plainText } from "./plain-text.ts";
import { shortZonedTime } from "./zoned-time.ts";

export interface SectionView {
  readonly heading: string | null;
  readonly entries: readonly EntryView[];
}

/** One story of a digest. */
export interface EntryView extends ArticleView {
  readonly severity: Severity;
  /** E.g. `Example Times · 2026-03-02 09:10 GMT · 3 articles in 2 sources`; with the topic where no heading names it. */
  readonly line: string;
  /** Its matched passage, may be empty. */
  readonly parts: readonly PassagePart[];
}

const maxSections = 50;
const maxEntries = 100;
const maxHeading = 170;
const maxName = 80;
const maxPassage = 200;

const notes: Readonly<Record<DigestWhy, string | null>> = {
  scheduled: null,
  held: "Held back during quiet hours.",
  overflow: "More than this receiver wants one by one: its rate limit was reached.",
  late: "Late: these could not be delivered in time.",
};

/** The parts of a view that only a digest has. What has no room is counted in `more`. */
export function digestView(message: DigestMessage): Pick<MessageView, "note" | "lines" | "sections" | "more"> {
  const sections: SectionView[] = [];
  let room = maxEntries;
  for (const { heading, entries } of message.sections.slice(0, maxSections)) {
    if (room === 0 || entries.length === 0) continue;
    const name = heading === null ? null : plainText(heading, maxHeading) || null;
    const shown = entries.slice(0, room);
    room -= shown.length;
    sections.push({ heading: name, entries: shown.map((entry) => entryView(entry, name, message.timeZone)) });
  }
  const total = message.sections.reduce((sum, { entries }) => sum + entries.length, Math.max(0, message.more));
  const more = total - (maxEntries - room);
  return { note: notes[message.why], lines: total === 0 ? ["No stories."] : [], sections, more };
}

function entryView(entry: DigestEntry, heading: string | null, timeZone: string): EntryView {
  const view = articleView(entry.article);
  const at = instant(entry.article.publishedAt ?? entry.article.firstSeenAt);
  const topic = plainText(entry.topic.name, maxName) || plainText(entry.topic.id, maxName);
  // A heading may name both, e.g. `Acme Corporation · Example Times`.
  const named = heading?.split(" · ") ?? [];
  const line = [
    named.includes(topic) ? null : topic,
    named.includes(view.source) ? null : view.source,
    at === null ? null : shortZonedTime(at, timeZone),
    spread(entry),
  ];
  return {
    ...view,
    severity: entry.severity,
    line: line.filter((part) => part !== null).join(" · "),
    parts: entry.snippet === null ? [] : passageParts(entry.snippet, maxPassage),
  };
}

/** `3 articles in 2 sources`; null for a single one. */
function spread({ articles, story }: DigestEntry): string | null {
  if (articles <= 1 && story.sources <= 1) return null;
  const found = articles === 1 ? "1 article" : `${articles} articles`;
  return story.sources <= 1 ? found : `${found} in ${story.sources} sources`;
}

/** `and 7 more`; null when nothing is left out. */
export function moreLine(more: number): string | null {
  return more > 0 ? `and ${more} more` : null;
}

/** What stands before the title of an entry that is urgent: `[HIGH] `. */
export function urgency(severity: Severity): string {
  return severity === "high" || severity === "critical" ? `[${severity.toUpperCase()}] ` : "";
}
