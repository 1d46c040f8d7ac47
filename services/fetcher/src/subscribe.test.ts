import type { HttpResult } from "@wirewatch/runtime";
import type { WebSub } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { decideSubscription, isSpeaking } from "./subscribe.ts";
import type { SubscribeFacts, Verification } from "./subscribe.ts";

const now = new Date("2026-03-02T09:00:00Z");
const minute = 60_000;
const day = 24 * 60 * minute;

function row(given: Partial<WebSub> = {}): WebSub {
  return {
    id: "1",
    feed_id: "2",
    hub: "https://hub.example/",
    topic: "https://site.example/feed",
    token: "token",
    secret: "secret",
    state: "wanted",
    reason: null,
    lease_ends_at: null,
    last_push_at: null,
    missed: 0,
    stage: "subscribe",
    stage_at: now,
    due_at: now,
    claim: "me",
    tries: 1,
    attempts: 0,
    nudges: 0,
    ...given,
  };
}

function answer(status: number, body = "", headers: Readonly<Record<string, string>> = {}): HttpResult {
  const page = { url: "https://hub.example/", status, headers, body: Buffer.from(body) };
  return { kind: "response", page, hops: [], latencyMs: 1 };
}

const facts = (given: Partial<SubscribeFacts> = {}): SubscribeFacts => ({
  row: row(),
  isWanted: true,
  publicUrl: "https://wirewatch.example.org",
  answer: answer(202),
  random: 0.5,
  ...given,
});
const open: Verification = { state: "asked", reason: "not yet", restMs: null };
const confirmed: Verification = { state: "active", reason: null, restMs: 9 * day };

describe("a hub is asked", () => {
  test.each<[string, Partial<WebSub>, boolean, boolean]>([
    ["for a new subscription", {}, true, true],
    ["when the lease is to be renewed", { state: "active" }, true, true],
    ["again when it has not confirmed", { state: "asked", attempts: 2, reason: "not yet" }, true, true],
    ["again when it has not confirmed a renewal", { state: "active", attempts: 1, reason: "not yet" }, true, true],
    ["no more when it has confirmed", { state: "active", attempts: 1 }, true, false],
    ["no more when it has denied", { state: "denied", attempts: 1 }, true, false],
    ["again a day after it denied", { state: "denied" }, true, true],
    ["again after pushes were missed", { state: "off", reason: "two polls found what was not pushed" }, true, true],
    ["to stop when the source wants no more", { state: "active" }, false, true],
    ["to stop a few times", { state: "off", attempts: 2 }, false, true],
    ["not for ever to stop", { state: "off", attempts: 3 }, false, false],
    ["not to stop what it never knew", { state: "wanted" }, false, false],
  ])("%s", (_, given, isWanted, expected) => {
    expect(isSpeaking({ row: row(given), isWanted })).toBe(expected);
  });
});

