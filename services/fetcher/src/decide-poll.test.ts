import type { SourceConfig } from "@wirewatch/config";
import type { Feed, WebSub } from "@wirewatch/store";
import { beforeAll, describe, expect, test } from "vitest";
import {
  answer,
  decide,
  failed,
  feedOf,
  hourMs,
  now,
  source,
  sourceWith,
  unchanged,
  url,
} from "../../../test/support/poll-facts.ts";
import { item } from "../../../test/support/source-item.ts";
import type { SiteAnswer } from "./ask-site.ts";
import { decidePoll } from "./decide-poll.ts";
import type { DocumentRead } from "./read-document.ts";

test("a source that left the configuration is not asked", () => {
  expect(decidePoll({ row: {} as Feed, now, random: 0.5, asked: null })).toEqual({ kind: "stopped" });
});

describe("a source that could be read", () => {
  test("is well, whatever was before", () => {
    const row = {
      status: "slow",
      failures: 2,
      failure_points: 1.5,
      failing_since: now,
      problem: "timeout",
      reason: "late",
      gone_answers: 1,
    };
    for (const given of [{ row }, { ...unchanged, row }]) {
      expect(decide(given).columns).toMatchObject({
        status: "ok",
        failures: 0,
        failure_points: 0,
        failing_since: null,
        problem: null,
        reason: null,
        gone_answers: 0,
        last_success_at: now,
      });
    }
  });

  test("has what is new in its first document as its baseline, unless it is to be alerted", async () => {
    const first = { row: { baseline_at: null }, unknown: 1 };
    expect(decide(first)).toMatchObject({ isBaseline: true, columns: { baseline_at: now } });
    expect(decide({ unknown: 1 }).isBaseline).toBe(false);
    const alerting = await sourceWith({ first_run: "alert" });
    expect(decide({ ...first, source: alerting })).toMatchObject({ isBaseline: false, columns: { baseline_at: now } });
  });

  test("has a baseline again when its address was a home page before", () => {
    expect(decide({ row: { document: "html" }, unknown: 1 }).isBaseline).toBe(true);
  });

  test("keeps the time of its last item when nothing was new", () => {
    expect(decide({ unknown: 1 }).columns.last_item_at).toEqual(now);
    expect(decide().columns).not.toHaveProperty("last_item_at");
  });

  test("is asked in its interval", () => {
    expect(decide()).toMatchObject({ nextMs: 600_000, columns: { poll_every_ms: 600_000 } });
    expect(decide({ websub: { state: "active", missed: 0 } as WebSub }).nextMs).toBe(3_600_000);
  });

  test("says when its items have no dates", () => {
    const undated = [1, 2, 3].map((n) => item(n, { publishedAt: null }));
    const { columns } = decide({ items: undated });
    expect(columns).toMatchObject({ status: "ok", problem: "undated" });
    const later = decide({ ...unchanged, row: { status: "ok", problem: "undated", reason: "none has a date" } });
    expect(later.columns).toMatchObject({ problem: "undated", reason: "none has a date" });
  });

  test("may have lost items when all of several are new", () => {
    const items = [item(1), item(2), item(3)];
    expect(decide({ items, unknown: 3 }).columns.overflows).toBe(1);
    expect(decide({ items, unknown: 2 }).columns.overflows).toBe(0);
    expect(decide({ items, unknown: 3, isIdentityChange: true }).columns.overflows).toBe(0);
    expect(decide({ items, unknown: 3, row: { baseline_at: null } }).columns.overflows).toBe(0);
    expect(decide({ items: items.slice(1), unknown: 2 }).columns.overflows).toBe(0);
  });

  test("whose items all have new ids brought nothing new", () => {
    const decision = decide({ unknown: 1, isIdentityChange: true });
    expect(decision.matchByUrl).toBe(true);
    expect(decision.columns).not.toHaveProperty("last_item_at");
  });
});

describe("validators", () => {
  const given = { etag: 'W/"ä 1"', "last-modified": "yesterday, I think" };

  test("are kept as the server gave them, with a document, with the same one, and without", () => {
    const kept = { etag: 'W/"ä 1"', last_modified: "yesterday, I think" };
    expect(decide({ answer: answer(200, given) }).columns).toMatchObject(kept);
    expect(decide({ answer: answer(200, given), document: null, bodyHash: "before" }).columns).toMatchObject(kept);
    expect(decide({ ...unchanged, answer: answer(304, given) }).columns).toMatchObject(kept);
    expect(decide({ ...unchanged, row: { etag: "e" } }).columns).toMatchObject({ etag: "e", last_modified: null });
    expect(decide({ row: { etag: "e" } }).columns).toMatchObject({ etag: null });
  });

  test("are not believed any more when something new came under the same ones", () => {
    const row = { etag: "e" };
    const same = answer(200, { etag: "e" });
    expect(decide({ row, answer: same, unknown: 1 }).columns.validators_broken).toBe(true);
    expect(decide({ row, answer: answer(200, { etag: "f" }), unknown: 1 }).columns).not.toHaveProperty(
      "validators_broken",
    );
    expect(decide({ row, answer: same }).columns).not.toHaveProperty("validators_broken");
    expect(decide({ answer: answer(200), unknown: 1 }).columns).not.toHaveProperty("validators_broken");
    expect(decide({ row, answer: same, unknown: 1, wasConditional: true }).columns).not.toHaveProperty(
      "validators_broken",
    );
  });

  test("are checked by a whole document only", () => {
    expect(decide().columns.checked_in_full_at).toEqual(now);
    expect(decide({ wasConditional: true }).columns).not.toHaveProperty("checked_in_full_at");
    expect(decide(unchanged).columns).not.toHaveProperty("checked_in_full_at");
  });
});

