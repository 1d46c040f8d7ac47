import { instantOf } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import type { ActiveSilence } from "@wirewatch/store";
import type { MatcherList } from "../alerts/matcher-list.ts";
import { allMatchers, readChoices } from "./silence-choices.ts";
import type { SilenceChoices } from "./silence-choices.ts";

const hourMs = 3_600_000;
/** A silence is for a while; for longer a route or the topic is changed. */
export const maxSilenceMs = 720 * hourMs;
const maxComment = 500;

/** How long a silence may hold, in hours, with its words; `until`: a time is given instead. */
export const silenceHours: readonly (readonly [value: string, text: string])[] = [
  ["1", "1 hour"],
  ["4", "4 hours"],
  ["24", "24 hours"],
  ["168", "7 days"],
  ["720", "30 days"],
  ["until", "until the time below"],
];

/** The form as it was filled in. */
export interface SilenceFields {
  readonly choices: SilenceChoices;
  /** Conditions beside what was chosen. */
  readonly matchers: string;
  readonly hours: string;
  /** Local times as `datetime-local` has them, e.g. `2026-03-02T22:00`; empty for none. */
  readonly from: string;
  readonly until: string;
  readonly comment: string;
}

/** What it says, or why it says nothing that can be done, by the field that is wrong. */
export type SilenceReading =
  | { readonly ok: true; readonly silence: Omit<ActiveSilence, "id" | "author">; readonly list: MatcherList }
  | {
      readonly ok: false;
      readonly problems: Partial<Readonly<Record<keyof SilenceFields, string>>>;
      readonly list: MatcherList;
    };

/** Labels that every match has; topics add their own. */
const builtInLabels = ["topic", "severity", "story", "source", "source_tag", "language", "country"];

export function silenceFields(form: URLSearchParams): SilenceFields {
  const text = (name: string, most: number): string => (form.get(name) ?? "").replaceAll("\0", "").slice(0, most);
  const hours = text("hours", 10);
  return {
    choices: readChoices(form),
    matchers: text("matchers", 5000),
    hours: silenceHours.some(([value]) => value === hours) ? hours : "24",
    from: text("from", 30),
    until: text("until", 30),
    comment: text("comment", maxComment * 2)
      .replaceAll(/\s+/gu, " ")
      .trim(),
  };
}

/** @param clock.timeZone zone in which the times are meant */
export function readSilence(
  fields: SilenceFields,
  config: Config,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): SilenceReading {
  const list = allMatchers(fields.choices, fields.matchers);
  const { startsAt, endsAt, problems: times } = readSpan(fields, now, timeZone);
  const problems = { ...matcherProblem(list, config), ...times, ...commentProblem(fields.comment) };
  if (Object.keys(problems).length > 0 || startsAt === null || endsAt === null) return { ok: false, problems, list };
  return { ok: true, silence: { matchers: list.texts, startsAt, endsAt, comment: fields.comment }, list };
}

/** Labels that a match may have. */
export function knownLabels(topics: Config["topics"]): readonly string[] {
  return [...new Set([...builtInLabels, ...topics.flatMap(({ labels }) => Object.keys(labels))])];
}

function matcherProblem({ texts, matchers, problem }: MatcherList, { topics }: Config): { readonly matchers?: string } {
  if (problem !== null) return { matchers: problem };
  if (texts.length === 0) return { matchers: "say what to silence: choose a topic or a source, or write a matcher" };
  const known = new Set(knownLabels(topics));
  const unknown = matchers.find(({ label }) => !known.has(label));
  return unknown === undefined
    ? {}
    : { matchers: `no match has the label “${unknown.label}”; there are ${[...known].toSorted().join(", ")}` };
}

function readSpan(
  { hours, from, until }: SilenceFields,
  now: Date,
  timeZone: string,
): {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly problems: { from?: string; until?: string };
} {
  const startsAt = from === "" ? now : readLocal(from, timeZone);
  if (startsAt === null) return { startsAt, endsAt: null, problems: { from: "this is no time" } };
  const endsAt = hours === "until" ? readLocal(until, timeZone) : new Date(startsAt.getTime() + Number(hours) * hourMs);
  const refused = (text: string) => ({ startsAt, endsAt: null, problems: { until: text } });
  if (endsAt === null) return refused("say until when");
  if (endsAt <= now) return refused("it would be over already");
  if (endsAt <= startsAt) return refused("it would end before it begins");
  if (endsAt.getTime() - startsAt.getTime() > maxSilenceMs)
    return refused("a silence holds for 30 days at most; for longer, change a route or the topic");
  return { startsAt, endsAt, problems: {} };
}

/** A time as clocks in the zone show it, e.g. `2026-03-02T22:00`; null for anything else. */
function readLocal(text: string, timeZone: string): Date | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d)?$/u.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59) return null;
  return instantOf(timeZone, { year, month, day }, hour * 60 + minute);
}

function commentProblem(comment: string): { readonly comment?: string } {
  if (comment === "") return { comment: "say why, for those who look for the alerts" };
  if (comment.length > maxComment)
    return { comment: `it has ${comment.length} characters; it takes at most ${maxComment}` };
  return {};
}
