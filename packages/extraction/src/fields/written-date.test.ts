import { expect, test } from "vitest";
import { readWrittenDate } from "./written-date.ts";

const iso = (text: string, language: string | null): string | null => {
  const moment = readWrittenDate(text, language);
  return moment === null ? null : `${new Date(moment.ms).toISOString().slice(0, 16)} ${moment.precision}`;
};

test.each([
  ["Do 25.04.24 | 14:07 Uhr", "de", "2024-04-25T14:07 localTime"],
  ["erstellt: 01. April 2025, 15:25", "de", "2025-04-01T15:25 localTime"],
  ["Veröffentlicht am 13. März 2026 um 15:44 Uhr MEZ", "de", "2026-03-13T14:44 instant"],
  ["Mis en ligne le 1er août 2025 à 9h05", "fr", "2025-08-01T09:05 localTime"],
  ["3 de septiembre de 2025 a las 18:40", "es", "2025-09-03T18:40 localTime"],
  ["Publicado em 03/02/2025 às 18h40", "pt-BR", "2025-02-03T18:40 localTime"],
  ["12 gennaio 2025 | 08.30", "it", "2025-01-12T08:30 localTime"],
  ["5 stycznia 2025, 7:15", "pl", "2025-01-05T07:15 localTime"],
  ["24 ноября 2022, 21:30 МСК", "ru", "2022-11-24T18:30 instant"],
  ["20 Nisan 2026 14:09", "tr", "2026-04-20T14:09 localTime"],
  ["2026.01.29 18:40", "ko", "2026-01-29T18:40 localTime"],
  ["입력 2026년 1월 29일 오후 6:40", "ko", "2026-01-29T18:40 localTime"],
  ["2026年1月29日 9時05分", "ja", "2026-01-29T09:05 localTime"],
  ["٢٩ يناير ٢٠٢٦ 10:15", "ar", "2026-01-29T10:15 localTime"],
  ["Sept. 3, 2025, 6:05 a.m. EDT", "en-US", "2025-09-03T10:05 instant"],
  ["Published 12:05 AM, March 3rd, 2025", "en", "2025-03-03T00:05 localTime"],
  ["6 January 2026", "de", "2026-01-06T00:00 day"],
  ["06.01.2026 , Lesezeit 5 Min.", "de", "2026-01-06T00:00 day"],
  ["03/04/2025", "en-US", "2025-03-04T00:00 day"],
  ["03/04/2025", "en-GB", "2025-04-03T00:00 day"],
  ["30/04/2025", null, "2025-04-30T00:00 day"],
  ["04/30/2025", null, "2025-04-30T00:00 day"],
  ["15.03.2025 17:00 GMT+2", "de", "2025-03-15T15:00 instant"],
])("%s (%s)", (text, language, expected) => {
  expect(iso(text, language)).toBe(expected);
});

test.each([
  ["numbers that may be two days", "03/04/2025", "en"],
  ["a version number", "1.2.3", "en"],
  ["a month that is none", "3 Quay 2025", "en"],
  ["a month of another language", "3 stycznia 2025", "de"],
  ["no such day", "31.02.2025", "de"],
  ["no such time", "3 March 2025 25:61", "en"],
  ["a time alone", "14:07", "de"],
  ["a language that does not exist", "3 stycznia 2025", "qqq"],
])("is null for %s", (_, text, language) => {
  expect(iso(text, language)).toBeNull();
});
