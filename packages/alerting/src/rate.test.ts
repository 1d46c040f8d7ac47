import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { rateVerdict } from "./rate.ts";
import type { RateVerdict } from "./rate.ts";

const limit = { max: 2, perMs: 60_000 };
const at = (second: number): Date => new Date(Date.UTC(2026, 2, 2) + second * 1_000);
const free: RateVerdict = { kind: "free" };

describe("a limit of messages", () => {
  test.each<[string, Parameters<typeof rateVerdict>[0], number[], number, RateVerdict]>([
    ["is free at first", limit, [], 0, free],
    ["is free below the limit", limit, [0], 1, free],
    [
      "is full at the limit until the older one leaves the window",
      limit,
      [0, 20],
      30,
      { kind: "full", freeAt: at(60) },
    ],
    ["does not depend on the order", limit, [20, 0], 30, { kind: "full", freeAt: at(60) }],
    ["is free when the older one leaves the window", limit, [0, 20], 60, free],
    ["forgets what is older than the window", limit, [-900, -800, -700, 0], 30, free],
    ["waits for as many as are too many", limit, [0, 5, 10, 15], 30, { kind: "full", freeAt: at(70) }],
    ["counts what seems to come from the future", limit, [40, 50], 30, { kind: "full", freeAt: at(100) }],
    ["that is none is always free", null, [0, 0, 0, 0], 0, free],
  ])("%s", (_, given, sent, now, expected) => {
    expect(rateVerdict(given, sent.map(at), at(now))).toEqual(expected);
  });

  test("is kept in every window, and free as soon as it says", () => {
    const random = seededRandom(5);
    const sent: Date[] = [];
    for (let second = 0; second < 3_000; second += Math.floor(random() * 20)) {
      const verdict = rateVerdict({ max: 5, perMs: 60_000 }, sent, at(second));
      if (verdict.kind === "free") sent.push(at(second));
      else expect(rateVerdict({ max: 5, perMs: 60_000 }, sent, verdict.freeAt)).toEqual(free);
    }
    for (const [index, last] of sent.entries()) {
      const first = sent[index - 5];
      if (first !== undefined) expect(last.getTime() - first.getTime()).toBeGreaterThanOrEqual(60_000);
    }
    expect(sent.length).toBeGreaterThan(200);
  });
});
