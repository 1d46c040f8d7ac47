import { expect, test } from "vitest";
import { dateReader } from "./date-format.ts";

test.each([
  ["dd.MM.yyyy HH:mm", "03.04.2026 09:05", "2026-04-03T09:05:00.000Z"],
  ["d.M.yy", "3.4.26", "2026-04-03T00:00:00.000Z"],
  ["DD/MM/YYYY", "03/04/2026", "2026-04-03T00:00:00.000Z"],
  ["MM/dd/yyyy", "03/04/2026", "2026-03-04T00:00:00.000Z"],
  ["dd/mm/yyyy", "03/04/2026", "2026-04-03T00:00:00.000Z"],
  ["dd/mm/yyyy hh:mm a", "03/04/2026 09:05 pm", "2026-04-03T21:05:00.000Z"],
  ["d MMMM yyyy 'um' HH:mm", "3 April 2026 um 09:05", "2026-04-03T09:05:00.000Z"],
  ["EEEE, d MMM yyyy", "vendredi, 3 avr. 2026", "2026-04-03T00:00:00.000Z"],
  ["yyyy-MM-dd'T'HH:mm:ssXXX", "2026-04-03T09:05:30+02:00", "2026-04-03T07:05:30.000Z"],
  ["D MMM YYYY [at] h:mm a z", "3rd Apr 2026 at 9:05 PM EST", "2026-04-04T02:05:00.000Z"],
  ["%d.%m.%Y %H:%M", "03.04.2026 09:05", "2026-04-03T09:05:00.000Z"],
  ["%B %-d, %Y um %I %p", "April 3, 2026 um 9 PM", "2026-04-03T21:00:00.000Z"],
  ["dd.MM.yyyy", "Stand: 03.04.2026, Redaktion", "2026-04-03T00:00:00.000Z"],
  ["dmy", "03/04/2026 09:05", "2026-04-03T09:05:00.000Z"],
  ["m/d/y", "03/04/2026", "2026-03-04T00:00:00.000Z"],
  ["ymd", "26/04/03", "2026-04-03T00:00:00.000Z"],
  [null, "22 November 2026, 14:30", "2026-11-22T14:30:00.000Z"],
  [null, "2026-11-22T14:30:00+01:00", "2026-11-22T13:30:00.000Z"],
  [null, "1795357800", "2026-11-22T14:30:00.000Z"],
  [null, "1795357800123", "2026-11-22T14:30:00.000Z"],
])("in the format %s, %s is %s", (format, text, iso) => {
  expect(dateReader(format)(text)).toBe(iso);
});

test.each<[format: string | null, text: string, why: string]>([
  [null, "03/04/2026", "it may be March or April"],
  [null, "November 2026", "it has no day"],
  ["dmy", "03/30/2026", "there is no month 30"],
  ["dd.MM.yyyy", "30.02.2026", "there is no such day"],
  ["dd.MM.yyyy", "2026-04-03", "it is in another form"],
  ["dd.MM.yyyy", "103.04.2026", "it is part of a longer number"],
  ["dd.MM.yyyy HH:mm", "03.04.2026 25:00", "there is no such hour"],
  ["HH:mm", "09:05", "it has no day"],
  ["dd.MM.yyyy HH:mm z", "03.04.2026 09:05 XYZ", "nobody knows the zone"],
  ["(((", "03.04.2026", "the format names nothing"],
])("in the format %s, %s is no date: %s", (...[format, text]) => {
  expect(dateReader(format)(text)).toBeNull();
});
