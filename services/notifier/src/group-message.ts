import type { AlertEvent, AlertMessage, AlertReason, MessageLinks, Severity, Snippet } from "@wirewatch/model";
import type { StoredClause, StoredMatch } from "@wirewatch/store";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";

/** Passages that a message shows, and articles that it names beside its own. */
const maxPassages = 3;
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
    why: reasonsOf([first, ...others].map(({ match }) => match)),
    timeZone: style.timeZone,
    ...(first.match.is_brief ? { isBrief: true } : {}),
    links: style.links,
  };
}

/** The passages of the leading match, then of the others that say something else, each with the clause that found it. */
function reasonsOf(matches: readonly StoredMatch[]): AlertReason[] {
  const reasons: AlertReason[] = [];
  const shown = new Set<string>();
  for (const match of matches) {
    const passages = match.snippets.length > 0 ? match.snippets : [match.snippet];
    for (const snippet of passages) {
      if (reasons.length === maxPassages || shown.has(snippet.text)) continue;
      shown.add(snippet.text);
      reasons.push(reasonOf(match, snippet));
    }
  }
  return reasons;
}

function reasonOf({ clauses }: StoredMatch, snippet: Snippet): AlertReason {
  const marked = new Set(snippet.marks.map(([start, end]) => snippet.text.slice(start, end).toLowerCase()));
  const found: StoredClause | undefined =
    clauses.find(({ words = [] }) => words.some((word) => marked.has(word.toLowerCase()))) ?? clauses[0];
  const texts = Object.keys(found?.spans ?? {});
  const isTitle = texts.length > 0 && texts.every((text) => text === "title");
  return {
    clause: found?.clause ?? "any[0]",
    query: found?.query ?? "",
    field: isTitle ? "title" : "text",
    snippet,
  };
}
