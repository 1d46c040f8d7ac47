import { expect, test } from "vitest";
import { facts, route, receiver, spoke, waiting } from "./flush-scene.ts";
import { verdictFacts } from "./verdict-facts.ts";

/** A passage of the usual length that shares most of its words with the others. */
function passage(number: number): string {
  const said = `The harbourmaster of Port Selwick said that ship ${number} of the convoy had left for the northern islands`;
  return `${said} with the grain that was held back since the storm of January, and that the pilots would stay on duty until all were out.`;
}

test("a story with a thousand matches is judged without keeping everybody waiting", () => {
  const numbers = Array.from({ length: 1000 }, (_, index) => index);
  const group = facts(spoke, {
    waiting: numbers.map((number) => waiting(number, { passage: passage(number) })),
    toldPassages: numbers.map((number) => passage(1000 + number)),
  });
  const startedMs = performance.now();
  const { waiting: judged } = verdictFacts(group, route, receiver);
  // The event loop stands still meanwhile, and leases end after 10 s. It took 16 s while told passages were read for every match.
  expect(performance.now() - startedMs).toBeLessThan(3000);
  expect(new Set(judged.map(({ newcomer }) => newcomer.kind))).toEqual(new Set(["article"]));
});
