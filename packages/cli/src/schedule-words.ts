import type { Config } from "@wirewatch/config";

type TimeInterval = Config["alerts"]["timeIntervals"][number];

const dayNames = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** E.g. `19:00–07:00 Mon–Fri, Europe/London`. */
export function intervalWords({
  times,
  weekdays,
  timeZone,
}: Pick<TimeInterval, "times" | "weekdays" | "timeZone">): string {
  const hours = times.map(({ startMinute, endMinute }) => `${clock(startMinute)}–${clock(endMinute)}`);
  const days = weekdayWords(weekdays);
  return `${hours.length === 0 ? "all day" : hours.join(" and ")}${days === "" ? "" : ` ${days}`}, ${timeZone}`;
}

/** E.g. `07:30 Mon–Fri, Europe/London`. */
export function scheduleWords(schedule: {
  readonly atMinute: number;
  readonly weekdays?: readonly number[];
  readonly timeZone: string;
}): string {
  const days = weekdayWords(schedule.weekdays ?? []);
  return `${clock(schedule.atMinute)}${days === "" ? " every day" : ` ${days}`}, ${schedule.timeZone}`;
}

/** Rising numbers of days (1 is Monday) as `Mon–Fri` or `Mon, Wed`; empty for every day. */
function weekdayWords(days: readonly number[]): string {
  if (days.length === 0 || days.length === 7) return "";
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => runWords(run)).join(", ");
}

function runWords(run: readonly number[]): string {
  const names = run.map((day) => dayNames[day] ?? "");
  return run.length < 3 ? names.join(", ") : `${names[0] ?? ""}–${names.at(-1) ?? ""}`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