describe("a document that moved for good", () => {
  const target = "https://new.example/rss";
  const moving = {
    ...answer(200),
    hops: [
      { url, status: 301 },
      { url: target, status: 200 },
    ],
  } as SiteAnswer;

  test("is followed after three equal answers over a day", () => {
    let row: Partial<Feed> = {};
    const adopted: (string | null | undefined)[] = [];
    for (const hours of [0, 12, 25]) {
      const { columns } = decide({ row, answer: moving, at: new Date(now.getTime() + hours * hourMs) });
      row = { ...row, ...columns };
      adopted.push(columns.poll_url);
    }
    expect(adopted).toEqual([undefined, undefined, target]);
    expect(row).toMatchObject({ gate: "https://new.example", etag: null, moved: null });
  });

  test("is asked where it was before when it cannot be read there for a while", () => {
    const row = { poll_url: target, failures: 2 };
    expect(decide({ ...failed(404), row }).columns).toMatchObject({ poll_url: null, gate: "https://site.example" });
    expect(decide({ ...failed(404), row: { ...row, failures: 1 } }).columns).not.toHaveProperty("poll_url");
  });
});

describe("a page that may lead to feeds", () => {
  const html: DocumentRead = {
    kind: "html",
    title: "Home",
    alternates: [{ url: "https://site.example/feed", title: "News", type: "application/rss+xml" }],
  };
  const asPage = { document: html, items: [] } as const;

  test("is a home page where nothing was before: it is asked again in a day", () => {
    const decision = decide({ ...asPage, row: { document: null, baseline_at: null } });
    expect(decision).toMatchObject({
      choice: { found: [{ url: "https://site.example/feed", kind: "feed" }] },
      columns: { status: "ok", document: "html", title: "Home", reason: expect.stringContaining("/feed") },
      nextMs: 24 * hourMs,
    });
    expect(decide({ ...unchanged, row: { document: "html", reason: "a home page" } })).toMatchObject({
      nextMs: 24 * hourMs,
    });
  });

  test("leads nowhere without feeds and sitemaps, and says what else there is", () => {
    const bare = { document: { ...html, alternates: [] } as DocumentRead, items: [], row: { document: null } };
    expect(decide(bare).columns).toMatchObject({ status: "slow", reason: expect.stringContaining("kind: listing") });
    expect(decide({ ...bare, sitemaps: ["https://site.example/s.xml"] })).toMatchObject({
      choice: { found: [{ kind: "sitemap" }] },
    });
  });

  test.each<[string, Partial<Feed>]>([
    ["it was found itself", { parent_id: "7", document: null }],
    ["a feed was there", { document: "atom" }],
  ])("is a problem where %s", (_why, row) => {
    expect(decide({ ...asPage, row })).toMatchObject({ choice: null, columns: { status: "slow", problem: "html" } });
  });
});

describe("a hub", () => {
  let pushed: SourceConfig;
  beforeAll(async () => {
    pushed = { ...source, websub: true };
  });
  const hub = "https://hub.example/";
  const active = (given: Partial<WebSub> = {}): WebSub =>
    ({ state: "active", missed: 0, stage_at: new Date(now.getTime() - 24 * hourMs), ...given }) as WebSub;

  test("is asked where the source wants that and the feed names one", () => {
    expect(decide({ source: pushed, document: feedOf([item(1)], hub) }).hub).toEqual({ hub, topic: url });
    expect(decide({ document: feedOf([item(1)], hub) }).hub).toBeNull();
    expect(decide({ source: pushed }).hub).toBeNull();
  });

  test("missed what a poll finds, unless it was only just subscribed to", () => {
    const given = { source: pushed, unknown: 1 };
    expect(decide({ ...given, websub: active() }).missedPush).toBe(true);
    expect(decide({ ...given, websub: active({ stage_at: now }) }).missedPush).toBe(false);
    expect(decide({ ...given, websub: active({ state: "asked" }) }).missedPush).toBe(false);
    expect(decide({ source: pushed, websub: active() }).missedPush).toBe(false);
  });

  test("that missed twice is no reason to poll less", () => {
    expect(decide({ source: pushed, unknown: 1, websub: active() }).nextMs).toBe(3_600_000);
    expect(decide({ source: pushed, unknown: 1, websub: active({ missed: 1 }) }).nextMs).toBe(600_000);
  });
});
