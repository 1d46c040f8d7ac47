import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stopDatabaseClock } from "../support/database-clock.ts";
import type { DatabaseClock } from "../support/database-clock.ts";
import { complaintsOf, complaintText, shrinkWorld, tryWorld } from "../support/random-alerts.ts";
import type { WorldReport } from "../support/random-alerts.ts";
import type { LifeRecord } from "../support/random-alerts-record.ts";
import { drawWorld, seasons } from "../support/random-alerts-world.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";

/*
 * Random matches through random routes, silences, quiet hours, limits, digests and three configurations, on the real stages and a real
 * PostgreSQL whose clock is the test's. `ALERT_SEED` repeats a run; `test/bench/notifier-life.ts` does it with 10,000 matches and makes failing worlds smaller.
 */

const seed = Number(process.env["ALERT_SEED"] ?? 20_261);

let store: TestStore;
let clock: DatabaseClock;

beforeAll(async () => {
  store = await startTestStore();
  clock = await stopDatabaseClock(store, seasons.spring.start);
});
afterAll(async () => {
  await clock.close();
  await store.stop();
});

/** Hours at which clocks change in London and New York: in spring they are skipped, in autumn they come twice. */
const digestAt = { london: "01:30", "new-york": "02:30", kolkata: "07:30" } as const;

/** In spring all goes one after the other, so that the seed repeats it; in autumn processes die and four rows are worked on at once. */
const worlds = [
  { season: "spring", seed, lanes: 1, crashing: 0 },
  { season: "autumn", seed: seed + 1, lanes: 4, crashing: 0.03 },
] as const;

describe("125 random matches over two changes of the clocks", () => {
  let spring: WorldReport;

  test.each(worlds)("are all accounted for in $season (seed $seed)", async ({ season, seed: own, lanes, crashing }) => {
    const world = drawWorld(own, 125, seasons[season]);
    const day = world.start.getTime() + 3 * 86_400_000;
    const outages = [{ path: "/duty", from: new Date(day), until: new Date(day + 5 * 3_600_000) }];
    const report = await tryWorld(world, clock, { lanes, crashing, failing: 0.1, outages, digestAt });
    expect(report.complaints, complaintText(world, report)).toEqual([]);
    // Nothing of all this passes because it never happened.
    const ends = new Set(report.record.matches.map(({ outcome }) => outcome));
    expect(ends).toEqual(new Set(["digested", "joined", "sent", "suppressed"]));
    expect(report.run.arrivals.filter(({ isTaken }) => !isTaken).length).toBeGreaterThan(5);
    if (season === "spring") spring = report;
  });

  test.each<[what: string, change: (record: LifeRecord) => Partial<LifeRecord>]>([
    ["a match without an end", ({ matches }) => ({ matches: matches.map((row) => ({ ...row, outcome: null })) })],
    ["an alert that waits for ever", ({ alerts }) => ({ alerts: alerts.map((row) => ({ ...row, state: "waiting" })) })],
    ["an alert that is told twice", ({ items }) => ({ items: items.flatMap((item) => [item, item]) })],
    ["a message that is lost", ({ deliveries }) => ({ deliveries: deliveries.slice(1) })],
    ["a digest that is lost", ({ digests }) => ({ digests: digests.filter(({ kind }) => kind !== "held") })],
    [
      "a batch that is late",
      ({ digests }) => ({
        digests: digests.map((row) => ({ ...row, left_at: row.left_at && new Date(row.left_at.getTime() + 90_000) })),
      }),
    ],
    [
      "messages at other hours",
      ({ deliveries }) => ({
        deliveries: deliveries.map((row) => ({
          ...row,
          created_at: new Date(row.created_at.getTime() + 3 * 3_600_000),
        })),
      }),
    ],
    [
      "messages one after the other",
      ({ deliveries }) => ({
        deliveries: deliveries.map((row) => ({ ...row, created_at: deliveries[0]?.created_at ?? row.created_at })),
      }),
    ],
  ])("and %s would be noticed", (_what, change) => {
    const { record, run } = spring;
    expect(complaintsOf({ ...record, ...change(record) }, run)).not.toEqual([]);
  });
});

test("a failing world is made smaller while it fails", async () => {
  const world = drawWorld(1, 60, seasons.autumn);
  const wanted = world.events.filter(({ kind }) => kind === "article").slice(3, 5);
  const shrunk = await shrinkWorld(
    world,
    ({ events }) => Promise.resolve(wanted.every((event) => events.includes(event))),
    10_000,
  );
  expect(shrunk.events).toEqual(wanted);
});
