import { describe, expect, test } from "vitest";
import { faultsFrom } from "./faults.ts";
import type { FaultPoint } from "./run-stage.ts";
import type { StageName } from "./stages.ts";

const row = { article_id: "7", page_url: "https://site.example/poison" };

function kills(faults: unknown, point: FaultPoint, stage: StageName): number {
  let killed = 0;
  faultsFrom(JSON.stringify(faults), () => (killed += 1))(point, stage, row);
  return killed;
}

describe("a kill switch", () => {
  test.each([
    ["its point alone", { point: "gathered" }, 1],
    ["its stage", { point: "gathered", stage: "strip" }, 1],
    ["a text of the row", { point: "gathered", row: "/poison" }, 1],
    ["all three", { point: "gathered", stage: "strip", row: "/poison" }, 1],
    ["another point", { point: "claimed" }, 0],
    ["another stage", { point: "gathered", stage: "fetch" }, 0],
    ["another row", { point: "gathered", row: "/innocent" }, 0],
  ])("goes off by %s: %o → %d", (_what, fault, expected) => {
    expect(kills([fault], "gathered", "strip")).toBe(expected);
  });

  test("goes off once however many entries fit", () => {
    expect(kills([{ point: "rung" }, { point: "rung", stage: "strip" }], "rung", "strip")).toBe(1);
  });

  test("never goes off without entries", () => {
    expect(kills([], "claimed", "poll")).toBe(0);
  });

  test.each([
    ["no JSON", "gathered"],
    ["no list", '{"point":"gathered"}'],
    ["a point that is none", '[{"point":"later"}]'],
  ])("is refused when it is %s", (_what, json) => {
    expect(() => faultsFrom(json, () => undefined)).toThrow();
  });
});
