import { findLogIn, openSession, prepareFirstLogIn, sql } from "@wirewatch/store";
import { makeFirstAccess } from "@wirewatch/console";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { consoleLine } from "../console-line.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { users } from "./users.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());
beforeEach(() => sql`truncate person, audit restart identity cascade`.execute(store.db));

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await users(words, environmentOf(store.url), write);
  return { code, text: text() };
}

const people = () =>
  store.db.selectFrom("person").select(["login", "name", "role", "disabled_at"]).orderBy("id").execute();
const audited = () =>
  store.db.selectFrom("audit").select(["actor", "actor_kind", "action", "target_id"]).orderBy("id").execute();
const passwordIn = (text: string): string => /(?:[a-z2-9]{4}-){3}[a-z2-9]{4}/u.exec(text)?.[0] ?? "";

describe("users", () => {
  test("are added with a password for one log-in, and listed", async () => {
    const { code, text } = await run("add", "Anna", "--role", "analyst", "--name", "Anna Smith", "--by", "ada");
    expect([code, passwordIn(text)]).toEqual([0, expect.stringMatching(/^.{19}$/u)]);
    expect(await people()).toEqual([{ login: "anna", name: "Anna Smith", role: "analyst", disabled_at: null }]);
    expect(await findLogIn(store.db, "ANNA")).toMatchObject({ isOneTime: true });
    expect((await run("list")).text).toMatch(/anna {3}analyst {2}Anna Smith {2}one-time password {2}never logged in/u);
    expect(JSON.parse((await run("list", "--json")).text)).toMatchObject({
      people: [{ login: "anna", hasPassword: true }],
    });
    expect((await run("list", "--json")).text).not.toMatch(/scrypt|password_hash/u);
    expect(await run("add", "anna", "--role", "viewer")).toMatchObject({
      code: 1,
      text: expect.stringContaining("somebody of that login"),
    });
    expect(await audited()).toEqual([
      { actor: "ada", actor_kind: "command", action: "person.added", target_id: "anna" },
    ]);
  });

  test("get a new password, and are logged out with it", async () => {
    await run("add", "anna", "--role", "viewer");
    const before = await findLogIn(store.db, "anna");
    const { rows } = await sql<{ id: string }>`update person set one_time_until = null returning id`.execute(store.db);
    await openSession(store.db, rows[0]?.id ?? "", { address: "192.0.2.1", agent: "" });
    expect(passwordIn((await run("password", "anna")).text)).not.toBe("");
    const after = await findLogIn(store.db, "anna");
    expect(after).toMatchObject({ isOneTime: true });
    expect(after?.passwordHash).not.toBe(before?.passwordHash);
    expect(await store.db.selectFrom("session").select("person_id").execute()).toEqual([]);
  });

  test("change roles, are disabled and enabled; one admin is left", async () => {
    await run("add", "anna", "--role", "admin");
    expect(await run("disable", "anna")).toMatchObject({ code: 1, text: expect.stringContaining("only admin left") });
    expect((await run("role", "anna", "viewer")).code).toBe(1);
    await run("add", "ben", "--role", "viewer");
    expect((await run("role", "ben", "admin")).code).toBe(0);
    expect((await run("role", "ben", "admin")).text).toContain("already");
    expect((await run("disable", "anna")).code).toBe(0);
    expect((await run("list")).text).toMatch(/anna {3}admin.*disabled/u);
    expect((await run("password", "anna")).text).toContain("is disabled");
    expect((await run("enable", "anna")).code).toBe(0);
    expect((await people()).every(({ disabled_at }) => disabled_at === null)).toBe(true);
  });

  test.each([
    [[], "say what to do with the users"],
    [["remove", "anna"], 'found "remove"'],
    [["add"], "name one login"],
    [["add", "anna"], "say which role"],
    [["add", "anna", "--role", "boss"], "roles are viewer"],
    [["add", "a b", "--role", "viewer"], "is no login"],
    [["add", "anna", "--role", "viewer", "--name", "a\nb"], "--name is not a name"],
    [["password", "nobody"], "nobody has the login"],
    [["role", "anna"], "name one login and a role"],
    [["list", "x"], "takes no names"],
  ])("with the words %j are told what is missing", async (words, message) => {
    await expect(run(...words)).rejects.toThrow(message);
  });
});

describe("the first start", () => {
  test("makes an admin with a password nobody knows beforehand, and says it once", async () => {
    const first = await makeFirstAccess(store.db);
    expect(first).toEqual({
      login: "admin",
      oneTimePassword: expect.stringMatching(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/u),
    });
    expect(consoleLine("http://127.0.0.1:8080", first)).toBe(
      `Console: http://127.0.0.1:8080, log in as admin with the one-time password ${first?.oneTimePassword ?? ""}`,
    );
    expect(await findLogIn(store.db, "admin")).toMatchObject({ isOneTime: true });
  });

  test("of several consoles at once gives one password, and none within a minute takes it back", async () => {
    const all = await Promise.all([1, 2, 3].map(() => makeFirstAccess(store.db)));
    expect(all.map((one) => typeof one?.oneTimePassword).toSorted()).toEqual(["object", "object", "string"]);
    const hash = (await findLogIn(store.db, "admin"))?.passwordHash;
    const later = await makeFirstAccess(store.db);
    expect(later).toEqual({ login: "admin", oneTimePassword: null });
    expect(consoleLine("http://h", later)).toContain("wirewatch users password admin");
    expect((await findLogIn(store.db, "admin"))?.passwordHash).toBe(hash);
  });

  test("of the next day gives another one, as long as nobody has got in", async () => {
    await makeFirstAccess(store.db);
    await sql`update person set one_time_until = one_time_until - interval '61 seconds'`.execute(store.db);
    const before = (await findLogIn(store.db, "admin"))?.passwordHash;
    expect((await makeFirstAccess(store.db))?.oneTimePassword).not.toBeNull();
    expect((await findLogIn(store.db, "admin"))?.passwordHash).not.toBe(before);
  });

  test.each([
    [
      "somebody chose a password",
      "insert into person (login, name, role, password_hash) values ('anna', 'A', 'admin', 'x')",
    ],
    [
      "somebody came by single sign-on",
      "insert into person (login, name, role, subject) values ('anna', 'A', 'viewer', 'x')",
    ],
  ])("changes nothing once %s", async (_what, statement) => {
    await sql.raw(statement).execute(store.db);
    expect(await makeFirstAccess(store.db)).toBeNull();
    expect(await people()).toHaveLength(1);
    expect(consoleLine("http://h", null)).toBe("Console: http://h");
  });

  test("makes whoever is called admin one again, and lets them in", async () => {
    await sql`insert into person (login, name, role, disabled_at) values ('Admin', 'A', 'viewer', now())`.execute(
      store.db,
    );
    expect(await prepareFirstLogIn(store.db, "hash")).toBe("made");
    expect(await people()).toEqual([{ login: "Admin", name: "A", role: "admin", disabled_at: null }]);
  });
});
