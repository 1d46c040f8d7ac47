import { expect, test } from "vitest";
import { newestOnly, SupersededError } from "./newest-only.ts";
import { createSeats } from "./seats.ts";

test("so many sit at once, the others in the order they came", async () => {
  const seats = createSeats(2);
  const order: number[] = [];
  const leaving = await Promise.all([seats.take(undefined), seats.take(undefined)]);
  const waiting = [3, 4].map(async (guest) => {
    const leave = await seats.take(undefined);
    order.push(guest);
    leave();
  });
  await Promise.resolve();
  expect(order).toEqual([]);
  leaving[0]?.();
  // Leaving twice gives no second seat away.
  leaving[0]?.();
  await Promise.all(waiting);
  expect(order).toEqual([3, 4]);
});

test("who gives up leaves the line and takes no seat", async () => {
  const seats = createSeats(1);
  const leave = await seats.take(undefined);
  const stop = new AbortController();
  const waiting = seats.take(stop.signal);
  stop.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  await expect(seats.take(stop.signal)).rejects.toThrow("gone");
  leave();
  (await seats.take(undefined))();
});

test("of questions with one key only the newest goes on", async () => {
  const ask = (key: string, answer: string): Promise<string> =>
    newestOnly(
      key,
      (signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
          setImmediate(() => resolve(answer));
        }),
    );
  const [first, other, newest] = await Promise.allSettled([ask("a", "first"), ask("b", "other"), ask("a", "newest")]);
  expect(first).toMatchObject({ status: "rejected", reason: expect.any(SupersededError) });
  expect([other, newest]).toMatchObject([{ value: "other" }, { value: "newest" }]);
});
