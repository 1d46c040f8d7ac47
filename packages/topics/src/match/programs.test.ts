import { describe, expect, it } from "vitest";
import { parseQuery } from "../query/parse.ts";
import { clueOf } from "./clues.ts";
import { compileQuery } from "./compile-query.ts";
import type { CompiledNode } from "./compiled.ts";
import { createPrograms } from "./programs.ts";
import { createTerms } from "./terms.ts";

const terms = createTerms(
  () => null,
  () => {},
);

function compile(query: string): CompiledNode {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return compileQuery(parsed.node, terms.intern);
}

/** @param words of a unit, those of its title with `title:` before */
function stampsOf(words: string, unitTick: number): Int32Array {
  const stamps = new Int32Array(2 * terms.idLimit + 100);
  for (const word of words.split(" ").filter((one) => one !== "")) {
    const inTitle = word.startsWith("title:");
    const { term } = terms.intern({ kind: "folded", folded: word.replace("title:", "") });
    stamps[clueOf(term, false)] = unitTick;
    if (inTitle) stamps[clueOf(term, true)] = unitTick;
  }
  return stamps;
}

describe("createPrograms", () => {
  it.each([
    ["rain", "rain", true],
    ["rain", "wind", false],
    ["rain AND wind", "rain", false],
    ["rain AND wind", "rain wind", true],
    ["(rain OR hail) AND wind", "hail wind", true],
    ["(rain OR hail) AND wind", "hail rain", false],
    ["rain OR (hail AND wind)", "hail", false],
    ['"heavy rain"', "rain", false],
    ['"heavy rain"', "rain heavy", true],
    ['"heavy * rain"', "rain heavy", true],
    ["rain NEAR/3 (wind OR hail)", "rain hail", true],
    ["rain NEAR/3 (wind OR hail)", "rain", false],
    ["rain NOT NEAR/3 wind", "rain", true],
    ["rain NOT wind", "rain wind", false],
    ["rain NOT (wind OR hail)", "rain hail", false],
    ["rain NOT (wind AND hail)", "rain hail", true],
    ['rain NOT "strong wind"', "rain wind strong", true],
    ["title:rain", "rain", false],
    ["title:rain", "title:rain", true],
    ["rain NOT title:wind", "rain wind", true],
    ["rain NOT title:wind", "rain title:wind", false],
    ["rain NOT lede:wind", "rain wind", true],
    ["lede:(rain NOT wind)", "rain wind", true],
    ["ATLEAST/2 rain", "rain", true],
    ["FIRST/9 rain", "wind", false],
    ["lang:en", "", true],
    ["rain AND lang:en", "", false],
    ["rain OR lang:en", "", true],
  ])("%s in a unit with [%s]: %s", (query, words, expected) => {
    const programs = createPrograms();
    const address = programs.add(compile(query), 0);
    expect(programs.admits(address, stampsOf(words, 5), 5)).toBe(expected);
  });

  it("asks once per unit, until ticks are forgotten", () => {
    const programs = createPrograms();
    const address = programs.add(compile("rain"), 0);
    const admits = (tick: number): boolean => programs.admits(address, stampsOf("rain", tick), tick);
    expect([admits(1), admits(1), admits(2)]).toEqual([true, false, true]);
    programs.forgetTicks([address]);
    expect(admits(2)).toBe(true);
  });

  it("keeps each topic's check while others come, go and change their order", () => {
    const programs = createPrograms();
    const queries = Array.from({ length: 200 }, (_, number) => `w${number} AND (rain OR x${number}) NOT y${number}`);
    const addresses = queries.map((query, slot) => programs.add(compile(query), slot));
    for (let slot = 0; slot < 200; slot += 2) programs.remove(addresses[slot] ?? -1);
    for (let slot = 0; slot < 200; slot += 2) addresses[slot] = programs.add(compile(queries[slot] ?? ""), slot);
    programs.rewrite(addresses[7] ?? -1, compile("(x7 OR rain) AND w7 NOT y7"));
    for (const [slot, address] of addresses.entries()) {
      expect(programs.slotOf(address)).toBe(slot);
      expect(programs.admits(address, stampsOf(`w${slot} x${slot}`, 3), 3)).toBe(true);
      expect(programs.admits(address, stampsOf(`w${slot} x${slot} y${slot}`, 4), 4)).toBe(false);
    }
  });
});
