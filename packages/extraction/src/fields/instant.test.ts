import { expect, test } from "vitest";
import { parseInstant, readMoment } from "./instant.ts";

test.each([
  ["2024-01-26T19:57:00+03:00", "2024-01-26T16:57:00.000Z"],
  ["2024-01-26T19:57:00+0300", "2024-01-26T16:57:00.000Z"],
  ["2024-01-26 19:57+03", "2024-01-26T16:57:00.000Z"],
  ["2024-01-26T19:57:00-03:30", "2024-01-26T23:27:00.000Z"],
  ["2024-01-26T19:57:00+03:00[Europe/Moscow]", "2024-01-26T16:57:00.000Z"],
  ["20240126T195700Z", "2024-01-26T19:57:00.000Z"],
  ["2024-01-26T19:57:00.5049271Z", "2024-01-26T19:57:00.504Z"],
  ["2024-01-26 19:57:00 UTC", "2024-01-26T19:57:00.000Z"],
  ["2024-01-26 19:57:00 MSK", "2024-01-26T16:57:00.000Z"],
  ["Fri, 26 Jan 2024 19:57:00 GMT", "2024-01-26T19:57:00.000Z"],
  ["26 Jan 2024 19:57 -0500", "2024-01-27T00:57:00.000Z"],
  ["Fri Apr 28 19:20:36 CEST 2023", "2023-04-28T17:20:36.000Z"],
  ["January 26, 2024 7:57 PM ET", "2024-01-27T00:57:00.000Z"],
  ["July 26, 2024 7:57 p.m. ET", "2024-07-26T23:57:00.000Z"],
  ["1706299020", "2024-01-26T19:57:00.000Z"],
  ["1706299020000", "2024-01-26T19:57:00.000Z"],
])("reads %s", (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test.each([
  ["no zone", "2024-01-26T19:57:00"],
  ["a zone with several meanings", "2024-01-26 19:57 CST"],
  ["no time", "2024-01-26"],
  ["no such day", "2024-13-41T19:57:00Z"],
  ["31 February", "2024-02-31T19:57:00Z"],
  ["no such hour", "2024-01-26T25:57:00Z"],
  ["no such zone", "2024-01-26T19:57:00+99:00"],
  ["out of range", "0001-01-01T00:00:00Z"],
  ["words", "yesterday at noon"],
  ["a long text", `2024-01-26T19:57:00Z${" ".repeat(200)}x`],
  ["nothing", ""],
  ["null", null],
])("names no instant: %s", (_, text) => {
  expect(parseInstant(text)).toBeNull();
});

test.each([
  ["2024-01-26T19:57:00", "localTime", "2024-01-26T19:57:00.000Z"],
  ["2026-04-20T14:09:42.493", "localTime", "2026-04-20T14:09:42.493Z"],
  ["20240126195700", "localTime", "2024-01-26T19:57:00.000Z"],
  ["2024-01-26", "day", "2024-01-26T00:00:00.000Z"],
])("says how exact %s is", (text, precision, at) => {
  const moment = readMoment(text);
  expect(moment?.precision).toBe(precision);
  expect(new Date(moment?.ms ?? 0).toISOString()).toBe(at);
});
