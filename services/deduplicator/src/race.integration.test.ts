import { expect, test } from "vitest";
import { measureRace } from "../../../test/bench/similarity-race.ts";

const options = { stories: 40, copies: 4, processes: 2, connections: 4, seed: 7, order: "together" } as const;

test("copies that two processes decide on at once have one original and one cluster, also when one process is killed midway", async () => {
  expect(await measureRace({ ...options, mode: "kill" })).toMatchObject({ twoOriginals: 0, strays: 0, lost: 0 });
}, 120_000);

test("without locks it would not be so: the test above can fail", async () => {
  const { twoOriginals } = await measureRace({ ...options, mode: "unlocked" });
  expect(twoOriginals).toBeGreaterThan(0);
}, 120_000);
