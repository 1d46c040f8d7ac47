import type { AlertEvent, AlertMessage, MessageLinks, Severity } from "@wirewatch/model";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";
import { matchReasons } from "./match-reasons.ts";

/** Articles that a message names beside its own. */
const maxAlsoIn = 10;

/** What a message takes from the configuration. */
export interface MessageStyle {
  readonly event: AlertEvent;
  /** IANA name of the zone in which times are written. */
  readonly timeZone: string;
  readonly links: MessageLinks;
}

/** What a group says now: about its leading article, with the others that joined. */
export function groupMessage(
  facts: GroupFacts,
  first: WaitingAlert,
  severity: Severity,
  style: MessageStyle,
): Omit<AlertMessage, "id"> {
  const { group, waiting } = facts;
  const others = waiting.filter((alert) => alert.article.id !== first.article.id);
  return {
    event: style.event,
    at: facts.now.toISOString(),
    alertId: `al_${group.id}`,
    revision: group.revision + 1,
    topic: { id: group.topic_id, name: facts.topicName },
    severity,
    story: {
      id: `st_${group.story_id ?? "0"}`,
      title: facts.storyTitle === "" ? first.article.title : facts.storyTitle,
      sources: Math.max(1, facts.storySources),
    },
    article: first.article,
    alsoIn: [...new Map(others.map((other) => [other.article.id, other.article])).values()].slice(0, maxAlsoIn),
    why: matchReasons([first, ...others]),
    timeZone: style.timeZone,
    ...(first.match.is_brief ? { isBrief: true } : {}),
    links: style.links,
  };
}
