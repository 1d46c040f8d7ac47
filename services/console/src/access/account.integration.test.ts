import { findSession, openSession, sql } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { hashPassword } from "./password.ts";
import { formToken } from "./same-site.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });
const password = "correct horse battery";
const hash = await hashPassword(password);

let personId = "";
let session = "";

beforeEach(async () => {
  await sql`truncate person, audit restart identity cascade`.execute(scene.db);
  const { rows } = await sql<{ id: string }>`
    insert into person (login, name, role, password_hash) values ('anna', 'Anna', 'viewer', ${hash}) returning id`.execute(
    scene.db,
  );
  personId = rows[0]?.id ?? "";
  session = await openSession(scene.db, personId, {
    address: "192.0.2.1",
    agent: "Mozilla/5.0 (X11; Linux) Firefox/130.0",
  });
});

async function ask(
  path: string,
  form: Readonly<Record<string, string>> | null = null,
  headers: Readonly<Record<string, string>> = {},
) {
  const body = form === null ? null : new URLSearchParams({ _token: formToken(session), ...form });
  const response = await fetch(`${scene.url}${path}`, {
    method: body === null ? "GET" : "POST",
    redirect: "manual",
    headers: { accept: "text/html", cookie: `wirewatch_session=${session}`, ...headers },
    body,
  });
  const { status } = response;
  const cookies = response.headers.getSetCookie();
  return {
    status,
    to: response.headers.get("location"),
    cookies,
    text: await response.text(),
    headers: response.headers,
  };
}

const person = () => scene.db.selectFrom("person").selectAll().where("login", "=", "anna").executeTakeFirstOrThrow();
const audited = async () =>
  (await scene.db.selectFrom("audit").select("action").orderBy("id").execute()).map(({ action }) => action);

