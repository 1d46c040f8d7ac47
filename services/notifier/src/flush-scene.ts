import type { ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import type { AlertGroup, StoredMatch } from "@wirewatch/store";
import { decideFlush } from "./flush.ts";
import type { FlushStep } from "./flush.ts";
import type { WaitingAlert } from "./group-facts.ts";

/*
 * For tests of what a group does: a group of a desk that was opened at noon, with one match that waits.
 */

type Facts = Parameters<typeof decideFlush>[0];

export const second = 1000;
export const minute = 60 * second;
export const day = 24 * 60 * minute;
const openedAt = new Date("2026-03-02T12:00:00Z");
export const after = (ms: number): Date => new Date(openedAt.getTime() + ms);

export const route: RouteConfig = {
  name: "default",
  receiver: "desk",
  groupBy: ["topic", "story"],
  groupWaitMs: 30 * second,
  groupIntervalMs: 5 * minute,
  closeAfterMs: day,
  updates: { newSources: 3, severityRaised: true, textChanged: "material" },
  matchers: [],
  continue: false,
  quietHours: null,
  routes: [],
};

export const receiver: ReceiverConfig = {
  name: "desk",
  channels: [],
  timeZone: null,
  rateLimit: null,
  digest: null,
  remind: null,
  escalate: null,
  fallback: null,
  heartbeat: null,
};

/** From an hour before the groups are opened until an hour after. */
const night = { name: "night", timeZone: "UTC", times: [{ startMinute: 11 * 60, endMinute: 13 * 60 }], weekdays: [] };

/** A match of the story that waits. */
export function waiting(
  id: number,
  given: { severity?: Severity; verdict?: string; sourceId?: string; passage?: string; articleId?: string } = {},
): WaitingAlert {
  const { severity = "normal", verdict = "unique", sourceId = "site", passage = `Passage ${id}.` } = given;
  const articleId = given.articleId ?? String(100 + id);
  return {
    alertId: String(id),
    verdict,
    createdAt: after(0),
    match: {
      id: String(id),
      severity,
      clauses: [{ clause: "any[0]", query: "harbourmaster" }],
      snippet: { text: passage, marks: [], heading: null },
      snippets: [],
      is_brief: false,
      matched_at: after(0),
    } as unknown as StoredMatch,
    labels: { topic: "harbour", severity, story: "7", source: sourceId },
    article: {
      id: articleId,
      url: `https://${sourceId}.example/${articleId}`,
      title: `Article ${articleId}`,
      sourceId,
      sourceName: sourceId,
      language: "en",
      publishedAt: null,
      firstSeenAt: openedAt.toISOString(),
    },
  };
}

/** The facts about the group, as they are half a minute after it was opened. */
export function facts(group: Partial<AlertGroup> = {}, rest: Partial<Omit<Facts, "group">> = {}): Facts {
  return {
    group: {
      id: "5",
      route: "default",
      receiver: "desk",
      topic_id: "harbour",
      story_id: "7",
      severity: "normal",
      opened_at: openedAt,
      flushed_at: null,
      closes_at: after(day),
      revision: 0,
      updates_today: 0,
      updates_on: null,
      ...group,
    } as AlertGroup,
    route,
    receiver,
    intervals: [night],
    mutes: { silences: [], inhibitRules: [], others: [] },
    share: { sentAt: [], overflowAt: null },
    waiting: [waiting(1)],
    isTold: group.revision !== undefined,
    hasSuppressed: false,
    attention: null,
    joinedSources: [],
    toldSources: [],
    toldPassages: [],
    storyTitle: "A story",
    storySources: 1,
    topicName: "Harbour",
    now: after(30 * second),
    drafts: [],
    noChannel: null,
    style: {
      event: group.revision === undefined ? "alert.opened" : "alert.updated",
      timeZone: "Europe/London",
      links: {},
    },
    reminded: [],
    escalated: [],
    linksFor: () => ({}),
    ...rest,
  };
}

/** A group that spoke once, at the time it was opened. */
export const spoke: Partial<AlertGroup> = { revision: 1, flushed_at: after(0) };
export const told = { toldSources: ["site"], toldPassages: ["Passage 1."] };

/** What the group does. */
export function stepOf(given: Facts): FlushStep {
  return decideFlush(given).step;
}

/** The message that leaves. @throws when none does */
export function sent(given: Facts): Extract<FlushStep, { kind: "send" }> {
  const decision = stepOf(given);
  if (decision.kind !== "send") throw new Error(`it is not sent but: ${decision.kind}`);
  return decision;
}
