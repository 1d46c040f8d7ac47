import { expect, test } from "vitest";
import { parseDate } from "./dates.ts";

test.each([
  ["2024-02-29T12:30:45Z", "2024-02-29T12:30:45.000Z"],
  ["2024-02-29T12:30:45.678+02:00", "2024-02-29T10:30:45.000Z"],
  ["2024-02-29t12:30Z", "2024-02-29T12:30:00.000Z"],
  ["2024-02-29 12:30:45", "2024-02-29T12:30:45.000Z"],
  ["2024-02-29 12:30:45 -0500", "2024-02-29T17:30:45.000Z"],
  ["20240229", "2024-02-29T00:00:00.000Z"],
  ["2024-02", "2024-02-01T00:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"],
  ["Thu, 29 Feb 2024 12:30:45 GMT", "2024-02-29T12:30:45.000Z"],
  ["Thu, 29 Feb 2024 12:30:45 +0530", "2024-02-29T07:00:45.000Z"],
  ["29 Feb 24 12:30 EST", "2024-02-29T17:30:00.000Z"],
  ["Thu Feb 29 12:30:45 2024", "2024-02-29T12:30:45.000Z"],
  ["Thu Feb 29 12:30:45 +0100 2024", "2024-02-29T11:30:45.000Z"],
  ["Thursday, February 29, 2024 12:30 PM PST", "2024-02-29T20:30:00.000Z"],
  ["February 29th, 2024 at 12:05 am", "2024-02-29T00:05:00.000Z"],
  ["Thu, 29 Feb 2024 12:30:45 GMT+02:00", "2024-02-29T10:30:45.000Z"],
  ["Thu, 29 Feb 2024 12:30:45 +0000 (UTC)", "2024-02-29T12:30:45.000Z"],
  ["29-Feb-2024 12:30", "2024-02-29T12:30:00.000Z"],
  ["29. Februar 2024 12:30 MEZ", "2024-02-29T11:30:00.000Z"],
  ["jeu., 29 févr. 2024 12:30:45 +0100", "2024-02-29T11:30:45.000Z"],
  ["Чт, 29 фев 2024 12:30:45 +0300", "2024-02-29T09:30:45.000Z"],
  ["martes, 5 de marzo de 2024 12:30", "2024-03-05T12:30:00.000Z"],
  ["29.02.2024 12:30", "2024-02-29T12:30:00.000Z"],
  ["02/29/2024 - 12:30", "2024-02-29T12:30:00.000Z"],
  ["29/02/2024", "2024-02-29T00:00:00.000Z"],
  ["Tue, 05/03/2024", "2024-03-05T00:00:00.000Z"],
])("%s is %s", (text, iso) => {
  expect(parseDate(text)).toBe(iso);
});

test.each([
  ["nothing", ""],
  ["words", "yesterday"],
  ["a day that does not exist", "2023-02-29"],
  ["a month that does not exist", "2024-13-01"],
  ["an hour that does not exist", "Thu, 29 Feb 2024 25:30:45 GMT"],
  ["an unset field", "0001-01-01T00:00:00Z"],
  ["the zero date of databases", "0000-00-00 00:00:00"],
  ["an unknown zone", "Thu, 29 Feb 2024 12:30:45 XYZ"],
  ["more than a date", "2024-02-29T12:30:45Z and more"],
  ["two numbers too many", "29 Feb 2024 2025"],
  ["a number", "1709209845"],
  ["something endless", "1".repeat(100_000)],
])("%s is no date", (_, text) => {
  expect(parseDate(text)).toBeNull();
});

test("the machine's zone makes no difference", () => {
  const before = process.env["TZ"];
  const texts = ["2024-02-29 12:30", "29 Feb 2024 12:30", "02/29/2024"];
  const read = (zone: string) => {
    process.env["TZ"] = zone;
    return texts.map(parseDate);
  };
  const results = [read("America/New_York"), read("Asia/Tokyo")];
  if (before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = before;
  expect(results[0]).toEqual(results[1]);
  expect(results[0]?.[0]).toBe("2024-02-29T12:30:00.000Z");
});
