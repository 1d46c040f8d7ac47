import { describe, expect, test } from "vitest";
import { updateReason } from "./updates.ts";
import type { Newcomer, ToldSoFar, UpdateReason, UpdateRules } from "./updates.ts";

const rules: UpdateRules = { newSources: 3, severityRaised: true, textChanged: "material" };
const told: ToldSoFar = { severity: "normal", sourceIds: ["a", "b"], updatesToday: 0 };

function copy(sourceId: string): Newcomer {
  return { kind: "copy", sourceId, severity: "normal" };
}

const passage: Newcomer = {
  kind: "article",
  sourceId: "a",
  severity: "normal",
  passageIsNew: true,
};
const revision: Newcomer = {
  kind: "revision",
  sourceId: "a",
  severity: "normal",
  textIsMaterial: true,
};

describe("newcomers to a story", () => {
  test.each<[string, readonly Newcomer[], Partial<UpdateRules>, Partial<ToldSoFar>, UpdateReason]>([
    ["no newcomer", [], {}, {}, { kind: "join", why: "notMaterial" }],
    ["copies at few new sources", [copy("c"), copy("d")], {}, {}, { kind: "join", why: "notMaterial" }],
    ["copies at enough new sources", [copy("c"), copy("d"), copy("e")], {}, {}, { kind: "send", why: "newSources" }],
    ["a source counts once", [copy("c"), copy("c"), copy("c")], {}, {}, { kind: "join", why: "notMaterial" }],
    ["known sources do not count", [copy("a"), copy("c"), copy("d")], {}, {}, { kind: "join", why: "notMaterial" }],
    ["severity rises", [{ ...copy("a"), severity: "high" }], {}, {}, { kind: "send", why: "severityRaised" }],
    ["severity falls", [{ ...copy("a"), severity: "low" }], {}, {}, { kind: "join", why: "notMaterial" }],
    [
      "severity stays below what was told",
      [{ ...copy("a"), severity: "high" }],
      {},
      { severity: "critical" },
      { kind: "join", why: "notMaterial" },
    ],
    [
      "severity rises where nobody asks",
      [{ ...copy("a"), severity: "high" }],
      { severityRaised: false },
      {},
      { kind: "join", why: "notMaterial" },
    ],
    ["an original with a new passage", [passage], {}, {}, { kind: "send", why: "newPassage" }],
    [
      "an original with the passage already sent",
      [{ ...passage, passageIsNew: false }],
      {},
      {},
      { kind: "join", why: "notMaterial" },
    ],
    ["a material change of text", [revision], {}, {}, { kind: "send", why: "textChanged" }],
    [
      "a cosmetic change of text",
      [{ ...revision, textIsMaterial: false }],
      {},
      {},
      { kind: "join", why: "notMaterial" },
    ],
    [
      "a material change where nobody asks",
      [revision],
      { textChanged: "never" },
      {},
      { kind: "join", why: "notMaterial" },
    ],
    [
      "the strongest reason is named",
      [revision, passage, { ...copy("c"), severity: "critical" }],
      {},
      {},
      { kind: "send", why: "severityRaised" },
    ],
    ["the sixth update of a day", [passage], {}, { updatesToday: 5 }, { kind: "send", why: "newPassage" }],
    ["the seventh update of a day", [passage], {}, { updatesToday: 6 }, { kind: "join", why: "dailyLimit" }],
    ["nothing new on a full day", [copy("a")], {}, { updatesToday: 6 }, { kind: "join", why: "notMaterial" }],
  ])("%s", (_, newcomers, ruleChanges, toldChanges, expected) => {
    expect(updateReason({ ...told, ...toldChanges }, newcomers, { ...rules, ...ruleChanges })).toEqual(expected);
  });
});
