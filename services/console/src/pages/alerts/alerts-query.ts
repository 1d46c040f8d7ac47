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
  const tab = tabs.find((one) => one === query.get("state")) ?? "open";
  const isSuppressed = tab === "suppressed";
  return {
    tab,
    text: isSuppressed ? "" : (query.get("q") ?? "").replaceAll("\0", "").trim().slice(0, maxText),
    topicId: name("topic"),
    severity: severities.find((severity) => severity === query.get("severity")) ?? null,
    receiver: isSuppressed ? null : name("receiver"),
    sourceId: name("source"),
    matchers: readMatchers(isSuppressed ? "" : (query.get("matchers") ?? "").replaceAll("\0", "").slice(0, 2000)),
    reason: suppressionReasons.find((reason) => reason === query.get("reason")) ?? null,
    silenceId: id("silence"),
    after: id("after"),
  };
}

/** The same as an address, without the place in the list, and without filters that its tab does not have. */
export function queryFields(query: AlertsQuery): Readonly<Record<string, string | null>> {
  const isSuppressed = query.tab === "suppressed";
  return {
    state: query.tab === "open" ? null : query.tab,
    q: isSuppressed ? null : query.text,
    topic: query.topicId,
    severity: query.severity,
    receiver: isSuppressed ? null : query.receiver,
    source: query.sourceId,
    matchers: isSuppressed ? null : query.matchers.texts.join(", "),
    reason: isSuppressed ? query.reason : null,
    silence: isSuppressed ? query.silenceId : null,
  };
}

/** Whether anything but the tab was asked for. */
export function isFiltered(query: AlertsQuery): boolean {
  return Object.entries(queryFields(query)).some(([key, value]) => key !== "state" && value !== null && value !== "");
}