describe("after the request", () => {
  test("the confirmation is waited for, longer each time", () => {
    const delays = [0, 1, 2, 3, 4, 5, 9].map((attempts) => {
      const { next } = decideSubscription(facts({ row: row({ attempts }) }), open);
      return next.kind === "retry" ? (next.delayMs ?? 0) / minute : null;
    });
    expect(delays).toEqual([0.5, 5, 30, 120, 360, 1440, 1440]);
    expect(decideSubscription(facts(), open)).toMatchObject({
      state: "asked",
      reason: expect.stringContaining("can it reach public_url?"),
    });
  });

  test("a confirmed lease is renewed after two thirds of it, and stays active meanwhile", () => {
    const next = decideSubscription(facts({ random: 1 }), confirmed);
    expect(next).toEqual({ state: "active", reason: null, next: { kind: "again", dueInMs: 6 * day } });
    const unanswered = { state: "active", reason: "not yet", restMs: 3 * day } as const;
    expect(decideSubscription(facts({ row: row({ state: "active" }) }), unanswered)).toMatchObject({
      state: "active",
      next: { kind: "retry", delayMs: minute / 2 },
    });
  });

  test("a confirmation that came since it was asked is taken without asking again", () => {
    const asked = facts({ row: row({ state: "active", attempts: 1 }), answer: null });
    expect(decideSubscription(asked, confirmed).next.kind).toBe("again");
  });

  test("a lease of five minutes is renewed in time, and never twice a minute", () => {
    const dueInMs = (restMs: number): number => {
      const { next } = decideSubscription(facts(), { ...confirmed, restMs });
      return next.kind === "again" ? next.dueInMs : 0;
    };
    expect(dueInMs(5 * minute)).toBe(190_000);
    expect(dueInMs(1)).toBe(minute);
  });

  test("a lease that ended without renewal is not active any more", () => {
    const late = { state: "active", reason: "not yet", restMs: -1 } as const;
    expect(decideSubscription(facts({ row: row({ state: "active", attempts: 4 }) }), late).state).toBe("asked");
  });

  test.each<[string, HttpResult, string, RegExp, "again" | "retry"]>([
    ["a refusal", answer(403, "this topic is not ours"), "denied", /hub answered 403: this topic is not ours/, "again"],
    ["a page instead of words", answer(404, "<!doctype html><p>no"), "denied", /hub answered 404$/, "again"],
    ["trouble at the hub", answer(503), "wanted", /hub answered 503/, "retry"],
    ["a redirect", { kind: "failed", code: "redirects", reason: "a redirect" }, "wanted", /cannot be asked/, "retry"],
    ["no answer", { kind: "failed", code: "timeout", reason: "no answer" }, "wanted", /cannot be asked/, "retry"],
    [
      "a private address",
      { kind: "refused", code: "address", reason: "private" },
      "denied",
      /may not be asked/,
      "again",
    ],
  ])("%s leads to the state and the reason for it", (_, given, state, reason, kind) => {
    const decision = decideSubscription(facts({ answer: given }), open);
    expect(decision).toMatchObject({ state, reason: expect.stringMatching(reason), next: { kind } });
    const running = { state: "active", reason: "not yet", restMs: day } as const;
    expect(decideSubscription(facts({ answer: given }), running).state).toBe("active");
  });

  test("a hub that is busy is given the time it asks for, a day at most", () => {
    const delayOf = (after: string): unknown =>
      decideSubscription(facts({ answer: answer(429, "", { "retry-after": after }) }), open).next;
    expect(delayOf("7200")).toMatchObject({ kind: "retry", delayMs: 120 * minute });
    expect(delayOf("99999999")).toMatchObject({ delayMs: day });
    expect(delayOf("soon")).toMatchObject({ delayMs: minute / 2 });
  });

  test("a denial at the callback is kept for a day", () => {
    const denied = { state: "denied", reason: "the hub said no", restMs: null } as const;
    const next = { kind: "again", dueInMs: day };
    expect(decideSubscription(facts(), denied)).toMatchObject({ state: "denied", reason: "the hub said no", next });
    expect(decideSubscription(facts({ row: row({ attempts: 1 }), answer: null }), denied)).toMatchObject({ next });
  });
});

describe("without an address of ours", () => {
  test("it waits, and says which setting is missing", () => {
    const decision = decideSubscription(facts({ publicUrl: null, answer: null }), { ...open, state: "wanted" });
    expect(decision).toMatchObject({
      state: "wanted",
      reason: expect.stringContaining("public_url"),
      next: { kind: "again" },
    });
  });
});

describe("what is not wanted any more", () => {
  test("is off, and rests once the hub has heard or it was tried often enough", () => {
    const unwanted = facts({ row: row({ state: "active" }), isWanted: false });
    expect(decideSubscription(unwanted, confirmed)).toMatchObject({ state: "off", next: { kind: "again" } });
    expect(decideSubscription({ ...unwanted, answer: null }, confirmed)).toMatchObject({ next: { kind: "again" } });
    expect(decideSubscription({ ...unwanted, answer: answer(500) }, confirmed)).toMatchObject({
      state: "off",
      next: { kind: "retry" },
    });
  });
});
