import type { Delivery } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import type { DeliveryDecision, DeliveryFacts } from "./deliver.ts";
import { settleDelivery } from "./delivery-record.ts";

const row = { id: "dl_1", remote_id: null } as Delivery;
const taken: DeliveryFacts["result"] = { kind: "sent", status: 200, latencyMs: 12.4, excerpt: "ok\0", remoteId: "17" };
const sent: DeliveryDecision = { kind: "sent", status: 200, reason: null };

describe("the end of a run needs no transaction of its own", () => {
  test("when the receiver has the message: its row and a line of the log say all of it", () => {
    expect(settleDelivery(sent, row, { result: taken, failingMs: null })).toEqual({
      dueInMs: null,
      set: { state: "sent", status: 200, reason: null, remote_id: "17" },
      stamp: "sent_at",
      line: { result: "sent", status: 200, latency_ms: 12, reason: null, excerpt: "ok" },
    });
  });

  test("when the message was not tried: it may be forgotten", () => {
    const away: DeliveryDecision = { kind: "away", delayMs: 700 };
    expect(settleDelivery(away, row, { result: { kind: "busy", delayMs: 700 }, failingMs: null })).toEqual({
      dueInMs: 700,
      set: {},
      relaxed: true,
      isUntouched: true,
    });
  });
});

test.each<readonly [string, DeliveryDecision, number | null]>([
  ["is the first to reach a channel that failed: its health is noted", sent, 60_000],
  ["comes again", { kind: "later", delayMs: 5000, status: 500, reason: "the receiver answered 500" }, null],
  ["is given up", { kind: "dead", status: 410, reason: "it is gone", disable: true, isExpired: false }, null],
  ["may or may not have arrived", { kind: "unknown", reason: "no answer" }, null],
])("a delivery is committed in a transaction that %s", (_what, decision, failingMs) => {
  expect(settleDelivery(decision, row, { result: taken, failingMs })).toBeNull();
});
