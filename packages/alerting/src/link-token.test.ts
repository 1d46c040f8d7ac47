import { describe, expect, test } from "vitest";
import { signLink, verifyLink } from "./link-token.ts";
import type { LinkClaim } from "./link-token.ts";

const key = Buffer.alloc(32, 7);
const link: LinkClaim = {
  action: "ack",
  alertId: "al_123456",
  receiver: "corporate-slack",
  expiresAt: new Date("2026-03-09T09:00:00Z"),
};
const token = signLink(key, link);
const now = new Date("2026-03-02T09:00:00Z");
const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \0é";

describe("a link in a message", () => {
  test("says what it does, for as long as it holds", () => {
    expect(verifyLink(key, token, now)).toEqual({ kind: "valid", link });
    expect(verifyLink(key, token, new Date(link.expiresAt.getTime() - 1))).toEqual({ kind: "valid", link });
    expect(verifyLink(key, token, link.expiresAt)).toEqual({ kind: "expired", link });
  });

  test("fits into an address as it is, and is short", () => {
    expect(token).toMatch(/^w1\.[\w-]+\.[\w-]{43}$/);
    expect(token.length).toBeLessThan(130);
    const long = signLink(key, { ...link, action: "unsubscribe", receiver: "r".repeat(64) });
    expect(long.length).toBeLessThanOrEqual(200);
  });

  test("stays what it was when this test was written: messages of older versions work on", () => {
    expect(token).toBe(
      "w1.WyJhY2siLCJhbF8xMjM0NTYiLCJjb3Jwb3JhdGUtc2xhY2siLDE3NzMwNDY4MDBd.BOfJchZO0kCZBoETBBJ6ZpZ7gqZMCC-Ld7gy6xEBu7E",
    );
  });

  test("is refused with any character changed, left out, added or doubled", () => {
    for (let index = 0; index <= token.length; index++) {
      const [before, after] = [token.slice(0, index), token.slice(index)];
      const others = [
        before + after.slice(1),
        ...Array.from(characters).flatMap((c) => [before + c + after, before + c + after.slice(1)]),
      ];
      for (const other of others) {
        if (other !== token) expect(verifyLink(key, other, now)).toEqual({ kind: "invalid" });
      }
    }
  });

  test("is refused when parts of two are put together", () => {
    const [, mute = ""] = signLink(key, { ...link, action: "mute" }).split(".");
    const [version = "", , signature = ""] = token.split(".");
    expect(verifyLink(key, `${version}.${mute}.${signature}`, now)).toEqual({ kind: "invalid" });
  });

  test.each([
    "",
    ".",
    "..",
    "w1..",
    "w1.e30.",
    `w1.${"A".repeat(100_000)}.x`,
    "w2".concat(token.slice(2)),
    `${token}.`,
    "💥",
  ])("is refused when it is %j", (other) => {
    expect(verifyLink(key, other, now)).toEqual({ kind: "invalid" });
  });

  test("is refused by another key", () => {
    expect(verifyLink(Buffer.alloc(32, 8), token, now)).toEqual({ kind: "invalid" });
  });

  test("keeps any name whole", () => {
    const odd = { ...link, receiver: 'a"],[\n.é💥', alertId: "\u0000" };
    expect(verifyLink(key, signLink(key, odd), now)).toEqual({ kind: "valid", link: odd });
  });

  test("is not made with a short key, a name without end or an invalid time", () => {
    expect(() => signLink(Buffer.alloc(31), link)).toThrow(RangeError);
    expect(() => verifyLink(Buffer.alloc(31), token, now)).toThrow(RangeError);
    expect(() => signLink(key, { ...link, receiver: "r".repeat(1_000) })).toThrow(RangeError);
    expect(() => signLink(key, { ...link, expiresAt: new Date(Number.NaN) })).toThrow(RangeError);
  });
});
