import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startDeadline } from "./deadline.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("gives the signal when the time is up", () => {
  const deadline = startDeadline(100, undefined);
  vi.advanceTimersByTime(99);
  expect(deadline).toMatchObject({ cause: null, signal: { aborted: false } });
  vi.advanceTimersByTime(1);
  expect(deadline).toMatchObject({ cause: "timeout", signal: { aborted: true } });
});

test("passes the caller's signal on, also one that was given before", () => {
  const outer = new AbortController();
  const deadline = startDeadline(100, outer.signal);
  outer.abort();
  vi.advanceTimersByTime(100);
  expect(deadline.cause).toBe("aborted");
  expect(startDeadline(100, outer.signal)).toMatchObject({ cause: "aborted", signal: { aborted: true } });
});

test("stands still while something else is done", async () => {
  const deadline = startDeadline(100, undefined);
  await vi.advanceTimersByTimeAsync(60);
  const waited = deadline.pausedFor(() => new Promise((resolve) => setTimeout(() => resolve("waited"), 5000)));
  await vi.advanceTimersByTimeAsync(5000);
  expect(await waited).toBe("waited");
  await vi.advanceTimersByTimeAsync(39);
  expect(deadline.cause).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect(deadline.cause).toBe("timeout");
});

test("leaves neither a timer nor a listener behind", async () => {
  const outer = new AbortController();
  const deadline = startDeadline(100, outer.signal);
  await expect(deadline.pausedFor(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  deadline.end();
  expect(vi.getTimerCount()).toBe(0);
  outer.abort();
  expect(deadline.cause).toBeNull();
});
