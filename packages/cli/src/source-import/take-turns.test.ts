import { describe, expect, it } from "vitest";
import { takeTurns } from "./take-turns.ts";

/** Tasks that note how many run at the same time, in all and per host. */
function watched(hosts: readonly string[], gap = 0) {
  const running = new Map<string, number>();
  const most = { all: 0, host: 0 };
  const startedAtMs: number[] = [];
  const tasks = hosts.map((host, index) => ({
    host,
    gapMs: () => gap,
    run: async () => {
      startedAtMs[index] = performance.now();
      running.set(host, (running.get(host) ?? 0) + 1);
      most.host = Math.max(most.host, running.get(host) ?? 0);
      most.all = Math.max(
        most.all,
        [...running.values()].reduce((sum, count) => sum + count, 0),
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      running.set(host, (running.get(host) ?? 0) - 1);
      return index;
    },
  }));
  return { tasks, most, startedAtMs };
}

describe("takeTurns", () => {
  it("asks each host once at a time and as many hosts as it may", async () => {
    const hosts = Array.from({ length: 40 }, (_, n) => `host-${n % 10}`);
    const { tasks, most } = watched(hosts);
    const results = await Promise.all(takeTurns(tasks, 4));
    expect(results).toEqual(hosts.map((_, index) => index));
    expect(most).toEqual({ all: 4, host: 1 });
  });

  it("pauses between two tasks of one host, and not for the others", async () => {
    const { tasks, startedAtMs } = watched(["a", "a", "b"], 100);
    await Promise.all(takeTurns(tasks, 8));
    const [first = 0, second = 0, other = 0] = startedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(100);
    expect(other - first).toBeLessThan(90);
  });

  it("goes on when a task fails", async () => {
    const gapMs = () => 0;
    const fails = { host: "a", gapMs, run: () => Promise.reject(new Error("no")) };
    const works = { host: "a", gapMs, run: () => Promise.resolve("yes") };
    const [first, second] = takeTurns<string>([fails, works], 1);
    await expect(first).rejects.toThrow("no");
    await expect(second).resolves.toBe("yes");
  });
});
