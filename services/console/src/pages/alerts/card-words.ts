import type { AlertsConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";
import type { CardGroup, CardState } from "@wirewatch/store";
import { count } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";
import { clockText } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

type Clock = Pick<ViewContext, "now" | "timeZone">;

/** Where somebody is needed most comes first. */
const urgency: readonly CardState[] = ["open", "held", "muted", "acknowledged", "untold", "closed"];

/** Of several groups the one that stands for all. @returns null for none */
export function leadingGroup(groups: readonly CardGroup[]): CardGroup | null {
  return groups.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))[0] ?? null;
}

/** The highest of all. */
export function highestSeverity(groups: readonly CardGroup[]): Severity {
  return severities.findLast((severity) => groups.some((group) => group.severity === severity)) ?? "normal";
}

/** A group's state in a few words, e.g. `held until 07:00 London`. */
export function stateWords(group: CardGroup, clock: Clock): { readonly tone: Tone; readonly text: string } {
  switch (group.state) {
    case "open":
      return { tone: "info", text: "open" };
    case "muted":
      return { tone: "quiet", text: "muted" };
    case "acknowledged": {
      const at = group.acknowledgedAt === null ? "" : `, ${clockText(group.acknowledgedAt, clock)}`;
      return { tone: "good", text: `acknowledged by ${group.acknowledgedBy ?? "somebody"}${at}` };
    }
    case "held": {
      const at = group.heldUntil ?? group.speaksAt;
      if (at === null) return { tone: "warn", text: "held, nobody was told yet" };
      const verb = group.heldUntil === null ? "first message at" : "held until";
      return { tone: "warn", text: `${verb} ${placeTime(at, clock)}` };
    }
    case "untold":
      return { tone: "quiet", text: "nobody was told" };
    case "closed":
      return { tone: "quiet", text: "closed" };
  }
}

/** What else there is to say of a group: reminders, escalation, news that wait. */
export function groupNotes(group: CardGroup, { receivers }: AlertsConfig, clock: Clock): readonly string[] {
  const receiver = receivers.find(({ name }) => name === group.receiver);
  const max = receiver?.remind?.max;
  return [
    ...(group.messages > 1 ? [count(group.messages, "message")] : []),
    ...(group.reminders > 0
      ? [`reminded ${max === undefined ? count(group.reminders, "time") : `${group.reminders} of ${max} times`}`]
      : []),
    ...(group.escalatedAt === null ? [] : [`escalated to ${receiver?.escalate?.to ?? "another receiver"}`]),
    ...(group.state !== "held" && group.heldUntil !== null
      ? [`news held until ${placeTime(group.heldUntil, clock)}`]
      : []),
  ];
}

/** A time with the place whose clocks show it, e.g. `07:00 London`. */
export function placeTime(at: Date, clock: Clock): string {
  return `${clockText(at, clock)} ${clock.timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? clock.timeZone}`;
}
