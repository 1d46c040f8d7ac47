import { digestContent } from "@wirewatch/alerting";
import type { DigestMessage, DigestWhy } from "@wirewatch/model";
import type { DigestFacts, WaitingItem } from "./digest-facts.ts";

/** How receivers without digests of their own get what was held back. */
const plainStyle = { sections: ["topic", "story"] as const, maxStories: 50 };

/** One message about all of these alerts. */
export function digestMessage(
  { receiver, timeZone, publicUrl, now }: Pick<DigestFacts, "receiver" | "timeZone" | "publicUrl" | "now">,
  items: readonly WaitingItem[],
  why: DigestWhy,
): Omit<DigestMessage, "id"> {
  const { title, severity, sections, more } = digestContent(
    // Several articles of one alert are several entries until they are put together by story.
    items.map(({ alertId, groupId, topic, severity: own, story, article, snippet, at }) => ({
      alertId: `al_${groupId}#${alertId}`,
      topic,
      severity: own,
      story,
      article,
      snippet,
      at,
    })),
    receiver?.digest ?? plainStyle,
  );
  return {
    event: "alert.digest",
    at: now.toISOString(),
    why,
    title,
    severity,
    timeZone,
    sections: sections.map(({ heading, entries }) => ({
      heading,
      entries: entries.map((entry) => ({ ...entry, alertId: entry.alertId.replace(/#.*$/u, "") })),
    })),
    more,
    links: publicUrl === null ? {} : { open: publicUrl },
  };
}
