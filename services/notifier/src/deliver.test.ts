import type { Delivery } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { decideDelivery } from "./deliver.ts";

type Facts = Parameters<typeof decideDelivery>[0];

const minute = 60_000;
const hour = 60 * minute;
const seen = { status: 500, latencyMs: 12, excerpt: "" };

function facts(
  result: Facts["result"],
  rest: Partial<Omit<Facts, "result">> & { readonly sends?: number } = {},
): Facts {
  const { sends = 0, ...given } = rest;
  const delivery = { sends } as Delivery;
  return { result, delivery, channelClass: "webhook", ageMs: 0, failingMs: null, random: 0.5, ...given };
}

const retry = (retryAfterMs: number | null = null): Facts["result"] => ({
  ...seen,
  kind: "retry",
  reason: "the receiver answered 500",
  retryAfterMs,
});

describe("after an attempt, a delivery", () => {
  test.each([
    [
      "is sent when the receiver has it",
      facts({ ...seen, status: 204, kind: "sent", remoteId: null }),
      { kind: "sent", status: 204, reason: null },
    ],
    [
      "comes again after the ladder's pause",
      facts(retry()),
      { kind: "later", delayMs: 5000, status: 500, reason: "the receiver answered 500" },
    ],
    [
      "comes again after the next pause of the ladder",
      facts(retry(), { sends: 1 }),
      { kind: "later", delayMs: 5 * minute },
    ],
    [
      "waits as long as the receiver asks for",
      facts(retry(hour)),
      { kind: "later", delayMs: expect.closeTo(66 * minute) },
    ],
    [
      "is given up at the ladder's end",
      facts(retry(), { sends: 9 }),
      {
        kind: "dead",
        status: 500,
        reason: "given up after 10 attempts: the receiver answered 500",
        disable: false,
        isExpired: true,
      },
    ],
    [
      "is given up when it is too old for its kind of channel",
      facts(retry(), { channelClass: "push", ageMs: 30 * minute }),
      { kind: "dead", disable: false, isExpired: true },
    ],
    [
      "is given up, and its webhook with it, after five days of nothing but failures",
      facts(retry(), { failingMs: 120 * hour }),
      {
        kind: "dead",
        reason: "nothing but failures for 5 days, the last one: the receiver answered 500",
        disable: true,
        isExpired: false,
      },
    ],
    ["comes again while its webhook has failed for less", facts(retry(), { failingMs: 119 * hour }), { kind: "later" }],
    [
      "comes again when a room has failed for so long: somebody will read it",
      facts(retry(), { channelClass: "chat", failingMs: 200 * hour }),
      { kind: "later" },
    ],
    [
      "is given up when the receiver will never take it",
      facts({ ...seen, kind: "permanent", reason: "no such room" }),
      { kind: "dead", status: 500, reason: "no such room", disable: false, isExpired: false },
    ],
    [
      "is given up, and its channel with it, when the receiver wants no more",
      facts({ ...seen, status: 410, kind: "disable", reason: "it is gone" }),
      { kind: "dead", status: 410, reason: "it is gone", disable: true },
    ],
    [
      "is given up without an attempt when it has no channel any more",
      facts({ kind: "skipped", reason: "no channel" }),
      { kind: "dead", status: null, reason: "no channel", disable: false },
    ],
    [
      "comes again, as if nothing had been, when its channel is busy",
      facts({ kind: "busy", delayMs: 700 }),
      { kind: "away", delayMs: 700 },
    ],
    [
      "is unknown when a process died while it was on its way",
      facts({ kind: "unknown" }),
      { kind: "unknown", reason: expect.stringContaining("may or may not have arrived") },
    ],
  ])("%s", (_what, given, expected) => {
    expect(decideDelivery(given)).toMatchObject(expected);
  });

  test("that tries a channel out ends with its first failure, whatever its kind, and is told to nobody else", () => {
    const tried = { event: "system.test", repeat: "at-least-once", sends: 0 } as Delivery;
    for (const channelClass of ["webhook", "chat", "push", "email"] as const) {
      expect(
        decideDelivery({ ...facts(retry(hour), { channelClass, failingMs: 200 * hour }), delivery: tried }),
      ).toEqual({
        kind: "dead",
        status: 500,
        reason: "the receiver answered 500",
        disable: false,
        isExpired: false,
      });
    }
  });

  test("never comes again on its own once it is sent, dead or unknown", () => {
    const kinds = [
      facts({ ...seen, kind: "sent", remoteId: "x" }),
      facts({ ...seen, kind: "permanent", reason: "no" }),
      facts({ kind: "unknown" }),
    ].map((given) => decideDelivery(given));
    expect(kinds.some((decision) => "delayMs" in decision)).toBe(false);
  });
});

describe("a delivery that may be sent at most once", () => {
  const once = { repeat: "at-most-once", sends: 0 } as Delivery;

  test("is unknown when there was no answer: it may have arrived", () => {
    const silent: Facts["result"] = {
      kind: "retry",
      status: null,
      latencyMs: 20_000,
      excerpt: "",
      reason: "the server did not answer within 20 s",
      retryAfterMs: null,
    };
    expect(decideDelivery({ ...facts(silent), delivery: once })).toEqual({
      kind: "unknown",
      reason: "no answer, so it may or may not have arrived: the server did not answer within 20 s",
    });
    expect(decideDelivery(facts(silent))).toMatchObject({ kind: "later" });
  });

  test("comes again when the receiver refused it", () => {
    expect(decideDelivery({ ...facts(retry()), delivery: once })).toMatchObject({ kind: "later", status: 500 });
  });
});
