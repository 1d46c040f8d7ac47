import { describe, expect, test, vi } from "vitest";
import { startConsumer } from "./consumer.ts";
import type { StartableWorker } from "./consumer.ts";

/** A worker whose connection becomes ready, or not, when the test says so. */
function workerOf(ready: Promise<unknown>): { worker: StartableWorker; calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    worker: {
      waitUntilReady: () => ready,
      run: async () => void calls.push("run"),
      close: async (force) => void calls.push(force === true ? "closed by force" : "closed"),
      on: () => undefined,
    },
  };
}

const failing = (error: Error): void => expect.unreachable(error.message);

describe("a consumer", () => {
  test("runs once its connection is ready, and closes in peace", async () => {
    const { worker, calls } = workerOf(Promise.resolve());
    const consumer = startConsumer(() => worker, failing);
    await vi.waitFor(() => expect(calls).toEqual(["run"]));
    await consumer.close();
    expect(calls).toEqual(["run", "closed"]);
  });

  test("whose store was starting up is made anew, and never runs as it was", async () => {
    const made = [
      workerOf(Promise.reject(new Error("the database system is starting up"))),
      workerOf(Promise.resolve()),
    ] as const;
    const errors: string[] = [];
    let count = 0;
    const consumer = startConsumer(
      () => (count++ === 0 ? made[0].worker : made[1].worker),
      (error) => errors.push(error.message),
    );
    await vi.waitFor(() => expect(made[1].calls).toEqual(["run"]), { timeout: 5000 });
    expect(errors).toEqual(["the database system is starting up"]);
    expect(made[0].calls).toEqual(["closed by force"]);
    await consumer.close();
    expect(made[1].calls).toEqual(["run", "closed"]);
  });

  test("that is closed before it was ready does not run later", async () => {
    let becomeReady: (value: unknown) => void = () => undefined;
    const { worker, calls } = workerOf(new Promise((resolve) => (becomeReady = resolve)));
    const consumer = startConsumer(() => worker, failing);
    await consumer.close();
    becomeReady(undefined);
    await Promise.resolve();
    expect(calls).toEqual(["closed by force"]);
  });
});
