import { instantOf } from "@wirewatch/alerting";
import type { StoryChoice } from "@wirewatch/store";

/** What is asked of the list, as it stands in the address. */
export interface StoryFilter {
  readonly q: string;
  readonly topic: string;
  readonly source: string;
  /** `2026-03-02`, a day of the viewer's; empty for any. */
  readonly day: string;
}

/** Longer ones are cut: nobody types them. */
const maxLength = 200;

/** Reads the filter from an address; anything may be in it. Pure. */
export function storyFilter(query: URLSearchParams): StoryFilter {
  const text = (name: string): string =>
    (query.get(name) ?? "").trim().slice(0, maxLength).toWellFormed().replaceAll("\0", "");
  const day = text("day");
  return { q: text("q"), topic: text("topic"), source: text("source"), day: dayOf(day) === null ? "" : day };
}

/** The same for the store. @param timeZone of the day */
export function storyChoice(
  { q, topic, source, day }: StoryFilter,
  timeZone: string,
): Omit<StoryChoice, "after" | "limit"> {
  const date = dayOf(day);
  return {
    text: q === "" ? null : q,
    topicId: topic === "" ? null : topic,
    sourceId: source === "" ? null : source,
    during: date === null ? null : { from: instantOf(timeZone, date, 0), to: instantOf(timeZone, date, 1440) },
  };
}

function dayOf(text: string): { readonly year: number; readonly month: number; readonly day: number } | null {
  const [, year, month, day] = /^((?:19|20)\d\d)-(\d\d)-(\d\d)$/u.exec(text) ?? [];
  if (year === undefined) return null;
  const date = new Date(`${text}T00:00:00Z`);
  // The 31st of February is read as one of March.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return null;
  return { year: Number(year), month: Number(month), day: Number(day) };
}
