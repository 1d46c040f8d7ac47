import { severities, suppressionReasons } from "@wirewatch/model";
import type { SuppressionReason } from "@wirewatch/model";
import type { CardTab, Id } from "@wirewatch/store";
import { readMatchers } from "./matcher-list.ts";
import type { MatcherList } from "./matcher-list.ts";

/** What the list of alerts is asked for, by its address. */
export interface AlertsQuery {
  readonly tab: CardTab | "suppressed";
  readonly text: string;
  readonly topicId: string | null;
  readonly severity: string | null;
  readonly receiver: string | null;
  readonly sourceId: string | null;
  readonly matchers: MatcherList;
  /** Only of suppressed ones. */
  readonly reason: SuppressionReason | null;
  /** Likewise: those that this silence muted. */
  readonly silenceId: Id | null;
  /** Where the page begins; null for the first. */
  readonly after: Id | null;
}

/** Names of the tabs, in their order. */
export const tabNames: Readonly<Record<AlertsQuery["tab"], string>> = {
  open: "Open",
  acknowledged: "Acknowledged",
  held: "Held",
  muted: "Muted",
  suppressed: "Suppressed",
  closed: "Closed",
  all: "All",
};

const maxText = 200;

/** Anything may be in an address: what is not understood wants any. */
export function readAlertsQuery(query: URLSearchParams): AlertsQuery {
  const name = (key: string): string | null => {
    const value = (query.get(key) ?? "").trim();
    return value === "" || value.length > maxText || value.includes("\0") ? null : value;
  };
  const id = (key: string): Id | null => /^[1-9]\d{0,17}$/u.exec(query.get(key) ?? "")?.[0] ?? null;
  const tabs = Object.keys(tabNames) as readonly AlertsQuery["tab"][];
  return {
    tab: tabs.find((tab) => tab === query.get("state")) ?? "open",
    text: (query.get("q") ?? "").replaceAll("\0", "").trim().slice(0, maxText),
    topicId: name("topic"),
    severity: severities.find((severity) => severity === query.get("severity")) ?? null,
    receiver: name("receiver"),
    sourceId: name("source"),
    matchers: readMatchers((query.get("matchers") ?? "").replaceAll("\0", "").slice(0, 2000)),
    reason: suppressionReasons.find((reason) => reason === query.get("reason")) ?? null,
    silenceId: id("silence"),
    after: id("after"),
  };
}

/** The same as an address, without the place in the list. */
export function queryFields(query: AlertsQuery): Readonly<Record<string, string | null>> {
  return {
    state: query.tab === "open" ? null : query.tab,
    q: query.text,
    topic: query.topicId,
    severity: query.severity,
    receiver: query.receiver,
    source: query.sourceId,
    matchers: query.matchers.texts.join(", "),
    reason: query.tab === "suppressed" ? query.reason : null,
    silence: query.tab === "suppressed" ? query.silenceId : null,
  };
}

/** Whether anything but the tab was asked for. */
export function isFiltered(query: AlertsQuery): boolean {
  return Object.entries(queryFields(query)).some(([key, value]) => key !== "state" && value !== null && value !== "");
}
