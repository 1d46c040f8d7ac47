import { describe, expect, test } from "vitest";
import { trustPublished } from "./trust.ts";

const seenAt = new Date("2026-03-02T12:00:00Z");
const previousPollAt = new Date("2026-03-02T11:30:00Z");

describe("the publisher's date", () => {
  test.each<[string, string | null, string | null, boolean]>([
    ["between the polls", "2026-03-02T11:45:00Z", "2026-03-02T11:45:00.000Z", true],
    ["with a zone", "2026-03-02T12:45:00+01:00", "2026-03-02T11:45:00.000Z", true],
    ["before the previous poll, by hours", "2026-03-02T02:00:00Z", "2026-03-02T02:00:00.000Z", true],
    ["exactly a day before the previous poll", "2026-03-01T11:30:00Z", "2026-03-01T11:30:00.000Z", true],
    ["a minute ahead: it is not published later than seen", "2026-03-02T12:01:00Z", "2026-03-02T12:00:00.000Z", true],
    ["exactly five minutes ahead", "2026-03-02T12:05:00Z", "2026-03-02T12:00:00.000Z", true],
    ["further ahead", "2026-03-02T12:05:01Z", "2026-03-02T11:30:00.000Z", false],
    ["more than a day before the previous poll", "2026-03-01T11:29:59Z", "2026-03-02T11:30:00.000Z", false],
    ["none", null, "2026-03-02T11:30:00.000Z", false],
    ["no date", "yesterday", "2026-03-02T11:30:00.000Z", false],
  ])("%s", (_, publishedAt, at, trusted) => {
    const published = trustPublished(publishedAt, { seenAt, previousPollAt });
    expect({ ...published, at: published.at?.toISOString() ?? null }).toEqual({ at, trusted });
  });

  test("at the first poll any past date is possible, and nothing bounds a wrong one", () => {
    const first = { seenAt, previousPollAt: null };
    expect(trustPublished("2019-01-01T00:00:00Z", first)).toEqual({
      at: new Date("2019-01-01T00:00:00Z"),
      trusted: true,
    });
    expect(trustPublished("2026-03-03T00:00:00Z", first)).toEqual({ at: null, trusted: false });
    expect(trustPublished(null, first)).toEqual({ at: null, trusted: false });
  });
});
