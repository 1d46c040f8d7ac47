import { describe, expect, test } from "vitest";
import { meetsAll } from "./conditions.ts";

describe("a list of matchers", () => {
  const labels = { topic: "acme", source_tag: ["tier-1", "national"] };
  test.each<[string, string[], boolean]>([
    ["is met when all are", ['topic="acme"', 'source_tag=~"tier-.*"'], true],
    ["is not met when one is not", ['topic="acme"', 'source_tag="local"'], false],
    ["is not met when there is none", [], false],
    ["is not met when one cannot be read", ['topic="acme"', "source_tag"], false],
    ["is not met when its pattern cannot be run", ['topic!~"(?=a)"'], false],
  ])("%s", (_, matchers, expected) => {
    expect(meetsAll(matchers, labels)).toBe(expected);
    expect(meetsAll(matchers, labels)).toBe(expected);
  });

  test("of any number does not fill the memory", () => {
    for (let index = 0; index < 5_000; index++) expect(meetsAll([`topic="acme-${index}"`], labels)).toBe(false);
    expect(meetsAll(['topic="acme"'], labels)).toBe(true);
  });
});
