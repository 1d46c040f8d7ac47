import { openSession, saveConfig, sql } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { configFrom } from "../../../../../test/support/config.ts";
import { useConsole } from "../../../../../test/support/console-scene.ts";

const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202E`;
const files = {
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] },
  alerts: {
    route: { receiver: "desk" },
    receivers: [
      {
        name: "desk",
        webhook: [{ url: "https://hooks.example/T0/s3cret", secret: "${env:HOOK}" }],
        terminal: [{}],
        fallback: "night",
      },
      { name: "night", ntfy: [{ topic_url: "https://ntfy.example/t" }] },
    ],
  },
};
const scene = useConsole(files);

beforeEach(async () => {
  await sql`truncate delivery, delivery_attempt, channel_state, api_token, audit, session cascade`.execute(scene.db);
  await sql`delete from person where login not in ('admin', 'operator', 'analyst', 'viewer')`.execute(scene.db);
  await sql`update person set role = login, disabled_at = null, one_time_until = null where login in ('admin', 'operator', 'analyst', 'viewer')`.execute(
    scene.db,
  );
  for (const role of ["admin", "operator", "viewer"] as const) {
    // The sessions that the scene keeps are those of cookies it gave out before.
    const token = (await scene.cookieOf(role)).split("=")[1] ?? "";
    await sql`insert into session (token_hash, person_id, ends_at, address, agent)
      select sha256(${token}::bytea), id, now() + interval '1 day', '127.0.0.1', 'test' from person where login = ${role}
      on conflict do nothing`.execute(scene.db);
  }
});

async function delivery(given: {
  channel: string;
  state: string;
  event?: string;
  agoMinutes: number;
  reason?: string;
  excerpt?: string;
}) {
  const id = `dl_${Math.random().toString(16).slice(2)}`;
  await sql`insert into delivery (id, receiver, channel, channel_kind, event, revision, repeat, message, state, reason, created_at, sent_at, stage, stage_at)
    values (${id}, 'desk', ${given.channel}, 'webhook', ${given.event ?? "alert.opened"}, 1, 'at-least-once', '{}', ${given.state}, ${given.reason ?? null},
      now() - make_interval(mins => ${given.agoMinutes}), case when ${given.state} = 'sent' then now() - make_interval(mins => ${given.agoMinutes}) end, 'done', now())`.execute(
    scene.db,
  );
  if (given.excerpt !== undefined) {
    await sql`insert into delivery_attempt (delivery_id, attempt, result, status, latency_ms, reason, excerpt)
      values (${id}, 1, 'dead', 500, 120, ${given.reason ?? null}, ${given.excerpt})`.execute(scene.db);
  }
}

const actions = async (): Promise<unknown[]> =>
  scene.db.selectFrom("audit").select(["actor", "action", "target_id", "detail"]).orderBy("id").execute();

describe("receivers", () => {
  test("say apart whether they are configured and whether they work, without a secret", async () => {
    await delivery({ channel: "webhook-0", state: "sent", agoMinutes: 60 });
    await delivery({ channel: "webhook-0", state: "failed", agoMinutes: 5, reason: `500 ${hostile}` });
    const { text } = await scene.get("/settings", "viewer");
    expect(text).toContain("https://hooks.example/…");
    expect(text).not.toContain("s3cret");
    expect(text).toContain("last one failed");
    expect(text).toContain("a test tells");
    expect(text).toContain("What cannot be delivered goes to night");
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("/test");
  });

  test("are tried out by admins with a message on the way that alerts take, and show what came back", async () => {
    const { text } = await scene.post("/settings/receivers/desk/test", { channel: "webhook-0" });
    expect(text).toContain("on its way</span>");
    expect(text).toContain('data-every="2"');
    const row = await scene.db.selectFrom("delivery").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      receiver: "desk",
      channel: "webhook-0",
      event: "system.test",
      stage: "deliver",
      state: "pending",
    });
    expect(JSON.stringify(row.message)).toContain("Nothing has happened");
    await sql`update delivery set state = 'failed', stage = 'done', reason = 'refused'`.execute(scene.db);
    await sql`insert into delivery_attempt (delivery_id, attempt, result, status, latency_ms, reason, excerpt)
      values (${row.id}, 1, 'dead', 403, 87, 'refused', ${hostile})`.execute(scene.db);
    const after = await scene.get("/settings", "viewer");
    expect(after.text).toMatch(/failed<\/span>\s+status 403, 87 ms\s+refused/u);
    expect(after.text).toContain("&lt;script&gt;alert(1)");
    expect(await actions()).toEqual([
      { actor: "admin", action: "receiver.tested", target_id: "desk", detail: { channels: ["webhook-0"] } },
    ]);
  });

  test("are enabled again by admins", async () => {
    await sql`insert into channel_state (receiver, channel, disabled_at, reason) values ('desk', 'webhook-0', now(), 'gone (410)')`.execute(
      scene.db,
    );
    expect((await scene.get("/settings", "viewer")).text).toMatch(/disabled<\/span> since .*gone \(410\)/su);
    for (let time = 0; time < 2; time += 1) {
      expect((await scene.post("/settings/receivers/desk/enable", { channel: "webhook-0" })).text).not.toContain(
        "disabled</span>",
      );
    }
    expect(await actions()).toHaveLength(1);
    const state = await scene.db.selectFrom("channel_state").select(["disabled_at", "reason"]).executeTakeFirst();
    expect(state).toEqual({ disabled_at: null, reason: null });
  });

  test.each(["/settings/receivers/nobody/test", "/settings/receivers/%2e%2e/test", "/settings/receivers/desk/enable"])(
    "that are not there give 404: %s",
    async (path) => {
      expect((await scene.post(path, { channel: "x-9" })).status).toBe(404);
    },
  );
});

describe("people", () => {
  test("are added with a password shown once", async () => {
    const { text, headers } = await scene.post("/settings/people", {
      login: "Anna",
      name: hostile.replace("\u202E", ""),
      role: "analyst",
    });
    const password = /class="secret">((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</u.exec(text)?.[1];
    expect(password).toBeDefined();
    expect(headers.get("cache-control")).toBe("no-store");
    expect(text).not.toContain("<script>alert");
    const person = await scene.db
      .selectFrom("person")
      .selectAll()
      .where("login", "=", "anna")
      .executeTakeFirstOrThrow();
    expect(person).toMatchObject({ role: "analyst" });
    expect(person.password_hash).toMatch(/^scrypt\$/u);
    expect(person.one_time_until?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect((await scene.get("/settings/people")).text).not.toContain(password ?? "none");
    expect(JSON.stringify(await actions())).not.toContain(password ?? "none");
    expect((await scene.post("/settings/people", { login: "ANNA", name: "A", role: "viewer" })).text).toContain(
      "has this login already",
    );
  });

  test.each([
    [{ login: "a b", name: "A", role: "viewer" }, "A login takes letters"],
    [{ login: "", name: "A", role: "viewer" }, "A login takes letters"],
    [{ login: "ben", name: "", role: "viewer" }, "A name has"],
    [{ login: "x".repeat(10_000), name: "A", role: "viewer" }, "A login takes letters"],
    [{ login: "ben", name: "B", role: "root" }, "Add somebody"],
  ])("are not added when something is wrong: %j", async (form, words) => {
    expect((await scene.post("/settings/people", form)).text).toContain(words);
    expect(await scene.db.selectFrom("person").select("id").where("login", "in", ["ben", ""]).execute()).toEqual([]);
  });

  test("get other roles and passwords, are disabled and enabled, and their sessions end", async () => {
    const { rows } = await sql<{
      id: string;
    }>`insert into person (login, name, role) values ('ben', 'Ben', 'viewer') returning id`.execute(scene.db);
    const id = rows[0]?.id ?? "";
    const base = `/settings/people/${id}`;
    const sessions = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from session where person_id = ${id}`.execute(scene.db))
        .rows[0]?.n;
    await scene.post(`${base}/role`, { role: "operator" });
    for (const path of ["sessions/end", "password", "disable"]) {
      await openSession(scene.db, id, { address: "192.0.2.1", agent: "" });
      expect((await scene.post(`${base}/${path}`, {})).status).toBe(200);
      expect([path, await sessions()]).toEqual([path, 0]);
    }
    await scene.post(`${base}/enable`, {});
    const ben = await scene.db.selectFrom("person").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(ben).toMatchObject({ role: "operator", disabled_at: null });
    expect(ben.one_time_until).not.toBeNull();
    expect((await actions()).map((line) => (line as { action: string }).action)).toEqual([
      "person.role-set",
      "person.sessions-ended",
      "person.password-given",
      "person.disabled",
      "person.enabled",
    ]);
  });

  test("always have one admin among them", async () => {
    const admin = await scene.db
      .selectFrom("person")
      .select("id")
      .where("login", "=", "admin")
      .executeTakeFirstOrThrow();
    const base = `/settings/people/${admin.id}`;
    expect((await scene.post(`${base}/disable`, {})).text).toContain("the only admin left");
    expect((await scene.post(`${base}/role`, { role: "viewer" })).status).toBe(409);
    await sql`insert into person (login, name, role, disabled_at) values ('gone', 'Gone', 'admin', now())`.execute(
      scene.db,
    );
    expect((await scene.post(`${base}/disable`, {})).status).toBe(409);
    const { rows } = await sql<{
      id: string;
    }>`insert into person (login, name, role) values ('second', 'Second', 'admin') returning id`.execute(scene.db);
    // Two who take the role from each other at the same moment: one of them keeps it.
    const ends = await Promise.all([
      scene.post(`${base}/role`, { role: "viewer" }),
      scene.post(`/settings/people/${rows[0]?.id}/role`, { role: "viewer" }),
    ]);
    expect(ends.map(({ status }) => status)).toContain(409);
    const left = await scene.db
      .selectFrom("person")
      .select("login")
      .where("role", "=", "admin")
      .where("disabled_at", "is", null)
      .execute();
    expect(left).toHaveLength(1);
  });

  test.each(["0", "x", "-1", "99999999999999999999", "1%20or%201=1"])("of no known number give 404: %s", async (id) => {
    expect((await scene.post(`/settings/people/${id}/disable`, {})).status).toBe(404);
  });
});

