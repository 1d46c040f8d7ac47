import { createHousekeeping, sql } from "@wirewatch/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { until } from "../../../../test/support/until.ts";
import { createLogIns } from "./log-in.ts";
import type { LogInEnd, LogIns } from "./log-in.ts";
import { TooBusyError } from "./turns.ts";

let store: TestStore;
let logIns: LogIns;
let asked: (string | null)[];

beforeAll(async () => {
  store = await startTestStore();
  await sql`insert into person (login, name, role, password_hash) values ('anna', 'Anna', 'viewer', 'right')`.execute(
    store.db,
  );
});
afterAll(() => store.stop());
beforeEach(async () => {
  await sql`truncate log_in_limit`.execute(store.db);
  asked = [];
  logIns = consoleOf();
});

/** The log-ins of one process. */
function consoleOf(): LogIns {
  return createLogIns({
    db: store.db,
    isPassword: (password, stored) => {
      asked.push(stored);
      return password === "busy" ? Promise.reject(new TooBusyError("full")) : Promise.resolve(password === stored);
    },
  });
}

/** So much time goes by. */
const pass = (seconds: number) =>
  sql`update log_in_limit set until = until - make_interval(secs => ${seconds})`.execute(store.db);
/** Until some session waits for another one's row. */
const waitsForRow = () =>
  until(
    async () => {
      const { rows } =
        await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
          store.db,
        );
      return rows.length > 0;
    },
    10_000,
    "the wait for a row",
    2,
  );
/** Within a second of it: the clock of the database goes on. */
const wait = (ms: number) => [{ kind: "wait", waitMs: expect.closeTo(ms, -4) }];

const tries = (times: number, given: (index: number) => { login: string; password: string; address: string }) =>
  Promise.all(Array.from({ length: times }, (_, index) => logIns.logIn({ ...given(index), agent: "test" })));
const kinds = (ends: readonly LogInEnd[]): Record<string, number> =>
  Object.fromEntries(
    Map.groupBy(ends, ({ kind }) => kind)
      .entries()
      .map(([kind, all]) => [kind, all.length]),
  );
const right = (address: string) => ({ login: "anna", password: "right", address });

