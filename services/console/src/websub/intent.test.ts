import { describe, expect, test } from "vitest";
import { readIntent } from "./intent.ts";
import type { HubQuery } from "./intent.ts";

const topic = "https://site.example/feed";
const asked = { topic, state: "asked" } as const;
const day = 86_400;

function question(changes: HubQuery = {}): HubQuery {
  return {
    "hub.mode": "subscribe",
    "hub.topic": topic,
    "hub.challenge": "abc",
    "hub.lease_seconds": String(10 * day),
    ...changes,
  };
}

describe("a hub's question", () => {
  test.each(["asked", "active"] as const)("about a subscription that is %s is answered with its challenge", (state) => {
    expect(readIntent(question(), { topic, state }, true)).toEqual({
      kind: "subscribe",
      challenge: "abc",
      leaseMs: 10 * day * 1_000,
    });
  });

  test.each<[string, unknown, number]>([
    ["a second", "1", 300],
    ["ten minutes", "600", 600],
    ["a year", String(365 * day), 14 * day],
    ["nothing", undefined, 10 * day],
    ["no number", "for ever", 10 * day],
    ["less than nothing", "-5", 10 * day],
  ])("that grants %s gives a lease we can live with", (_, granted, seconds) => {
    expect(readIntent(question({ "hub.lease_seconds": granted }), asked, true)).toMatchObject({
      leaseMs: seconds * 1_000,
    });
  });

  test.each(["wanted", "denied", "off"] as const)("about one that is %s was not asked for", (state) => {
    expect(readIntent(question(), { topic, state }, true)).toEqual({ kind: "notOurs" });
  });

  test("about a source that does not want pushes any more is not confirmed", () => {
    expect(readIntent(question(), asked, false)).toEqual({ kind: "notOurs" });
  });

  test.each<[string, HubQuery]>([
    ["another topic", { "hub.topic": "https://site.example/other" }],
    ["no topic", { "hub.topic": undefined }],
    ["two topics", { "hub.topic": [topic, topic] }],
    ["no challenge", { "hub.challenge": undefined }],
    ["an empty challenge", { "hub.challenge": "" }],
    ["two challenges", { "hub.challenge": ["abc", "abc"] }],
    ["an endless challenge", { "hub.challenge": "a".repeat(3_000) }],
    ["no mode", { "hub.mode": undefined }],
    ["a mode that is none", { "hub.mode": "publish" }],
  ])("with %s is not confirmed", (_, changes) => {
    expect(readIntent(question(changes), asked, true)).toEqual({ kind: "notOurs" });
  });

  test("whether to stop is confirmed only when we want to stop", () => {
    const stop = question({ "hub.mode": "unsubscribe", "hub.lease_seconds": undefined });
    expect(readIntent(stop, { topic, state: "active" }, true)).toEqual({ kind: "notOurs" });
    expect(readIntent(stop, { topic, state: "off" }, false)).toEqual({ kind: "unsubscribe", challenge: "abc" });
  });

  test("may be a denial, for our topic only", () => {
    const denial = { "hub.mode": "denied", "hub.topic": topic, "hub.reason": "too many subscribers" };
    expect(readIntent(denial, asked, true)).toEqual({ kind: "denied", reason: "too many subscribers" });
    expect(readIntent({ ...denial, "hub.reason": undefined }, asked, true)).toMatchObject({
      reason: "no reason given",
    });
    expect(readIntent({ ...denial, "hub.topic": "x" }, asked, true)).toEqual({ kind: "notOurs" });
  });
});
