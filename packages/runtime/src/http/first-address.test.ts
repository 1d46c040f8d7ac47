import { Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RefusedError } from "./failure.ts";
import { type Attempt, firstAddress } from "./first-address.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("takes the first address at once, and bothers no other", async () => {
  const { attempt, tried } = network({ "1.1.1.1": 10 });
  await run(["1.1.1.1", "1.1.1.2"], attempt);
  expect(tried).toEqual(["1.1.1.1"]);
});

test("tries another one after a quarter of a second, and drops whoever is late", async () => {
  const { attempt, tried, sockets, given } = network({ "2606:4700::1": 5000, "1.1.1.1": 10 });
  const startedAt = Date.now();
  expect(await run(["2606:4700::1", "1.1.1.1"], attempt)).toBe(sockets.get("1.1.1.1"));
  expect(tried).toEqual(["2606:4700::1", "1.1.1.1"]);
  expect(Date.now() - startedAt).toBe(260);
  expect(given).toEqual(["2606:4700::1"]);
  await vi.advanceTimersByTimeAsync(6000);
  expect(sockets.get("2606:4700::1")?.destroyed).toBe(true);
});

test("does not try another one while the first is slow, but answers", async () => {
  const { attempt, tried } = network({ "1.1.1.1": 3000 }, (_, onReached) => setTimeout(onReached, 50));
  await run(["1.1.1.1", "1.1.1.2"], attempt);
  expect(tried).toEqual(["1.1.1.1"]);
});

test("tries the next one at once when one fails", async () => {
  const { attempt, tried } = network({ "1.1.1.3": 10 });
  const startedAt = Date.now();
  await run(["1.1.1.1", "1.1.1.2", "1.1.1.3"], attempt);
  expect(tried).toEqual(["1.1.1.1", "1.1.1.2", "1.1.1.3"]);
  expect(Date.now() - startedAt).toBe(10);
});

test("lets the families take turns, and stops after four", async () => {
  const { attempt, tried } = network({});
  const addresses = ["2606:4700::1", "2606:4700::2", "2606:4700::3", "1.1.1.1", "1.1.1.2"];
  await expect(run(addresses, attempt)).rejects.toBeInstanceOf(AggregateError);
  expect(tried).toEqual(["2606:4700::1", "1.1.1.1", "2606:4700::2", "1.1.1.2"]);
});

test("keeps the error of a single address as it is", async () => {
  await expect(run(["1.1.1.1"], network({}).attempt)).rejects.toThrow("1.1.1.1 fails");
});

test("stops at a refusal", async () => {
  const tried: string[] = [];
  const attempt: Attempt = async (address) => {
    tried.push(address);
    throw new RefusedError("address", "somebody else");
  };
  await expect(run(["1.1.1.1", "1.1.1.2"], attempt)).rejects.toThrow("somebody else");
  expect(tried).toEqual(["1.1.1.1"]);
});

test("ends all attempts with the signal's reason", async () => {
  const { attempt, given } = network({ "1.1.1.1": 5000, "1.1.1.2": 5000 });
  const limit = new AbortController();
  setTimeout(() => limit.abort(new Error("too late")), 1000);
  await expect(run(["1.1.1.1", "1.1.1.2"], attempt, limit.signal)).rejects.toThrow("too late");
  expect(given).toEqual(["1.1.1.1", "1.1.1.2"]);
  await expect(firstAddress(["1.1.1.1"], attempt, limit.signal)).rejects.toThrow("too late");
});

/** Addresses that connect after some milliseconds; all others fail at once. */
function network(
  delays: Readonly<Record<string, number>>,
  onTry: (address: string, onReached: () => void) => void = () => {},
) {
  const tried: string[] = [];
  const given: string[] = [];
  const sockets = new Map<string, Socket>();
  const attempt: Attempt = async (address, signal, onReached) => {
    tried.push(address);
    signal.addEventListener("abort", () => sockets.has(address) || given.push(address));
    onTry(address, onReached);
    const delay = delays[address];
    if (delay === undefined) throw new Error(`${address} fails`);
    await new Promise((resolve) => setTimeout(resolve, delay));
    const socket = new Socket();
    sockets.set(address, socket);
    return socket;
  };
  return { attempt, tried, given, sockets };
}

/** Lets time pass until the result is there. */
async function run(addresses: string[], attempt: Attempt, signal = new AbortController().signal): Promise<Socket> {
  const running = firstAddress(addresses, attempt, signal);
  const settled = running.then(
    () => "settled",
    () => "settled",
  );
  while ((await Promise.race([settled, vi.advanceTimersByTimeAsync(10)])) !== "settled");
  return running;
}