describe("wrong ones", () => {
  test("for one login from everywhere are ten, then one in half a minute, also when they come at once", async () => {
    const wrong = await tries(25, (index) => ({ login: "anna", password: "x", address: `10.0.0.${index}` }));
    expect(kinds(wrong)).toEqual({ wrong: 10, wait: 15 });
    expect(await tries(1, () => right("10.0.1.1"))).toEqual(wait(30_000));
    await pass(30);
    expect(kinds(await tries(3, () => ({ login: "ANNA", password: "x", address: "10.0.1.1" })))).toEqual({
      wrong: 1,
      wait: 2,
    });
  });

  test("from one address are twenty, whatever the logins", async () => {
    const wrong = await tries(30, (index) => ({ login: `somebody-${index}`, password: "x", address: "10.0.0.1" }));
    expect(kinds(wrong)).toEqual({ wrong: 20, wait: 10 });
    expect(kinds(await tries(1, () => right("10.0.0.1")))).toEqual({ wait: 1 });
    expect(kinds(await tries(1, () => right("10.0.0.2")))).toEqual({ in: 1 });
  });

  test("of others do not keep out who got in from there before", async () => {
    await tries(1, () => right("10.0.0.1"));
    await tries(20, (index) => ({ login: "anna", password: "x", address: `10.0.1.${index}` }));
    expect(kinds(await tries(1, () => right("10.0.2.1")))).toEqual({ wait: 1 });
    expect(kinds(await tries(1, () => right("10.0.0.1")))).toEqual({ in: 1 });
  });

  test("are counted for all consoles together, and over their restarts", async () => {
    const consoles = [consoleOf(), consoleOf(), consoleOf()];
    const attempt = (index: number) => ({ login: "anna", password: "x", address: `10.0.0.${index}`, agent: "test" });
    const ends = await Promise.all(
      Array.from(
        { length: 30 },
        (_, index) => consoles[index % 3]?.logIn(attempt(index)) ?? Promise.reject(new Error()),
      ),
    );
    expect(kinds(ends)).toEqual({ wrong: 10, wait: 20 });
    expect(await consoleOf().logIn(attempt(99))).toMatchObject({ kind: "wait" });
  });

  test("that waited for their turn are judged by the time at which they have it", async () => {
    await tries(1, () => ({ login: "anna", password: "x", address: "10.0.0.1" }));
    const attempt = await store.db.transaction().execute(async (tx) => {
      await sql`update log_in_limit set until = clock_timestamp()`.execute(tx);
      const waits = tries(1, () => ({ login: "anna", password: "x", address: "10.0.0.2" }));
      await waitsForRow();
      // Nine, of which the last came later than the one that waits.
      await sql`update log_in_limit set until = clock_timestamp() + interval '270 s'`.execute(tx);
      return { waits };
    });
    expect(kinds(await attempt.waits)).toEqual({ wrong: 1 });
  });

  test.each(["anna", "nobody", "ANNA "])(
    "give the same answers for %j, whether somebody has it or not",
    async (login) => {
      const ends = await tries(12, (index) => ({ login, password: "x", address: `10.0.0.${index}` }));
      expect(kinds(ends)).toEqual({ wrong: 10, wait: 2 });
      expect(ends.filter(({ kind }) => kind === "wait")).toEqual([...wait(30_000), ...wait(30_000)]);
    },
  );

  test("leave rows that hold no name, and are forgotten with the time", async () => {
    await tries(5, (index) => ({ login: `somebody-${index}`, password: "x", address: "2001:db8::1" }));
    await tries(1, () => right("10.0.0.1"));
    const rows = async () => (await store.db.selectFrom("log_in_limit").selectAll().execute()).length;
    // Five logins, their network, and what is remembered of who got in: the two others were taken back.
    expect(await rows()).toBe(9);
    await createHousekeeping(store.db, () => 0, { pagesMs: null, textsMs: null })();
    expect(await rows()).toBe(7);
    await pass(31);
    await createHousekeeping(store.db, () => 0, { pagesMs: null, textsMs: null })();
    expect(await rows()).toBe(1);
    await pass(90 * 86_400);
    await createHousekeeping(store.db, () => 0, { pagesMs: null, textsMs: null })();
    expect(await rows()).toBe(0);
    // Many at once from one network stay within what it may try, and so does the table.
    await tries(100, (index) => ({ login: `somebody-${index}`, password: "x", address: "10.0.0.1" }));
    expect(await rows()).toBe(21);
  });

  test("are not counted when they were right", async () => {
    for (let round = 0; round < 40; round += 1) {
      expect(kinds(await tries(1, () => right("10.0.0.9")))).toEqual({ in: 1 });
    }
  });

  test("do the same work for logins that nobody has, or that cannot be", async () => {
    await tries(1, () => ({ login: "nobody", password: "x", address: "10.0.0.1" }));
    await tries(1, () => ({ login: "\u0000'; drop table person", password: "x", address: "10.0.0.1" }));
    await tries(1, () => ({ login: "anna", password: "x", address: "10.0.0.1" }));
    expect(asked).toEqual([null, null, "right"]);
  });
});

test("while too many passwords are looked at, one more waits", async () => {
  expect(await tries(1, () => ({ login: "anna", password: "busy", address: "10.0.0.1" }))).toEqual([
    { kind: "wait", waitMs: 5_000 },
  ]);
});

test("who changes a password proves to be themselves under the same limits", async () => {
  const confirm = (password: string) => logIns.confirm({ login: "anna", password, address: "10.0.0.1" });
  expect(await confirm("right")).toBe("right");
  for (let round = 0; round < 20; round += 1) await confirm("x");
  expect(await confirm("right")).toMatchObject({ kind: "wait" });
});
