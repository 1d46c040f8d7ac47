import { expect, test } from "vitest";
import { parseInstant } from "./instant.ts";

test.each([
  ["2024-01-26T19:57:00+03:00", "2024-01-26T16:57:00.000Z"],
  ["2024-01-26T19:57:00+0300", "2024-01-26T16:57:00.000Z"],
  ["2024-01-26 19:57+03", "2024-01-26T16:57:00.000Z"],
  ["20240126T195700Z", "2024-01-26T19:57:00.000Z"],
  ["2024-01-26T19:57:00.5049271Z", "2024-01-26T19:57:00.504Z"],
  ["2024-01-26 19:57:00 UTC", "2024-01-26T19:57:00.000Z"],
  ["Fri, 26 Jan 2024 19:57:00 GMT", "2024-01-26T19:57:00.000Z"],
  ["26 Jan 2024 19:57 -0500", "2024-01-27T00:57:00.000Z"],
  ["1706299020", "2024-01-26T19:57:00.000Z"],
  ["1706299020000", "2024-01-26T19:57:00.000Z"],
])("reads %s", (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test.each([
  ["no zone", "2024-01-26T19:57:00"],
  ["no time", "2024-01-26"],
  ["no such day", "2024-13-41T19:57:00Z"],
  ["out of range", "0001-01-01T00:00:00Z"],
  ["words", "yesterday at noon"],
  ["nothing", ""],
  ["null", null],
])("invents nothing: %s", (_, text) => {
  expect(parseInstant(text)).toBeNull();
});
