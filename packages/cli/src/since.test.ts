import { describe, expect, test } from "vitest";
import { readSince } from "./since.ts";

const now = new Date("2026-03-02T09:00:00Z");

describe("--since", () => {
  test.each([
    ["12h", "2026-03-01T21:00:00.000Z"],
    ["30d", "2026-01-31T09:00:00.000Z"],
    ["8w", "2026-01-05T09:00:00.000Z"],
    ["2026-02-28", "2026-02-28T00:00:00.000Z"],
  ])("%s begins at %s", (text, at) => {
    expect(readSince(text, now)).toEqual({ text, at: new Date(at) });
  });

  test.each([
    "",
    "0d",
    "30",
    "d",
    "-3d",
    "1.5d",
    "9999w",
    "30 d",
    "2026-02-30",
    "2026-13-01",
    "2026-03-03",
    "yesterday",
  ])("%j is refused with examples", (text) => {
    expect(() => readSince(text, now)).toThrow(/12h, 30d, 8w.*2026-03-01/u);
  });
});
