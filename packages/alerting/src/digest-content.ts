import { severities } from "@wirewatch/model";
import type { DigestEntry, DigestMessage, Severity } from "@wirewatch/model";

/** An alert that is told in a digest. */
export type DigestItem = Omit<DigestEntry, "articles"> & {
  /** When it was matched. */
  readonly at: Date;
};

/** What a digest says. Its title and severity count what is left out as well. */
export type DigestContent = Pick<DigestMessage, "title" | "severity" | "sections" | "more">;

/**
 * Sorts what a digest has to tell. Topics and sources become headings, `story` makes one entry of all that a topic found
 * in a story; without it each article is one. Newest story first, and newest section first. Of a story that is left out
 * nothing is shown. An alert that is given twice counts once; an article is under each topic that found it, once.
 *
 * @param items in any order
 * @param options.maxStories stories shown; the newest ones
 */
export function digestContent(
  items: readonly DigestItem[],
  options: { readonly sections: readonly ("topic" | "story" | "source")[]; readonly maxStories: number },
): DigestContent {
  const alerts = new Map(items.map((item) => [item.alertId, item]))
    .values()
    .toArray()
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || compare(b.alertId, a.alertId));
  const stories = [...new Set(alerts.map(({ story }) => story.id))];
  const shown = new Set(stories.slice(0, options.maxStories));
  const place = new Map(stories.map((id, index) => [id, index]));
  const ordered = alerts
    .filter(({ story }) => shown.has(story.id))
    .toSorted((a, b) => (place.get(a.story.id) ?? 0) - (place.get(b.story.id) ?? 0));
  const isByStory = options.sections.includes("story");
  const sections = Map.groupBy(ordered, (item) => JSON.stringify(headingOf(item, options.sections, idOf)))
    .values()
    .map((found) => ({
      heading: found[0] === undefined ? null : headingOf(found[0], options.sections, nameOf),
      entries: entriesOf(found, isByStory),
    }));
  return {
    title: titleOf(alerts.length, stories.length),
    severity: highest(alerts),
    sections: [...sections],
    more: stories.length - shown.size,
  };
}

type Part = "topic" | "source";
const idOf = (item: DigestItem, part: Part): string => (part === "topic" ? item.topic.id : item.article.sourceId);
const nameOf = (item: DigestItem, part: Part): string => (part === "topic" ? item.topic.name : item.article.sourceName);

function headingOf(
  item: DigestItem,
  sections: readonly (Part | "story")[],
  read: (item: DigestItem, part: Part) => string,
): string | null {
  const parts = sections.filter((section) => section !== "story");
  return parts.length === 0 ? null : [...new Set(parts)].map((part) => read(item, part)).join(" · ");
}

/** One entry for each story or article of each topic; it shows its most severe article, and of those the newest. */
function entriesOf(items: readonly DigestItem[], isByStory: boolean): DigestEntry[] {
  const entries = Map.groupBy(items, ({ topic, story, article }) =>
    JSON.stringify([topic.id, isByStory ? story.id : article.id]),
  );
  return [...entries.values()].flatMap((found) => {
    const [first] = found.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
    if (first === undefined) return [];
    const { at: _at, ...shown } = first;
    const sources = Math.max(...found.map(({ story }) => story.sources));
    const articles = new Set(found.map(({ article }) => article.id)).size;
    return [{ ...shown, story: { ...shown.story, sources }, articles }];
  });
}

function titleOf(alerts: number, stories: number): string {
  if (alerts === 0) return "No alerts";
  return `${alerts} ${alerts === 1 ? "alert" : "alerts"} on ${stories} ${stories === 1 ? "story" : "stories"}`;
}

function highest(items: readonly DigestItem[]): Severity {
  return items.reduce<Severity>(
    (found, { severity }) => (severities.indexOf(severity) > severities.indexOf(found) ? severity : found),
    "low",
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
