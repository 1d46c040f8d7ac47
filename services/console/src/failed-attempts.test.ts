import { describe, expect, test } from "vitest";
import { createFailedAttempts, networkOf } from "./failed-attempts.ts";

function attempts() {
  let nowMs = 0;
  const failures = createFailedAttempts(() => nowMs);
  return {
    fail: (address: string, times: number) => {
      for (let time = 0; time < times; time += 1) failures.count(address);
    },
    waitMs: (address: string) => failures.waitMs(address),
    pass: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
  };
}

describe("an address with wrong credentials", () => {
  test("may be wrong some times, then waits, then may try again one at a time", () => {
    const { fail, waitMs, pass } = attempts();
    fail("192.0.2.1", 19);
    expect(waitMs("192.0.2.1")).toBe(0);
    fail("192.0.2.1", 1);
    expect(waitMs("192.0.2.1")).toBe(3_000);
    pass(2);
    expect(waitMs("192.0.2.1")).toBe(1_000);
    pass(1);
    expect(waitMs("192.0.2.1")).toBe(0);
    fail("192.0.2.1", 1);
    expect(waitMs("192.0.2.1")).toBe(3_000);
  });

  test("makes nobody else wait", () => {
    const { fail, waitMs } = attempts();
    fail("192.0.2.1", 100);
    expect(waitMs("192.0.2.2")).toBe(0);
  });

  test("has every address of its network with it, in IPv6", () => {
    const { fail, waitMs } = attempts();
    fail("2001:db8:1:2::1", 50);
    expect(waitMs("2001:db8:1:2:ffff::9")).toBeGreaterThan(0);
    expect(waitMs("2001:db8:1:3::1")).toBe(0);
  });

  test("is forgotten when thousands of others came after it", () => {
    const { fail, waitMs } = attempts();
    fail("192.0.2.1", 20);
    for (let index = 0; index < 10_000; index += 1) fail(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, 1);
    expect(waitMs("192.0.2.1")).toBe(0);
  });

  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::1", "0:0:0:0"],
    ["2001:db8::", "2001:db8:0:0"],
    ["2001:0db8:0001:0002:3:4:5:6", "2001:db8:1:2"],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ])("%s is known as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
