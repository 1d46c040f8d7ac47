import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createBulkhead } from "./bulkhead.ts";
import type { Bulkhead, Entry } from "./bulkhead.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = (): Bulkhead => createBulkhead({ nowMs: () => Date.now(), random: () => 0.5 });

/** Lets an attempt take so long. */
async function attempt(bulkhead: Bulkhead, name: string, ms: number): Promise<void> {
  const entry = await bulkhead.enter(name, false);
  await vi.advanceTimersByTimeAsync(ms);
  if (entry.kind === "in") entry.leave({ kind: "taken" });
}

/** A destination that has had enough good attempts to have twelve at once. */
async function proven(bulkhead: Bulkhead, name: string): Promise<void> {
  for (let nth = 0; nth < 20; nth += 1) await attempt(bulkhead, name, 10);
}

/** Entries as they come. */
function watch(asked: readonly Promise<Entry>[]): { readonly kinds: () => string[]; readonly entries: Entry[] } {
  const entries: Entry[] = [];
  for (const entry of asked) void entry.then((came) => entries.push(came));
  return { entries, kinds: () => entries.map(({ kind }) => kind) };
}

const ask = (bulkhead: Bulkhead, name: string, count: number): Promise<Entry>[] =>
  Array.from({ length: count }, () => bulkhead.enter(name, false));

describe("a bulkhead", () => {
  test("keeps the places of a destination that works from twenty that hang", async () => {
    const bulkhead = open();
    await proven(bulkhead, "fine");
    const hanging = watch(Array.from({ length: 20 }, (_, nth) => bulkhead.enter(`hangs-${nth}`, true)));
    await vi.advanceTimersByTimeAsync(10);
    expect(hanging.kinds().filter((kind) => kind === "in")).toHaveLength(6);
    const fine = watch(ask(bulkhead, "fine", 12));
    await vi.advanceTimersByTimeAsync(0);
    expect(fine.kinds()).toEqual(Array(12).fill("in"));
  });

  test("lets those who wait in as others leave, the first first", async () => {
    const bulkhead = open();
    await proven(bulkhead, "fine");
    const first = watch(ask(bulkhead, "fine", 12));
    const second = watch(ask(bulkhead, "fine", 3));
    await vi.advanceTimersByTimeAsync(10);
    expect([first.kinds().length, second.kinds().length]).toEqual([12, 0]);
    for (const entry of first.entries.slice(0, 2)) if (entry.kind === "in") entry.leave({ kind: "taken" });
    await vi.advanceTimersByTimeAsync(0);
    expect(second.kinds()).toEqual(["in", "in"]);
  });

  test("sends those who wait away when what they wait for fails", async () => {
    const bulkhead = open();
    await proven(bulkhead, "breaks");
    const first = watch(ask(bulkhead, "breaks", 12));
    const second = watch(ask(bulkhead, "breaks", 2));
    await vi.advanceTimersByTimeAsync(10);
    const [entry] = first.entries;
    if (entry?.kind === "in") entry.leave({ kind: "failed", pauseMs: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(second.kinds()).toEqual(["away", "away"]);
  });

  test("sends those who wait away within half a second when nobody leaves", async () => {
    const bulkhead = open();
    await proven(bulkhead, "hangs");
    watch(ask(bulkhead, "hangs", 12));
    const second = watch(ask(bulkhead, "hangs", 2));
    await vi.advanceTimersByTimeAsync(499);
    expect(second.kinds()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(second.kinds()).toEqual(["away", "away"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("never has more of a failing destination under way than one, in whatever order they come and leave", async () => {
    const bulkhead = open();
    let underWay = 0;
    let most = 0;
    let tried = 0;
    const deliver = async (): Promise<void> => {
      for (;;) {
        const entry = await bulkhead.enter("fails", true);
        if (entry.kind === "away") {
          await new Promise((resolve) => setTimeout(resolve, entry.delayMs));
          continue;
        }
        underWay += 1;
        tried += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, 100 + 10 * (tried % 7)));
        underWay -= 1;
        entry.leave({ kind: "failed", pauseMs: null });
        return;
      }
    };
    const all = Promise.all(Array.from({ length: 200 }, deliver));
    await vi.advanceTimersByTimeAsync(120_000);
    await all;
    expect({ most, tried }).toEqual({ most: 1, tried: 200 });
  });

  test("takes a destination's own experience over what others found before", async () => {
    const bulkhead = open();
    await proven(bulkhead, "mended");
    const entries = watch(Array.from({ length: 6 }, () => bulkhead.enter("mended", true)));
    await vi.advanceTimersByTimeAsync(0);
    expect(entries.kinds()).toEqual(Array(6).fill("in"));
  });
});
