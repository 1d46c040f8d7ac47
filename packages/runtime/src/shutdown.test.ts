import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { onShutdown } from "./shutdown.ts";
import type { ShutdownOptions } from "./shutdown.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A process to be stopped, and what became of it. */
function start(given: Partial<ShutdownOptions> & { readonly connected?: boolean } = {}) {
  const { connected = false, ...options } = given;
  const process = Object.assign(new EventEmitter(), { connected }) as unknown as NodeJS.Process;
  const drained: string[] = [];
  const said: string[] = [];
  const exits: number[] = [];
  const work = Promise.withResolvers<void>();
  const stop = onShutdown(process, {
    limitMs: 30_000,
    drain: (reason) => {
      drained.push(reason);
      return work.promise;
    },
    exit: (code) => exits.push(code),
    say: (message) => said.push(message),
    ...options,
  });
  return { process, stop, drained, said, exits, work };
}

/** Lets what is resolved take effect. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe("a process", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("drains on %s and leaves with 0 when that has ended", async (signal) => {
    const { process, drained, exits, work } = start();
    process.emit(signal, signal);
    expect(drained).toEqual([signal]);
    expect(exits).toEqual([]);
    work.resolve();
    await settle();
    expect(exits).toEqual([0]);
  });

  test("leaves at once on a second signal", () => {
    const { process, drained, exits } = start();
    process.emit("SIGTERM", "SIGTERM");
    vi.advanceTimersByTime(2000);
    process.emit("SIGINT", "SIGINT");
    expect(exits).toEqual([130]);
    expect(drained).toHaveLength(1);
  });

  test("takes two signals in one moment for one wish, as npm passes on what the terminal sent", () => {
    const { process, exits } = start();
    process.emit("SIGINT", "SIGINT");
    vi.advanceTimersByTime(200);
    process.emit("SIGINT", "SIGINT");
    expect(exits).toEqual([]);
  });

  test("leaves with 1 when draining takes too long", () => {
    const { process, exits } = start();
    process.emit("SIGTERM", "SIGTERM");
    vi.advanceTimersByTime(29_999);
    expect(exits).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(exits).toEqual([1]);
  });

  test("leaves with 1 when draining fails, and says why", async () => {
    const { process, exits, said, work } = start();
    process.emit("SIGTERM", "SIGTERM");
    work.reject(new Error("the store is away"));
    await settle();
    expect(exits).toEqual([1]);
    expect(said).toEqual(["stopping failed: the store is away"]);
  });

  test("drains when its parent is gone, if it has one to listen to", () => {
    const child = start({ connected: true });
    child.process.emit("disconnect");
    expect(child.drained).toEqual(["the parent process is gone"]);
    const alone = start();
    alone.process.emit("disconnect");
    expect(alone.drained).toEqual([]);
  });

  test("can be asked from inside, once", () => {
    const { stop, drained } = start();
    stop("the demo ended");
    stop("again");
    expect(drained).toEqual(["the demo ended"]);
  });
});
