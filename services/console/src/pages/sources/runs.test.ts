import { describe, expect, it } from "vitest";
import { createRuns } from "./runs.ts";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function setup(options: { atOnce?: number; limitMs?: number } = {}) {
  let now = new Date("2026-03-02T12:00:00Z");
  const runs = createRuns<number>({ atOnce: 2, limitMs: 60_000, ...options, now: () => now });
  return { runs, later: (hours: number) => (now = new Date(now.getTime() + hours * 3_600_000)) };
}

describe("a run", () => {
  it("shows how far it is, and that it is over", async () => {
    const { runs } = setup();
    let finish = (): void => undefined;
    const id =
      runs.start("ada", 0, async (update) => {
        update((n) => n + 1);
        await new Promise<void>((resolve) => (finish = resolve));
        update((n) => n + 1);
      }) ?? "";
    expect(runs.get(id)).toMatchObject({ by: "ada", state: 1, endedAt: null, problem: null });
    finish();
    await settle();
    expect(runs.get(id)).toMatchObject({ state: 2, problem: null });
    expect(runs.get(id)?.endedAt).not.toBeNull();
  });

  it("that fails says why, and keeps what it had", async () => {
    const { runs } = setup();
    const id = runs.start("ada", 7, () => Promise.reject(new Error("no memory"))) ?? "";
    await settle();
    expect(runs.get(id)).toMatchObject({ state: 7, problem: "no memory" });
  });

  it("is ended when it takes too long, and when the console ends", async () => {
    const untilAborted = (_update: unknown, signal: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("ended"))));
    const short = setup({ limitMs: 20 }).runs;
    const id = short.start("ada", 0, untilAborted) ?? "";
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(short.get(id)?.problem).toMatch(/took longer than/u);
    const { runs } = setup();
    const other = runs.start("ada", 0, untilAborted) ?? "";
    runs.close();
    await settle();
    expect(runs.get(other)?.problem).toBe("ended");
  });

  it("is not begun while too many are under way, and is forgotten after an hour", async () => {
    const { runs, later } = setup({ atOnce: 1 });
    let finish = (): void => undefined;
    const id = runs.start("ada", 0, () => new Promise<void>((resolve) => (finish = resolve))) ?? "";
    expect(runs.start("ben", 0, () => Promise.resolve())).toBeNull();
    finish();
    await settle();
    later(2);
    expect(runs.start("ben", 0, () => Promise.resolve())).not.toBeNull();
    expect(runs.get(id)).toBeNull();
    expect(runs.get("nothing")).toBeNull();
  });
});
