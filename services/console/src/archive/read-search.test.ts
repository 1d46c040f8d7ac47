import { describe, expect, test } from "vitest";
import { placeText, readPlace } from "./place-text.ts";
import { readSearch, searchParams } from "./read-search.ts";

const read = (address: string): ReturnType<typeof readSearch> =>
  readSearch(new URLSearchParams(address), "Europe/London");

describe("a search out of an address", () => {
  test("has its query, filters and place", () => {
    const { search, problem, ignored } = read(
      "q=harbour+strike&dialect=lexis&stem=1&source=a&source=b&source=a&language=FR&topic=t&since=2026-07-01&until=2026-07-02&after=2026-07-01T10:00:00.123456%2B00_77",
    );
    expect([problem, ignored]).toEqual([null, []]);
    expect(search).toEqual({
      query: "harbour strike",
      dialect: "lexis",
      stem: true,
      filters: {
        sources: ["a", "b"],
        languages: ["fr"],
        topics: ["t"],
        since: new Date("2026-06-30T23:00:00Z"),
        until: new Date("2026-07-02T23:00:00Z"),
      },
      after: "2026-07-01T10:00:00.123456+00_77",
    });
  });

  test("may have nothing", () => {
    const nothing = { sources: [], languages: [], topics: [], since: null, until: null };
    expect(read("").search).toEqual({ query: "", dialect: "wql", stem: false, filters: nothing, after: null });
  });

  test("says where its query cannot be read", () => {
    expect(read("q=harbour+AND+(strike").problem).toMatchObject({ at: 12 });
    expect(read("q=and+so").warnings.length).toBeGreaterThan(0);
  });

  test.each([
    "since=yesterday",
    "since=2026-02-30",
    "until=2026-13-01",
    "since=99999-01-01",
    "after=1",
    "after=%00",
    "since=%00",
  ])("passes over what means nothing: %s", (address) => {
    const { search, ignored } = read(address);
    expect(ignored).toHaveLength(1);
    expect([search.filters.since, search.filters.until, search.after]).toEqual([null, null, null]);
  });

  test("takes an instant as well", () => {
    expect(read("since=2026-07-01T10:00:00Z").search.filters.since).toEqual(new Date("2026-07-01T10:00:00Z"));
  });

  test("does not take thousands of values, or endless ones", () => {
    const many = Array.from({ length: 500 }, (_, at) => `source=s${at}`).join("&");
    expect(read(`${many}&topic=${"x".repeat(10_000)}`).search.filters).toMatchObject({ topics: [] });
    expect(read(many).search.filters.sources).toHaveLength(50);
  });

  test("gives the same address again, without what means nothing", () => {
    const given = new URLSearchParams("q=a&dialect=wql&source=x&source=&other=1&after=z&since=2026-07-01");
    expect(searchParams(readSearch(given, "UTC").search, given).toString()).toBe("q=a&source=x&since=2026-07-01");
  });
});

describe("a place", () => {
  test.each(["2026-07-01 10:00:00.123456+00", "2026-07-01 10:00:00+05:30", "2026-07-01 10:00:00-03"])(
    "comes back as it was: %s",
    (at) => {
      const place = { at, articleId: "12" };
      const back = readPlace(placeText(place));
      expect(back).toEqual({ at: at.replace(" ", "T"), articleId: "12" });
    },
  );

  test.each(["", "x", "2026-07-01T10:00:00+00", "2026-99-01T10:00:00+00_1", "2026-07-01T10:00:00+00_1'; drop"])(
    "is none: %s",
    (text) => {
      expect(readPlace(text)).toBeNull();
    },
  );
});
