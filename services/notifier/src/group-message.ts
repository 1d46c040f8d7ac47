import type { AlertEvent, AlertMessage, AlertReason, Severity } from "@wirewatch/model";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";

/** What a group says now: about its leading article, with the others that joined. */
export function groupMessage(
  facts: GroupFacts & { readonly event: AlertEvent; readonly publicUrl: string | null },
  first: WaitingAlert,
  severity: Severity,
): Omit<AlertMessage, "id"> {
  const { group, waiting } = facts;
  const others = waiting.filter((alert) => alert.article.id !== first.article.id);
  const clauses = first.match.clauses.length > 0 ? first.match.clauses : [{ clause: "any[0]", query: "" }];
  const why: AlertReason[] = clauses
    .slice(0, 1)
    .map(({ clause, query }) => ({ clause, query, field: "text", snippet: first.match.snippet }));
  for (const other of others) {
    if (why.length < 3 && other.match.snippet.text !== first.match.snippet.text) {
      why.push({
        clause: other.match.clauses[0]?.clause ?? "any[0]",
        query: other.match.clauses[0]?.query ?? "",
        field: "text",
        snippet: other.match.snippet,
      });
    }
  }
  const explain =
    facts.publicUrl === null ? {} : { why: `${facts.publicUrl.replace(/\/$/, "")}/explain/${first.article.id}` };
  return {
    event: facts.event,
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
    alsoIn: [...new Map(others.map((other) => [other.article.id, other.article])).values()].slice(0, 10),
    why,
    links: explain,
  };
}
