import { newRhythm, observe } from "@wirewatch/polling";
import type { FeedHealth, SourceHealth } from "@wirewatch/store";
import { describe, expect, it } from "vitest";
import { sourceLines, sourceSentence } from "./source-lines.ts";

const now = new Date("2026-03-10T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

function feed(rest: Partial<FeedHealth> = {}): FeedHealth {
  return {
    id: "1",
    sourceId: "times",
    url: "https://times.example/rss",
    movedTo: null,
    kind: "auto",
    document: "rss",
    title: null,
    parentId: null,
    state: "ok",
    problem: null,
    reason: null,
    failures: 0,
    failingSince: null,
    silentSince: null,
    lastPolledAt: ago(3),
    lastSuccessAt: ago(3),
    lastItemAt: ago(50),
    nextTryAt: ago(-7),
    pollEveryMs: 600_000,
    items: 40,
    itemsLastDay: 11,
    overflows: 0,
    rhythm: null,
    ...rest,
  };
}

function source(feeds: readonly FeedHealth[], rest: Partial<SourceHealth> = {}): SourceHealth {
  const [first = feed()] = feeds;
  return {
    id: "times",
    name: "Times",
    url: first.url,
    state: first.state,
    reason: first.reason,
    drift: null,
    pause: null,
    feeds,
    ...rest,
  };
}

/** What is known of a source after ten days of one item an hour. */
function hourly(): unknown {
  let rhythm = newRhythm(ago(10 * 24 * 60));
  for (let hour = 239; hour >= 0; hour -= 1) rhythm = observe(rhythm, { at: ago(hour * 60), newItems: 1, items: 20 });
  return JSON.parse(JSON.stringify(rhythm));
}

const line = (health: SourceHealth, lag?: number) => {
  const seenLag = lag === undefined ? null : { p50Ms: lag, p95Ms: lag, count: 3 };
  const freshness = new Map([["times", { sourceId: "times", seenLag, pipelineLag: null, alertLag: null }]]);
  return sourceLines([health], now, freshness)[0]?.replaceAll(/ {2,}/g, " | ");
};

describe("sourceLines", () => {
  it("says how a source does, how much it brings and usually brings, and how late it is seen", () => {
    expect(line(source([feed({ rhythm: hourly() })]), 240_000)).toBe(
      "ok | times | 40 items | 11 in 24 h, usually 24 | read 3 min ago | next in 7 min | seen after 4 min",
    );
  });

  it("says how often, since when and why it fails", () => {
    const failing = feed({
      state: "failing",
      reason: "the site refuses us (403)",
      failures: 4,
      failingSince: ago(130),
    });
    expect(line(source([failing]))).toContain("| 4 times in a row, for 2 h 10 min: the site refuses us (403)");
  });

  it("says since when and how a source gives less than usual", () => {
    const drift = { since: ago(130), text: "the text of Times is 93 % shorter than usual" };
    const health = source([feed()], { state: "drift", reason: drift.text, drift });
    expect(line(health)).toMatch(
      /^drift \| times \|.*\| for 2 h 10 min: the text of Times is 93 % shorter than usual$/u,
    );
  });

  it("says nothing about the volume of a source that was never read", () => {
    const fresh = feed({
      state: "new",
      lastSuccessAt: null,
      lastItemAt: null,
      items: 0,
      itemsLastDay: 0,
      nextTryAt: ago(1),
    });
    expect(line(source([fresh]))).toBe("new | times | 0 items | never read | next now");
  });

  it("says when something was last handed in", () => {
    const push = feed({ kind: "push", lastSuccessAt: null, nextTryAt: null, lastItemAt: ago(5) });
    expect(line(source([push]))).toBe("ok | times | 40 items | 11 in 24 h | handed in 5 min ago");
    expect(line(source([{ ...push, items: 0, lastItemAt: null }]))).toContain("nothing handed in yet");
  });

  it("gives each document a line where there are several", () => {
    const second = feed({ id: "2", url: "https://times.example/2", items: 2 });
    const lines = sourceLines([source([feed(), second])], now);
    expect(lines[0]).toContain("42 items");
    expect(lines[2]).toContain("  https://times.example/2");
    expect(lines).toHaveLength(3);
  });
});

describe("sourceSentence", () => {
  it("is one sentence", () => {
    expect(sourceSentence(source([feed()]), now)).toBe("ok, 40 items, read 3 min ago, next in 7 min");
  });
});
