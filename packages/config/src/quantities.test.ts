import { describe, expect, it } from "vitest";
import { durationMs, formatDuration, formatSize, sizeBytes, suggestDuration, suggestSize } from "./quantities.ts";

describe("durations", () => {
  it.each([
    ["0s", 0],
    ["250ms", 250],
    ["30s", 30_000],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["7d", 604_800_000],
  ])("reads %s as %i ms and writes it alike", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    ["20", "20s"],
    ["20 seconds", "20s"],
    ["10 Minutes", "10m"],
    ["1h30m", "90m"],
    ["1.5h", "90m"],
    ["2 weeks", "14d"],
    ["5min", "5m"],
    ["soon", null],
    ["5 fortnights", null],
    ["", null],
  ])("takes %j for %j", (written, meant) => {
    expect(suggestDuration(written)).toBe(meant);
  });
});

describe("sizes", () => {
  it.each([
    ["500kB", 500_000],
    ["5MB", 5_000_000],
    ["5 MB", 5_000_000],
    ["5MiB", 5_242_880],
    ["100B", 100],
  ])("reads %s as %i bytes", (text, bytes) => {
    expect(sizeBytes(text)).toBe(bytes);
  });

  it.each([
    ["5M", "5MB"],
    ["5 mb", "5MB"],
    ["5000000", "5MB"],
    ["1500k", "1500kB"],
    ["big", null],
  ])("takes %j for %j", (written, meant) => {
    expect(suggestSize(written)).toBe(meant);
  });

  it("writes sizes in the largest whole unit", () => {
    expect([1_000, 100_000_000, 1_234].map(formatSize)).toEqual(["1kB", "100MB", "1234B"]);
  });
});
