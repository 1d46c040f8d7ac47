import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startPace } from "./pace.ts";
import type { RunningPace } from "./pace.ts";

const pace = { firstMs: 3000, everyMs: 6000, patienceMs: 30_000, pages: 3, laterMs: 60_000 };
let published = 0;
let running: RunningPace;

beforeEach(() => {
  vi.useFakeTimers();
  published = 0;
  running = startPace({
    pace,
    readers: ["a", "b"],
    random: () => 0.5,
    publish: () => (published += 1),
  });
});

afterEach(() => {
  running.stop();
  vi.useRealTimers();
});

test("waits until every feed has been read", () => {
  running.start();
  running.noteRead("a");
  running.noteRead("a");
  vi.advanceTimersByTime(20_000);
  expect(published).toBe(0);
  running.noteRead("b");
  vi.advanceTimersByTime(2999);
  expect(published).toBe(0);
  vi.advanceTimersByTime(1);
  expect(published).toBe(1);
});

test("publishes nothing before it was started, though the feeds were read", () => {
  running.noteRead("a");
  running.noteRead("b");
  vi.advanceTimersByTime(100_000);
  expect(published).toBe(0);
  running.start();
  vi.advanceTimersByTime(3000);
  expect(published).toBe(1);
});

test("does not wait for ever for a feed that nobody reads", () => {
  running.start();
  vi.advanceTimersByTime(100_000);
  expect(published).toBe(0);
  running.noteRead("b");
  vi.advanceTimersByTime(33_000);
  expect(published).toBe(1);
});

test("slows down after the first pages and stops when told", () => {
  running.start();
  running.noteRead("a");
  running.noteRead("b");
  vi.advanceTimersByTime(3000 + 2 * 6000);
  expect(published).toBe(3);
  vi.advanceTimersByTime(59_999);
  expect(published).toBe(3);
  vi.advanceTimersByTime(1);
  expect(published).toBe(4);
  running.stop();
  vi.advanceTimersByTime(600_000);
  expect(published).toBe(4);
});
