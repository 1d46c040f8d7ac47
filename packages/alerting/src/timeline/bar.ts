import type { Stretch } from "../interval.ts";
import { localTime } from "../time-zone.ts";

const weekdays = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Between the times under the line, at least. */
const labelWidth = 8;

/** Date and time as clocks in the zone show it, e.g. `Mon 2026-03-02 09:14`. */
export function localClock(timeZone: string, at: Date): string {
  const { year, month, day, hour, minute, weekday } = localTime(timeZone, at);
  return `${weekdays[weekday] ?? ""} ${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** A stretch of time drawn to scale in two lines: quiet hours are `░`, each event its sign; below the hours of the zone. */
export function drawBar(
  events: readonly { readonly at: Date; readonly sign: string }[],
  quiet: readonly Stretch[],
  view: { readonly at: Date; readonly until: Date; readonly timeZone: string; readonly width: number },
): readonly string[] {
  const cells = Math.max(1, view.width - 4);
  const startMs = view.at.getTime();
  const cellMs = Math.max(1, (view.until.getTime() - startMs) / cells);
  const cellOf = (at: Date): number => Math.floor((at.getTime() - startMs) / cellMs);
  const line = Array.from({ length: cells }, (_, cell): string => {
    const middle = startMs + (cell + 0.5) * cellMs;
    return quiet.some(({ start, end }) => start.getTime() <= middle && middle < end.getTime()) ? "░" : "─";
  });
  // The first of several in a cell is shown; brackets give way to what happens in them.
  for (const isEdge of [true, false]) {
    for (const { at, sign } of events.toReversed()) {
      const cell = cellOf(at);
      if (cell >= 0 && cell < cells && "()".includes(sign) === isEdge) line[cell] = sign;
    }
  }
  return [`  ${line.join("")}`, `  ${scale(cells, startMs, cellMs, view.timeZone)}`];
}

function scale(cells: number, startMs: number, cellMs: number, timeZone: string): string {
  let text = "";
  for (let cell = 0; cell + labelWidth <= cells + 2; cell += labelWidth) {
    const { hour, minute } = localTime(timeZone, new Date(startMs + cell * cellMs));
    text += `${two(hour)}:${two(minute)}`.padEnd(labelWidth);
  }
  return text.trimEnd();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