describe("tokens", () => {
  test("are shown once, stored as a hash, open the API, and no more when revoked or over", async () => {
    const { text } = await scene.post("/settings/tokens", { name: "dashboard", scope: ["read", "ops"], lifetime: "7" });
    const token = /wwt_[\w-]{43}/u.exec(text)?.[0] ?? "";
    const asked = async (): Promise<number> =>
      (await fetch(`${scene.url}/api/v1/alerts`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await asked()).toBe(200);
    const row = await scene.db.selectFrom("api_token").selectAll().executeTakeFirstOrThrow();
    expect(row.token_hash.toString("latin1")).not.toContain(token.slice(4));
    expect(row).toMatchObject({ name: "dashboard", scopes: ["read", "ops"], revoked_at: null });
    expect((await scene.get("/settings/tokens")).text).not.toContain(token);
    await sql`update api_token set ends_at = now() - interval '1 second'`.execute(scene.db);
    expect(await asked()).toBe(401);
    await sql`update api_token set ends_at = null`.execute(scene.db);
    expect(await asked()).toBe(200);
    expect((await scene.post(`/settings/tokens/${row.id}/revoke`, {})).text).toContain("revoked</span>");
    expect(await asked()).toBe(401);
    expect((await scene.post(`/settings/tokens/${row.id}/revoke`, {})).status).toBe(404);
    expect(JSON.stringify(await actions())).not.toContain(token.slice(4));
  });

  test.each([
    [{ name: "x", scope: [], lifetime: "7" }, "at least one"],
    [{ name: "x", scope: ["read", "admin"], lifetime: "7" }, "at least one"],
    [{ name: "", scope: ["read"], lifetime: "7" }, "A name has"],
    [{ name: "x", scope: ["read"], lifetime: "forever" }, "How long it lasts"],
  ])("are not made when something is wrong: %j", async (form, words) => {
    const { text } = await scene.post("/settings/tokens", form);
    expect(text).toContain(words);
    expect(text).not.toContain("wwt_");
    expect(await scene.db.selectFrom("api_token").select("id").execute()).toEqual([]);
  });
});

describe("the audit log", () => {
  const line = (actor: string, action: string, kind: string, id: string | null, at: string) =>
    sql`insert into audit (at, actor, actor_kind, action, target_kind, target_id, detail)
      values (${at}, ${actor}, 'person', ${action}, ${kind}, ${id}, ${JSON.stringify({ name: hostile })})`.execute(
      scene.db,
    );

  test("is filtered by who, what, on what and when", async () => {
    await line("anna", "topic.saved", "topic", "acme", "2026-03-01T10:00:00Z");
    await line("ben", "alert.acknowledged", "alert", "17", "2026-03-02T10:00:00Z");
    await line(hostile, "alert.muted", "alert", null, "2026-03-03T10:00:00Z");
    const found = async (query: string): Promise<number> =>
      ((await scene.get(`/settings/audit?${query}`)).text.match(/id="audit-\d+"/gu) ?? []).length;
    expect(await found("")).toBe(3);
    expect(await found("actor=anna")).toBe(1);
    expect(await found("action=alert")).toBe(2);
    expect(await found("action=alert.muted")).toBe(1);
    expect(await found("target=topic%2Facme")).toBe(1);
    expect(await found("target=17")).toBe(1);
    expect(await found("from=2026-03-02&to=2026-03-02")).toBe(1);
    expect(await found("from=2026-99-99&to=x")).toBe(3);
    expect(await found(`actor=${"x".repeat(5000)}`)).toBe(0);
    expect((await scene.get("/settings/audit")).text).not.toContain("<script>alert");
  });

  test("goes on page by page without a line twice", async () => {
    await sql`insert into audit (actor, actor_kind, action, target_kind)
      select 'anna', 'person', 'topic.saved', 'topic' from generate_series(1, 120)`.execute(scene.db);
    const seen: string[] = [];
    let path: string | null = "/settings/audit?actor=anna";
    while (path !== null) {
      const { text } = await scene.get(path);
      seen.push(...[...text.matchAll(/id="audit-(\d+)"/gu)].map(([, id]) => id ?? ""));
      path = /rel="next" href="([^"]+)"/u.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? null;
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  });
});

