import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "./suggest.ts";

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["receiver", "reciever", 1],
    ["ab", "ba", 1],
    ["ca", "abc", 3],
  ])("turns %j into %j in %i edits", (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
    expect(editDistance(b, a)).toBe(edits);
  });
});

describe("nearest", () => {
  const keys = ["receiver", "routes", "matchers", "to"];
  it.each([
    ["reciever", "receiver"],
    ["Routes", "routes"],
    ["route", "routes"],
    ["matcher", "matchers"],
    ["t", "to"],
    ["heartbeat", null],
    ["xy", null],
  ])("takes %j for %j", (written, meant) => {
    expect(nearest(written, keys)).toBe(meant);
  });

  it("compares only the beginning of very long names", () => {
    expect(nearest("x".repeat(1_000_000), ["x".repeat(64)])).toBe("x".repeat(64));
  });
});
