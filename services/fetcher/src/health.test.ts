import { newRhythm, observe } from "@wirewatch/polling";
import type { Rhythm } from "@wirewatch/polling";
import type { Feed } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { answer, decide, failed, hourMs, now, sourceWith, unchanged } from "../../../test/support/poll-facts.ts";
import type { Given } from "../../../test/support/poll-facts.ts";

describe("a source that could not be read", () => {
  test("counts as failing from as many failures as it allows, which is told once", () => {
    const told = [0, 1, 2, 3].map((failures) => {
      const status = failures > 2 ? "failing" : "slow";
      const { columns, notices } = decide({ ...failed(500), row: { failures, status, failing_since: now } });
      return [columns.status, notices.map((notice) => notice.kind).join()];
    });
    expect(told).toEqual([
      ["slow", ""],
      ["slow", ""],
      ["failing", "failing"],
      ["failing", ""],
    ]);
  });

  test("is named in the notice, with what is wrong", () => {
    const { notices } = decide({
      ...failed(403),
      row: { failures: 2, failing_since: new Date("2026-03-02T09:00:00Z") },
    });
    expect(notices).toEqual([
      {
        kind: "blocked",
        text: expect.stringMatching(
          /^The Site could not be read since 2026-03-02 09:00 UTC, 3 times in a row: the site refuses us/,
        ),
      },
    ]);
  });

  test("is told to be well again, after it was told not to be", () => {
    const recovered = decide({
      row: { status: "blocked", failures: 5, failing_since: new Date("2026-03-01T10:00:00Z") },
    });
    expect(recovered.notices).toEqual([
      { kind: "recovered", text: "The Site can be read again; it could not since 2026-03-01 10:00 UTC" },
    ]);
    expect(decide({ row: { status: "slow", failures: 2 } }).notices).toEqual([]);
  });

  test("is given up only after a second 410 in a row", () => {
    const first = decide(failed(410));
    expect(first).toMatchObject({ ends: false, columns: { status: "slow", gone_answers: 1 } });
    expect(decide({ ...failed(404), row: { gone_answers: 1 } })).toMatchObject({
      ends: false,
      columns: { gone_answers: 0 },
    });
    const second = decide({ ...failed(410), row: { gone_answers: 1, failures: 1, status: "slow" } });
    expect(second).toMatchObject({
      ends: true,
      columns: { status: "gone", gone_answers: 2 },
      notices: [{ kind: "gone" }],
    });
  });

  test.each([[429], [503]])("with %d and Retry-After has its host left alone", (status) => {
    expect(decide(failed(status, { "retry-after": "3600" }))).toMatchObject({
      block: { gate: "https://site.example", forMs: 3_600_000 },
      nextMs: 3_600_000,
    });
    expect(decide(failed(status)).block).toBeNull();
  });

  test.each<[string, Given, object]>([
    [
      "a missing secret",
      { answer: { kind: "secret", reason: "TOKEN is not set", crawlDelayMs: 0 } },
      { problem: "secret" },
    ],
    [
      "robots.txt that forbids it",
      { answer: { kind: "robots", reason: "robots.txt forbids it", isTemporary: false, crawlDelayMs: 0 } },
      { problem: "robots", status: "blocked" },
    ],
    [
      "robots.txt that cannot be read now",
      { answer: { kind: "robots", reason: "robots.txt answered 500", isTemporary: true, crawlDelayMs: 0 } },
      { problem: "robots", status: "failing" },
    ],
    [
      "no such host",
      { answer: { kind: "failed", code: "dns", reason: "no such host", crawlDelayMs: 0 } },
      { problem: "dns", status: "failing" },
    ],
    [
      "a bot wall",
      { answer: answer(403, { "cf-mitigated": "challenge" }) },
      { problem: "challenge", status: "blocked" },
    ],
    [
      "a bot wall that is told by its title",
      { answer: answer(403), errorTitle: "Just a moment..." },
      { problem: "challenge" },
    ],
    [
      "a page where a feed was",
      {
        document: {
          kind: "html",
          title: "Welcome",
          alternates: [{ url: "https://site.example/new", title: null, type: "" }],
        },
      },
      { problem: "html", reason: expect.stringContaining("https://site.example/new") },
    ],
    [
      "a document that had to be stopped",
      {
        document: { kind: "unreadable", code: "stopped", message: "it could not be read within 20 s", alternates: [] },
      },
      { reason: "it could not be read within 20 s" },
    ],
  ])("because of %s says so", (_why, given, expected) => {
    const decision = decide({ document: null, items: [], ...given, row: { failures: 2 } });
    expect(decision.columns).toMatchObject(expected);
    expect(decision.items).toEqual([]);
    expect(decision.columns).not.toHaveProperty("body_hash");
  });
});

describe("a source that brings nothing", () => {
  /** A rhythm of one item each hour over three weeks. */
  function hourly(): Rhythm {
    let rhythm = newRhythm(new Date(now.getTime() - 21 * 24 * hourMs));
    for (let hour = 21 * 24 - 1; hour >= 100; hour -= 1)
      rhythm = observe(rhythm, { at: new Date(now.getTime() - hour * hourMs), newItems: 1, items: 20 });
    return rhythm;
  }
  const quiet = (): Partial<Feed> => ({ rhythm: hourly(), last_item_at: new Date(now.getTime() - 100 * hourMs) });

  test("for much longer than usual is silent, which is told once", () => {
    const silent = decide({ ...unchanged, row: quiet() });
    expect(silent.columns).toMatchObject({ status: "silent", problem: "silent", silent_since: now });
    expect(silent.notices).toEqual([
      { kind: "silent", text: expect.stringMatching(/^The Site is silent: nothing new since/) },
    ]);
    const still = decide({ ...unchanged, row: { ...quiet(), status: "silent", silent_since: new Date(0) } });
    expect(still.columns).toMatchObject({ status: "silent", silent_since: new Date(0) });
    expect(still.notices).toEqual([]);
  });

  test("publishes again with the first new item", () => {
    const again = decide({ row: { ...quiet(), status: "silent", silent_since: new Date(0) }, unknown: 1 });
    expect(again.columns).toMatchObject({ status: "ok", silent_since: null, problem: null });
    expect(again.notices.map((notice) => notice.kind)).toEqual(["recovered"]);
  });

  test("is not silent as long as nobody wants to know, or the rhythm is not known", async () => {
    const careless = await sourceWith({ health: { silent_after: "none" } });
    expect(decide({ ...unchanged, source: careless, row: quiet() }).columns.status).toBe("ok");
    expect(decide({ ...unchanged, row: { ...quiet(), rhythm: null } }).columns.status).toBe("ok");
  });
});