describe("the configuration", () => {
  test("is shown without secrets, with what each version changed", async () => {
    await scene.setConfig({ ...files, topics: [{ id: "acme", name: hostile, any: ["Acme"] }] });
    const { text } = await scene.get("/settings/configuration", "viewer");
    expect(text).toMatch(/receivers:\n {2}- name: desk\n/u);
    expect(text).toContain("https://hooks.example/…");
    expect(text).not.toContain("s3cret");
    const { rows } = await sql<{ version: string }>`select version from config order by version desc limit 1`.execute(
      scene.db,
    );
    const changed = await scene.get(`/settings/configuration/${rows[0]?.version}`, "viewer");
    expect(changed.text).toContain("Topic acme");
    expect(changed.text).toContain("<ins>+ id: acme</ins>");
    expect(changed.text).not.toContain("<script>alert");
  });

  test.each(["0", "x", "99999999999999999999", "1?before=x", "1?before=77777"])(
    "of no known version gives 404: %s",
    async (version) => {
      expect((await scene.get(`/settings/configuration/${version}`)).status).toBe(404);
    },
  );

  test("with many entries keeps the page small", async () => {
    const sources = Array.from({ length: 2000 }, (_, index) => ({
      id: `s${index}`,
      name: `S ${index}`,
      url: `https://s${index}.example/rss`,
    }));
    await saveConfig(scene.db, "many", await configFrom({ ...files, sources: { sources } }));
    const { rows } = await sql<{ version: string }>`select max(version) as version from config`.execute(scene.db);
    const { text, status } = await scene.get(`/settings/configuration/${rows[0]?.version}`);
    expect([status, text.includes("more are not shown")]).toEqual([200, true]);
    expect(text.length).toBeLessThan(400_000);
  });
});

test("about says what runs, and how long things are kept", async () => {
  const { text } = await scene.get("/settings/about", "viewer");
  for (const words of ["0.1.0", process.versions.node, "30 d", "for ever", "90 days", "Apache License"])
    expect(text).toContain(words);
});

test("the tabs of admins are shown to admins alone", async () => {
  expect((await scene.get("/settings", "operator")).text).not.toContain("/settings/people");
  for (const path of ["people", "tokens", "audit"]) {
    expect((await scene.get(`/settings/${path}`, "operator")).status).toBe(403);
    expect((await scene.get(`/settings/${path}`, "admin")).status).toBe(200);
  }
});
