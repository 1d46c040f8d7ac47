import { describe, expect, test } from "vitest";
import { admission, afterAttempt, isDoubtful, newDestination, nextTurn, withAttempt } from "./destination-load.ts";
import type { AttemptEnd, DestinationLoad } from "./destination-load.ts";

const taken: AttemptEnd = { kind: "taken" };
const failed: AttemptEnd = { kind: "failed", pauseMs: null };
const nobodyElse = { waiting: 0, doubtful: 0 };

/** A destination with attempts that end one after the other, each after so many milliseconds. */
function after(ends: readonly (readonly [AttemptEnd, number])[], from = newDestination(false)): DestinationLoad {
  let load = from;
  let nowMs = 0;
  for (const [end, tookMs] of ends) {
    load = withAttempt(load, nowMs);
    const startedMs = nowMs;
    nowMs += tookMs;
    load = afterAttempt(load, { startedMs, nowMs, end });
  }
  return load;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** How many attempts may begin at once. */
function room(load: DestinationLoad, nowMs: number, doubtful = 0): number {
  let begun = 0;
  let next = load;
  while (admission(next, nowMs, { waiting: 0, doubtful: doubtful + begun }) === "go") {
    next = withAttempt(next, nowMs);
    begun += 1;
  }
  return begun;
}

describe("attempts at once", () => {
  test.each([
    ["of which nothing is known are two", newDestination(false), 2],
    ["that is known to fail is one, a probe", newDestination(true), 1],
    ["grow with each one that is taken", after([[taken, 20]]), 3],
    ["that is quick grow to twelve and no further", after(times(30, [taken, 20] as const)), 12],
    ["that takes a while grow to six and no further", after(times(30, [taken, 400] as const)), 6],
    ["that was quick, and takes a while now, are six", after([...times(30, [taken, 20] as const), ...times(5, [taken, 600] as const)]), 6], // prettier-ignore
    ["fall to one with a failure", after([...times(20, [taken, 20] as const), [failed, 20]]), 1],
    ["grow from one again once it works", after([[failed, 20], [taken, 20], [taken, 20]]), 3], // prettier-ignore
    ["that takes its time are four", after(times(20, [taken, 3000] as const)), 4],
    ["that took its time and is quick again are more", after([...times(9, [taken, 3000] as const), ...times(30, [taken, 20] as const)]), 12], // prettier-ignore
    ["do not change with a message it refuses", after([[taken, 20], [{ kind: "refused" }, 20]]), 3], // prettier-ignore
  ])("of a destination %s", (_what, load, count) => {
    expect(room(load, 1_000_000)).toBe(count);
  });

  test("do not grow over what is slow while one is under way for seconds", () => {
    const wide = withAttempt(after(times(9, [taken, 20] as const)), 0);
    expect(room(wide, 1_900)).toBe(10);
    expect(room(wide, 2_100)).toBe(3);
  });

  test("of all destinations in doubt are six together, whatever each of them may have", () => {
    const failing = newDestination(true);
    expect(admission(failing, 0, { waiting: 0, doubtful: 5 })).toBe("go");
    expect(admission(failing, 0, { waiting: 0, doubtful: 6 })).toBe("away");
    const hanging = withAttempt(newDestination(false), 0);
    expect(admission(hanging, 2_100, { waiting: 0, doubtful: 6 })).toBe("away");
  });

  test("of destinations that work do not depend on those in doubt", () => {
    expect(admission(newDestination(false), 0, { waiting: 0, doubtful: 6 })).toBe("go");
  });
});

describe("a destination is in doubt", () => {
  const started = withAttempt(newDestination(false), 0);
  test.each([
    ["not when nothing is known", newDestination(false), 0, false],
    ["when it is known to fail", newDestination(true), 0, true],
    ["not while an attempt has just begun", started, 1_500, false],
    ["while an attempt has no answer for seconds", started, 2_500, true],
    ["not any more when that attempt was taken", afterAttempt(started, { startedMs: 0, nowMs: 2_500, end: taken }), 2_500, false], // prettier-ignore
    ["after a failure", afterAttempt(started, { startedMs: 0, nowMs: 10, end: failed }), 10, true],
  ])("%s", (_when, load, nowMs, expected) => {
    expect(isDoubtful(load, nowMs)).toBe(expected);
  });
});

describe("whoever finds a destination busy", () => {
  const full = times(12, 0).reduce((load) => withAttempt(load, 0), after(times(20, [taken, 20] as const)));

  test("waits where it is when its turn comes in a moment", () => {
    expect(admission(full, 100, nobodyElse)).toBe("wait");
  });

  test("does not overtake those that wait", () => {
    expect(admission(after(times(9, [taken, 20] as const)), 1_000, { waiting: 1, doubtful: 0 })).toBe("wait");
  });

  test("is sent away when too many wait before it", () => {
    const most = Array.from({ length: 1000 }, (_, waiting) => waiting).find(
      (waiting) => admission(full, 100, { waiting, doubtful: 0 }) === "away",
    );
    // Attempts of some 20 ms, twelve at once, for a quarter of a second.
    expect(most).toBeGreaterThan(120);
    expect(most).toBeLessThan(160);
  });

  test("is sent away where each takes a second", () => {
    const slow = times(6, 0).reduce((load) => withAttempt(load, 0), after(times(40, [taken, 1900] as const)));
    expect(admission(slow, 100, nobodyElse)).toBe("away");
  });

  test("is sent away when it is in doubt, for nobody knows when its turn comes", () => {
    expect(admission(withAttempt(newDestination(true), 0), 10, nobodyElse)).toBe("away");
  });
});

describe("a receiver that asks to be left alone", () => {
  const asked = (pauseMs: number) => after([[{ kind: "failed", pauseMs }, 10]]);

  test("is left alone for so long by the other messages, too", () => {
    const load = asked(5_000);
    expect(admission(load, 4_000, nobodyElse)).toBe("away");
    expect(nextTurn(load, 4_000, 0.5).delayMs).toBe(1_010);
    expect(admission(load, 5_010, nobodyElse)).toBe("go");
  });

  test("is asked again within a minute although it wanted a day", () => {
    expect(admission(asked(86_400_000), 60_010, nobodyElse)).toBe("go");
  });

  test("does not shorten its own pause with a failure in between", () => {
    const load = withAttempt(withAttempt(newDestination(false), 0), 0);
    const first = afterAttempt(load, { startedMs: 0, nowMs: 10, end: { kind: "failed", pauseMs: 5_000 } });
    const second = afterAttempt(first, { startedMs: 0, nowMs: 20, end: failed });
    expect(admission(second, 4_000, nobodyElse)).toBe("away");
  });
});

describe("turns of those that were sent away", () => {
  /** When so many come again, that were sent away in one moment. */
  function turns(load: DestinationLoad, count: number, nowMs = 0): number[] {
    let next = load;
    return times(count, 0.5).map((random) => {
      const turn = nextTurn(next, nowMs, random);
      next = turn.load;
      return turn.delayMs;
    });
  }

  test("follow each other as fast as it serves them", () => {
    expect(turns(after(times(60, [taken, 60] as const)), 4)).toEqual([500, 505, 510, 515]);
  });

  test("follow each other slowly where an attempt hangs", () => {
    const hanging = withAttempt(newDestination(true), -10_000);
    expect(turns(hanging, 4)).toEqual([500, 10_500, 20_500, 30_500]);
  });

  test("come within a minute however many wait, and not all at once", () => {
    let load = withAttempt(newDestination(true), -10_000);
    const delays = Array.from({ length: 10_000 }, (_, index) => {
      const turn = nextTurn(load, 0, index / 10_000);
      load = turn.load;
      return turn.delayMs;
    });
    expect(Math.max(...delays)).toBeLessThanOrEqual(60_000);
    const inOneSecond = Map.groupBy(delays, (ms) => Math.floor(ms / 1000));
    expect(Math.max(...[...inOneSecond.values()].map(({ length }) => length))).toBeLessThan(400);
  });

  test("of the time before count no more once it works again", () => {
    const failing = withAttempt(newDestination(true), 0);
    let load = failing;
    for (let nth = 0; nth < 100; nth += 1) load = nextTurn(load, 15_000, 0).load;
    const works = afterAttempt(load, { startedMs: 0, nowMs: 15_000, end: taken });
    expect(nextTurn(works, 15_000, 0.5).delayMs).toBe(500);
  });
});
