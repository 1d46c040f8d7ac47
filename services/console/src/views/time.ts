import { localTime } from "@wirewatch/alerting";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import type { ViewContext } from "./view.ts";

type Clock = Pick<ViewContext, "now" | "timeZone">;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant: the time of day when it is today, else with its day; the whole of it with seconds and zone as a tooltip. */
export function clock(at: Date | null, context: Clock): Html {
  if (at === null) return html`<span class="soft">never</span>`;
  return stamp(at, context, clockText(at, context));
}

/** How long ago an instant was, or how long until it comes; the whole of it as a tooltip. */
export function ago(at: Date | null, context: Clock): Html {
  if (at === null) return html`<span class="soft">never</span>`;
  const ms = context.now.getTime() - at.getTime();
  const words = Math.abs(ms) < 1500 ? "now" : ms > 0 ? `${duration(ms)} ago` : `in ${duration(-ms)}`;
  return stamp(at, context, words);
}

/** The same in plain text, e.g. `14:03`, `3 Nov 14:03`, `3 Nov 2024 14:03`. */
export function clockText(at: Date, { now, timeZone }: Clock): string {
  const [then, today] = [localTime(timeZone, at), localTime(timeZone, now)];
  const time = `${two(then.hour)}:${two(then.minute)}`;
  if (then.year === today.year && then.month === today.month && then.day === today.day) return time;
  const day = `${then.day} ${months[then.month - 1] ?? ""}`;
  return then.year === today.year ? `${day} ${time}` : `${day} ${then.year} ${time}`;
}

/** An instant to the second with its zone, e.g. `2026-11-03 14:03:09 Europe/London`. */
export function fullText(at: Date, { timeZone }: Pick<Clock, "timeZone">): string {
  const { year, month, day, hour, minute, second } = localTime(timeZone, at);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)} ${timeZone}`;
}

function stamp(at: Date, context: Clock, text: string): Html {
  return html`<time datetime="${at.toISOString()}" title="${fullText(at, context)}">${text}</time>`;
}

const units: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
];

/** A length of time in its two largest units, e.g. `2 h 5 min`, `40 s`, `120 ms`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const at = units.findIndex(([unit]) => ms >= unit);
  const [unit, name] = units[at] ?? [1000, "s"];
  const [next, nextName] = units[at + 1] ?? [0, ""];
  const whole = Math.floor(ms / unit);
  const rest = next === 0 || whole >= 10 ? 0 : Math.floor((ms % unit) / next);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${nextName}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
