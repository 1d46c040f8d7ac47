import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Feed, parseFeed } from "@wirewatch/feeds";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plainText } from "../../packages/feeds/src/plain-text.ts";
import floor from "./feeds.floor.json" with { type: "json" };

/** One expectation of the corpus; its README has the rules of comparison. */
interface Expectation {
  readonly field: string;
  readonly item?: number;
  readonly want: string | number | null;
}

interface FeedCase {
  readonly suite: string;
  readonly name: string;
  readonly headers: Record<string, string>;
  readonly url: string | null;
  readonly text?: string;
  readonly base64?: string;
  readonly expect: readonly Expectation[];
}

interface Score {
  met: number;
  of: number;
}

const corpus = new URL("../../../shared/corpus/feeds/", import.meta.url);
const files = ["charset", "dates", "feedparser", "gofeed"] as const;

/** Far apart, one of them with half an hour, two on the other side of UTC. */
const machineZones = ["UTC", "America/St_Johns", "Asia/Kolkata"] as const;

describe.skipIf(!existsSync(corpus))("feed parsing (needs ../shared/corpus/feeds)", () => {
  describe.each(machineZones)("on a machine in %s", (zone) => {
    const scores = new Map<string, Score>();
    const zoneBefore = process.env["TZ"];

    beforeAll(async () => {
      process.env["TZ"] = zone;
      for (const file of files) for (const one of readCases(file)) await scoreCase(file, one, scores);
    });
    afterAll(() => {
      if (zoneBefore === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zoneBefore;
    });

    test("dates of the machine are in that zone", () => {
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone.replace("Calcutta", "Kolkata")).toBe(zone);
    });

    test.each(Object.entries(floor))("%s is at least %d", (name, least) => {
      const { met, of } = scores.get(name) ?? { met: 0, of: 0 };
      expect(of).toBeGreaterThan(0);
      expect(met / of).toBeGreaterThanOrEqual(least);
    });
  });
});

function readCases(file: string): FeedCase[] {
  const lines = readFileSync(fileURLToPath(new URL(`${file}.jsonl`, corpus)), "utf8")
    .trim()
    .split("\n");
  // What nobody writes any more counts for little; it is left out here.
  return lines.map((line): FeedCase => JSON.parse(line)).filter(({ suite }) => !suite.startsWith("archaic/"));
}

async function scoreCase(file: string, one: FeedCase, scores: Map<string, Score>): Promise<void> {
  const bytes = Buffer.from(one.base64 ?? one.text ?? "", one.base64 === undefined ? "utf8" : "base64");
  const feed = await parseFeed(bytes, one.headers, one.url).catch(() => null);
  const isMet = feed !== null && one.expect.every((expectation) => meets(feed, expectation));
  for (const name of ["all", file]) count(scores, name, isMet);
  for (const expectation of one.expect.filter(({ field }) => field.endsWith("title"))) {
    const item = feed?.items[expectation.item ?? 0];
    const title = expectation.field === "title" ? item?.title : feed?.title;
    count(scores, "plainTitles", (title ?? "") === plainText(String(expectation.want)));
  }
}

function count(scores: Map<string, Score>, name: string, isMet: boolean): void {
  const score = scores.get(name) ?? { met: 0, of: 0 };
  scores.set(name, { met: score.met + (isMet ? 1 : 0), of: score.of + 1 });
}

function meets(feed: Feed, { field, item: position = 0, want }: Expectation): boolean {
  if (field === "count") return feed.items.length === want;
  if (field === "feed.title") return saysTheSame(feed.title, want);
  const item = feed.items[position];
  if (item === undefined) return false;
  switch (field) {
    case "title":
      return saysTheSame(item.title, want);
    case "summary":
      return saysTheSame(item.summary, want) || saysTheSame(item.content, want);
    case "content":
      return saysTheSame(item.content, want);
    case "url":
    case "id":
      return (item[field] ?? "").trim() === String(want ?? "").trim();
    case "date":
      return meetsDate([item.publishedAt, item.updatedAt], want);
    case "authors":
      return item.authors.some(({ name }) => name.includes(String(want)));
    case "categories":
      return item.categories.some(({ term }) => term === want);
    case "language":
      return (item.language ?? "").toLowerCase() === String(want ?? "").toLowerCase();
    default:
      throw new Error(`the corpus has a field nobody knows: ${field}`);
  }
}

/** A value may be plain already, or markup that reads the same. */
function saysTheSame(value: string | null, want: string | number | null): boolean {
  const wanted = plainText(String(want ?? ""));
  return (value ?? "") === wanted || plainText(value ?? "") === wanted;
}

function meetsDate(dates: readonly (string | null)[], want: string | number | null): boolean {
  const given = dates.filter((date) => date !== null);
  if (want === null || want === "any") return given.length > 0 === (want === "any");
  const second = Math.floor(Date.parse(String(want)) / 1000);
  return given.some((date) => Math.floor(Date.parse(date) / 1000) === second);
}