describe("one's own account", () => {
  test("keeps name and time zone, and nothing else that is sent along", async () => {
    const saved = await ask("/account", {
      name: "Anna Smith",
      time_zone: "Europe/London",
      role: "admin",
      login: "root",
      id: "1",
      password_hash: "x",
      disabled_at: "",
      one_time_until: "2030-01-01",
      subject: "x",
    });
    expect([saved.status, saved.to]).toEqual([303, "/account"]);
    expect(await person()).toMatchObject({
      login: "anna",
      name: "Anna Smith",
      role: "viewer",
      time_zone: "Europe/London",
      password_hash: hash,
      one_time_until: null,
      subject: null,
    });
    expect((await ask("/account")).text).toContain(
      '<span class="zone" title="Times on this page are of this zone">Europe/London</span>',
    );
    expect(await audited()).toEqual(["person.saved"]);
  });

  test.each([
    [{ name: "Anna", time_zone: "Mars/Base" }, "no such time zone"],
    [{ name: "Anna", time_zone: "+02:00" }, "no such time zone"],
    [{ name: "", time_zone: "" }, "1 to 100 characters"],
    [{ name: "x".repeat(101), time_zone: "" }, "1 to 100 characters"],
  ])("refuses %j", async (form, words) => {
    expect((await ask("/account", form)).text).toContain(words);
    expect(await person()).toMatchObject({ name: "Anna", time_zone: null });
  });

  test("shows where one is logged in, ends other sessions, and no session of others", async () => {
    const other = await openSession(scene.db, personId, { address: "192.0.2.7", agent: `<script>alert(1)</script>` });
    const { text } = await ask("/account");
    expect(text).toContain("Firefox on Linux");
    expect(text).toContain("192.0.2.7");
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain(other);
    const id = /name="session" value="([0-9a-f]{24})"/u.exec(text)?.[1] ?? "";
    expect((await ask("/account/sessions/end", { session: id })).status).toBe(303);
    expect(await findSession(scene.db, other)).toBeNull();
    expect(await findSession(scene.db, session)).not.toBeNull();
    const { rows } = await sql<{
      id: string;
    }>`insert into person (login, name, role) values ('ben', 'Ben', 'viewer') returning id`.execute(scene.db);
    const foreign = await openSession(scene.db, rows[0]?.id ?? "", { address: "192.0.2.8", agent: "" });
    const found = await sql<{
      id: string;
    }>`select left(encode(token_hash, 'hex'), 24) as id from session where person_id = ${rows[0]?.id}`.execute(
      scene.db,
    );
    expect((await ask("/account/sessions/end", { session: found.rows[0]?.id ?? "" })).status).toBe(404);
    expect(await findSession(scene.db, foreign)).not.toBeNull();
    expect((await ask("/account/sessions/end", { session: "%" })).status).toBe(404);
  });

  test("logs out everywhere else, and nowhere when there is nothing else; both only for oneself", async () => {
    const agents = ["Firefox/130.0", "curl/8.9"];
    const others: string[] = [];
    for (const agent of agents) others.push(await openSession(scene.db, personId, { address: "192.0.2.7", agent }));
    const { rows } = await sql<{ id: string }>`
      insert into person (login, name, role) values ('ben', 'Ben', 'viewer') returning id`.execute(scene.db);
    const foreign = await openSession(scene.db, rows[0]?.id ?? "", { address: "192.0.2.8", agent: "" });
    expect((await ask("/account")).text).toContain("Log out everywhere else");
    expect((await ask("/account/sessions/end-others", { _token: "x.y" })).status).toBe(403);
    const done = await ask("/account/sessions/end-others", {});
    expect([done.status, done.to]).toEqual([303, "/account"]);
    for (const other of others) expect(await findSession(scene.db, other)).toBeNull();
    for (const kept of [session, foreign]) expect(await findSession(scene.db, kept)).not.toBeNull();
    expect((await ask("/account")).text).not.toContain("Log out everywhere else");
    expect((await ask("/account/sessions/end-others", {})).status).toBe(303);
    const [noted, ...more] = await scene.db.selectFrom("audit").selectAll().execute();
    expect(more).toEqual([]);
    expect(noted).toMatchObject({
      actor: "anna",
      action: "session.others-ended",
      target_id: "anna",
      detail: { ended: 2, kept: "the one that asked" },
    });
  });

  test("is left by logging out, with a form of ours alone", async () => {
    expect((await ask("/logout", { _token: "x.y" })).status).toBe(403);
    const out = await ask("/logout", {});
    expect([out.status, out.to]).toEqual([303, "/login"]);
    expect(out.cookies[0]).toBe("wirewatch_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    expect(await findSession(scene.db, session)).toBeNull();
    expect((await ask("/logout", {})).to).toBe("/login");
  });
});

describe("a form", () => {
  test.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
  ])("from elsewhere changes nothing, even with the token: %j", async (headers) => {
    expect((await ask("/account", { name: "Eve", time_zone: "" }, headers)).status).toBe(403);
    expect((await person()).name).toBe("Anna");
  });

  test("of an earlier session, of somebody else, or without a token changes nothing", async () => {
    const earlier = await openSession(scene.db, personId, { address: "192.0.2.1", agent: "" });
    for (const _token of [formToken(earlier), formToken(""), "", formToken(session).split(".")[1] ?? ""]) {
      expect((await ask("/account", { _token, name: "Eve", time_zone: "" })).status).toBe(403);
    }
    expect((await person()).name).toBe("Anna");
    const json = await fetch(`${scene.url}/account`, {
      method: "POST",
      headers: { cookie: `wirewatch_session=${session}`, "content-type": "text/plain" },
      body: `_token=${formToken(session)}&name=Eve`,
    });
    expect(json.status).toBe(415);
  });
});

