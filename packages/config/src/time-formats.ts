import type { Format } from "./formats.ts";

export const timeOfDayFormat: Format = {
  expected: 'a time of day in quotes such as "07:30"',
  pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/,
  suggest: suggestTimeOfDay,
};

const day = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";

export const weekdaysFormat: Format = {
  expected: "a weekday such as monday, or a range such as monday:friday",
  pattern: new RegExp(`^${day}(?::${day})?$`),
  suggest: suggestWeekdays,
};

export const timeZoneFormat: Format = {
  expected: "the name of a time zone such as Europe/London or UTC",
  pattern: /^[A-Za-z][A-Za-z0-9_+-]{1,30}(?:\/[A-Za-z0-9_+-]{1,30}){0,2}$/,
  suggest: suggestTimeZone,
};

/** `7:30` or `7.30 pm` as a clock of 24 hours shows it. */
function suggestTimeOfDay(written: string): string | null {
  const [, hour = "", minute = "00", half = ""] = /^\s*(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m)?\s*$/i.exec(written) ?? [];
  if (hour === "") return null;
  const isAfternoon = half.toLowerCase() === "pm";
  const hours = half === "" ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  const text = `${String(hours).padStart(2, "0")}:${minute}`;
  return timeOfDayFormat.pattern.test(text) ? text : null;
}

const dayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** `Mon-Fri`, `weekdays` or `Sat` in full. */
function suggestWeekdays(written: string): string | null {
  const text = written.trim().toLowerCase();
  if (text === "weekdays") return "monday:friday";
  if (text === "weekend" || text === "weekends") return "saturday:sunday";
  const parts = text.split(/\s*(?:[-–:]|to)\s*/u);
  const names = parts.map((part) => dayNames.find((name) => part.length >= 2 && name.startsWith(part)));
  const [first, last = first] = names;
  if (names.length > 2 || names.includes(undefined) || first === undefined) return null;
  return first === last ? first : `${first}:${last}`;
}

/** `europe/london` or `London` as the database spells it. */
function suggestTimeZone(written: string): string | null {
  const wanted = written.trim().toLowerCase().replaceAll(" ", "_");
  if (["utc", "gmt", "z", "zulu"].includes(wanted)) return "UTC";
  const names = Intl.supportedValuesOf("timeZone");
  return (
    names.find((name) => name.toLowerCase() === wanted) ??
    names.find((name) => name.toLowerCase().endsWith(`/${wanted}`)) ??
    null
  );
}
