import { describe, expect, it } from "vitest";
import { bodyHash, fingerprint, lockKeys } from "./fingerprint.ts";

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(" ");
const text = (from: number, to: number) => fingerprint({ title: null, text: numbered(from, to) });
const shared = (a: readonly number[], b: readonly number[]) => a.filter((key) => b.includes(key)).length;

describe("bodyHash", () => {
  it("is sha-256 of the letters and digits, in hex", () => {
    expect(bodyHash(null, numbered(0, 30))).toMatch(/^[\da-f]{64}$/u);
    expect(bodyHash("One", numbered(0, 30).toUpperCase())).toBe(bodyHash("Two", `  ${numbered(0, 30)}!`));
  });

  it("tells short bodies apart by their title", () => {
    expect(bodyHash("Storm hits coast", "More follows.")).not.toBe(bodyHash("Minister resigns", "More follows."));
    expect(bodyHash("Storm hits coast", "More follows.")).toBe(bodyHash("STORM HITS COAST", "More follows …"));
  });

  it("does not confuse the title with the body", () => {
    expect(bodyHash("a b", "c")).not.toBe(bodyHash("a", "b c"));
  });
});

describe("fingerprint", () => {
  it("keeps every eighth shingle on average", () => {
    const { keys, shingleCount } = fingerprint({ title: null, text: numbered(0, 2_004) });
    expect(shingleCount).toBe(2_000);
    expect(keys.length).toBeGreaterThan(200);
    expect(keys.length).toBeLessThan(300);
  });

  it("gives short texts eight keys or all they have", () => {
    expect(fingerprint({ title: null, text: numbered(0, 24) }).keys.length).toBeGreaterThanOrEqual(8);
    expect(fingerprint({ title: null, text: numbered(0, 7) }).keys).toHaveLength(3);
    expect(fingerprint({ title: null, text: "one" }).keys).toHaveLength(1);
    expect(fingerprint({ title: "Only a title", text: "" }).keys).toEqual([]);
  });

  it("bounds the keys of very long texts, and still shares them with a cut copy", () => {
    const whole = fingerprint({ title: null, text: numbered(0, 30_000) });
    const cut = fingerprint({ title: null, text: numbered(0, 10_000) });
    expect(whole.keys).toHaveLength(512);
    expect(shared(whole.keys, cut.keys)).toBeGreaterThan(100);
  });

  it("shares keys between a text and its cut, extended and retitled copies", () => {
    const { keys } = fingerprint({ title: "One", text: numbered(0, 300) });
    expect(shared(keys, fingerprint({ title: "Two", text: numbered(0, 100) }).keys)).toBeGreaterThanOrEqual(2);
    expect(shared(keys, fingerprint({ title: null, text: numbered(0, 900) }).keys)).toBe(keys.length);
    expect(shared(keys, fingerprint({ title: null, text: numbered(300, 600) }).keys)).toBe(0);
  });

  it("stays what it was: its parts are stored", () => {
    const body = "The central bank left its main interest rate unchanged on Thursday at 4.25 percent.";
    expect(fingerprint({ title: "Bank holds rate", text: body })).toMatchInlineSnapshot(`
      {
        "bodyHash": "f69a4604a4a48575059aa81611d5a0992406caf0f0b3e92df6a18221065645d2",
        "keys": [
          -2029711266,
          -1724095264,
          -1200196301,
          -269262536,
          223175239,
          653219476,
          718836028,
          996551501,
          1380590808,
        ],
        "shingleCount": 11,
      }
    `);
  });

  it("gives signed 32-bit integers, ascending and distinct", () => {
    const { keys } = fingerprint({ title: null, text: numbered(0, 500) });
    expect(keys.every((key) => key === (key | 0))).toBe(true);
    expect([...new Set(keys)].toSorted((a, b) => a - b)).toEqual(keys);
  });
});

describe("lockKeys", () => {
  it("gives at most 64 signed 32-bit integers, ascending and distinct", () => {
    const locks = lockKeys(text(0, 5_000), "https://example.com/a");
    expect(locks).toHaveLength(64);
    expect(locks.every((key) => key === (key | 0))).toBe(true);
    expect([...new Set(locks)].toSorted((a, b) => a - b)).toEqual(locks);
  });

  it.each([
    ["a cut copy of a long text", text(0, 5_000), text(0, 1_500)],
    ["an extended copy", text(0, 200), text(0, 400)],
    ["the same text", text(0, 40), text(0, 40)],
  ])("makes %s wait at another URL", (_, a, b) => {
    expect(shared(lockKeys(a, "https://a.example/1"), lockKeys(b, "https://b.example/2"))).toBeGreaterThan(0);
  });

  it("makes another text at the same URL wait", () => {
    const url = "https://example.com/a";
    expect(shared(lockKeys(text(0, 100), url), lockKeys(text(500, 600), url))).toBe(1);
  });

  it("lets unrelated articles pass", () => {
    const a = lockKeys(text(0, 100), "https://a.example/1");
    expect(shared(a, lockKeys(text(500, 600), "https://b.example/2"))).toBe(0);
  });
});