describe("a session ends", () => {
  const isIn = async (): Promise<boolean> => (await ask("/account")).status === 200;

  test.each([
    ["after a day without use", "update session set seen_at = now() - interval '24 hours 1 second'"],
    ["after two weeks, however much it is used", "update session set ends_at = now() - interval '1 second'"],
    ["when the person is disabled", "update person set disabled_at = now()"],
    ["when it is gone", "delete from session"],
  ])("%s", async (_when, statement) => {
    expect(await isIn()).toBe(true);
    await sql.raw(statement).execute(scene.db);
    const gone = await ask("/account");
    expect([gone.status, gone.to]).toEqual([303, "/login?to=%2Faccount"]);
    expect((await ask("/account", { name: "Eve", time_zone: "" })).to).toBe("/login");
  });

  test.each([
    ["an open page that hears what changed", "/events", {}],
    ["an open page that makes itself anew", "/alerts", { "x-wirewatch-watching": "1" }],
    ["an open page that asks whether its session goes on", "/session", {}],
  ])("also while %s", async (_what, path, headers) => {
    await sql`update session set seen_at = now() - interval '23 hours'`.execute(scene.db);
    const seenAt = async () =>
      (await scene.db.selectFrom("session").select("seen_at").executeTakeFirstOrThrow()).seen_at;
    const before = await seenAt();
    const lastSeenAt = (await person()).last_seen_at;
    const abort = new AbortController();
    const cookie = `wirewatch_session=${session}`;
    const response = await fetch(`${scene.url}${path}`, { headers: { cookie, ...headers }, signal: abort.signal });
    expect(response.ok).toBe(true);
    abort.abort();
    expect(await seenAt()).toEqual(before);
    expect((await person()).last_seen_at).toEqual(lastSeenAt);
    expect(await isIn()).toBe(true);
    expect((await seenAt()).getTime()).toBeGreaterThan(before.getTime());
  });

  test("not before", async () => {
    await sql`update session set seen_at = now() - interval '23 hours 59 minutes', ends_at = now() + interval '1 minute'`.execute(
      scene.db,
    );
    expect(await isIn()).toBe(true);
  });
});

describe("a new password", () => {
  test("asks for the one so far, ends all other sessions and begins a new one", async () => {
    const other = await openSession(scene.db, personId, { address: "192.0.2.7", agent: "" });
    const before = session;
    const next = "seven turnips in a row";
    const done = await ask("/account/password", { current: password, password: next, again: next });
    expect([done.status, done.to]).toEqual([303, "/account"]);
    const fresh = /^wirewatch_session=([\w-]{43});/u.exec(done.cookies[0] ?? "")?.[1] ?? "";
    expect(await findSession(scene.db, other)).toBeNull();
    expect(await findSession(scene.db, before)).toBeNull();
    expect(await findSession(scene.db, fresh)).toMatchObject({ login: "anna" });
    expect(await audited()).toEqual(["person.password-chosen"]);
    expect((await person()).password_hash).not.toBe(hash);
  });

  test.each([
    [
      { current: "wrong horse battery", password: "seven turnips in a row", again: "seven turnips in a row" },
      "not your password",
    ],
    [{ current: password, password: "short", again: "short" }, "at least 12"],
    [{ current: password, password: "seven turnips in a row", again: "eight turnips in a row" }, "not the same"],
    [{ current: password, password, again: password }, "another one"],
    [{ password: "seven turnips in a row", again: "seven turnips in a row" }, "not your password"],
  ])("is refused for %j", async (form, words) => {
    const refused = await ask("/account/password", form);
    expect([refused.status, refused.text.includes(words)]).toEqual([422, true]);
    expect(refused.text).not.toContain("turnips");
    expect((await person()).password_hash).toBe(hash);
  });

  test("of one's own is chosen after one for a single log-in, and then everything opens", async () => {
    await sql`update person set password_hash = null, one_time_until = now() + interval '1 hour'`.execute(scene.db);
    expect((await ask("/alerts")).to).toBe("/account/password?to=%2Falerts");
    const api = await fetch(`${scene.url}/api/v1/alerts`, { headers: { cookie: `wirewatch_session=${session}` } });
    expect(api.status).toBe(403);
    expect((await ask("/account/password")).text).not.toContain('name="current"');
    const refused = await ask("/account/password", { password: "short", again: "short", to: "/alerts" });
    expect(refused.text).toContain('name="to" value="/alerts"');
    // What is wrong says what is asked for, once.
    expect(refused.text.match(/at least 12 characters/giu)).toHaveLength(1);
    const chosen = await ask("/account/password", {
      password: "seven turnips in a row",
      again: "seven turnips in a row",
      to: "/alerts",
    });
    expect([chosen.status, chosen.to]).toEqual([303, "/alerts"]);
    session = /^wirewatch_session=([\w-]{43});/u.exec(chosen.cookies[0] ?? "")?.[1] ?? "";
    expect((await ask("/alerts")).status).toBe(200);
    expect(await person()).toMatchObject({ one_time_until: null });
  });

  test("is nothing for those who come by single sign-on", async () => {
    await sql`update person set password_hash = null, subject = 'x'`.execute(scene.db);
    expect((await ask("/account/password")).status).toBe(409);
    expect((await ask("/account")).text).toContain("you log in by single sign-on");
  });
});
