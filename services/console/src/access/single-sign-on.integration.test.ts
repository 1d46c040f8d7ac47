import { sql } from "@wirewatch/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readerOf } from "../../../../test/support/config.ts";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { startConsole } from "../main.ts";
import type { Console } from "../main.ts";
import { startFakeIssuer } from "./fake-issuer.ts";
import type { FakeIssuer } from "./fake-issuer.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });
const logged: object[] = [];
let issuer: FakeIssuer;
let served: Console;
let closed: Console;

beforeAll(async () => {
  issuer = await startFakeIssuer();
  const start = (url: string): Promise<Console> =>
    startConsole({
      db: scene.db,
      queues: scene.queues,
      config: readerOf(scene.config()),
      resolveSecrets: (text) => Promise.resolve(text === "${file:/run/secrets/oidc}" ? issuer.clientSecret : text),
      environment: null,
      singleSignOn: {
        issuer: url,
        clientId: issuer.clientId,
        clientSecret: "${file:/run/secrets/oidc}",
        name: "Example News",
        roleClaim: "realm_access.roles",
        roles: { newsdesk: "analyst", "it-admins": "admin" },
      },
      now: () => new Date(),
      log: { info: keep, warn: keep, error: keep },
      host: "127.0.0.1",
      port: 0,
    });
  served = await start(issuer.url);
  closed = await start("http://127.0.0.1:1");
});
afterAll(async () => {
  await served.close();
  await closed.close();
  await issuer.close();
});
beforeEach(async () => {
  issuer.claims = {};
  issuer.signing = "sound";
  logged.length = 0;
  await sql`truncate person, audit, idempotency restart identity cascade`.execute(scene.db);
});

function keep(...line: unknown[]): void {
  logged.push(line);
}

interface Answer {
  readonly status: number;
  readonly to: string;
  readonly text: string;
  readonly cookies: readonly string[];
}

async function ask(path: string, cookies: readonly string[] = []): Promise<Answer> {
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  const response = await fetch(`${served.url}${path}`, {
    redirect: "manual",
    headers: { accept: "text/html", cookie },
  });
  const { status, headers } = response;
  return { status, to: headers.get("location") ?? "", text: await response.text(), cookies: headers.getSetCookie() };
}

/** Goes to the issuer and comes back. */
async function signOn(to = ""): Promise<Answer> {
  const begun = await ask(`/login/sign-on${to === "" ? "" : `?to=${encodeURIComponent(to)}`}`);
  return ask(issuer.visit(begun.to).back, begun.cookies);
}

const sessionIn = (cookies: readonly string[]): string | undefined =>
  cookies.map((one) => /^wirewatch_session=([\w-]{43});/u.exec(one)?.[1]).find((found) => found !== undefined);

async function people() {
  return scene.db.selectFrom("person").select(["login", "name", "role", "subject"]).orderBy("id").execute();
}

describe("somebody the issuer vouches for", () => {
  test("finds the way on the log-in page, and gets in to where they wanted", async () => {
    const page = await ask("/login?to=%2Falerts");
    expect(page.text).toMatch(/href="\/login\/sign-on\?to=%2Falerts"\s*>Log in with Example News</u);
    const begun = await ask("/login/sign-on?to=%2Falerts");
    const { searchParams, origin } = new URL(begun.to);
    expect(origin).toBe(issuer.url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: "code",
      client_id: "wirewatch",
      redirect_uri: `${served.url}/login/sign-on/back`,
      code_challenge_method: "S256",
    });
    expect(begun.cookies[0]).toMatch(/^wirewatch_sign_on=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/u);
    issuer.claims = { preferred_username: "Anna.Smith", name: "Anna Smith" };
    const back = await ask(issuer.visit(begun.to).back, begun.cookies);
    expect(back).toMatchObject({ status: 303, to: "/alerts" });
    expect(await people()).toEqual([
      { login: "anna.smith", name: "Anna Smith", role: "viewer", subject: `${issuer.url} subject-1` },
    ]);
    expect((await ask("/account", back.cookies)).status).toBe(200);
    const audit = await scene.db.selectFrom("audit").select(["actor", "action"]).orderBy("id").execute();
    expect(audit).toEqual([
      { actor: "anna.smith", action: "person.added" },
      { actor: "anna.smith", action: "session.started" },
    ]);
  });

  test("is the same person next time, whatever they call themselves, and another one for another subject", async () => {
    issuer.claims = { preferred_username: "anna" };
    await signOn();
    issuer.claims = { preferred_username: "anna-maria" };
    await signOn();
    issuer.claims = { preferred_username: "anna", sub: "subject-2" };
    await signOn();
    expect((await people()).map(({ login }) => login)).toEqual(["anna", "anna-2"]);
  });

  test("does not get into the account of somebody here who has the same login", async () => {
    await sql`insert into person (login, name, role) values ('admin', 'Administrator', 'admin')`.execute(scene.db);
    issuer.claims = { preferred_username: "admin", email: "admin" };
    await signOn();
    expect((await people()).map(({ login, role }) => [login, role])).toEqual([
      ["admin", "admin"],
      ["admin-2", "viewer"],
    ]);
  });

  test("has the highest role of the claim, and loses it with it; the last admin stays one", async () => {
    const roleAfter = async (roles: unknown): Promise<string | undefined> => {
      issuer.claims = { realm_access: { roles } };
      await signOn();
      return (await people())[0]?.role;
    };
    expect(await roleAfter(["newsdesk", "other"])).toBe("analyst");
    expect(await roleAfter(["newsdesk", "it-admins"])).toBe("admin");
    expect(await roleAfter([])).toBe("admin");
    await sql`insert into person (login, name, role) values ('other', 'Other', 'admin')`.execute(scene.db);
    expect(await roleAfter([])).toBe("viewer");
    expect(await roleAfter("newsdesk")).toBe("analyst");
    expect(await roleAfter({ toString: "it-admins" })).toBe("viewer");
    expect(await roleAfter(["__proto__", "constructor", 7, null])).toBe("viewer");
  });

  test("has a harmless name, whatever the issuer sends", async () => {
    issuer.claims = { preferred_username: "<script>alert(1)</script>", name: "a\u0000b\n".repeat(200) };
    await signOn();
    const [person] = await people();
    expect(person?.login).toBe("script-alert-1-script-");
    expect(person?.name).toMatch(/^[^\p{Cc}]{1,100}$/u);
  });

  test("does not get in when disabled here", async () => {
    await signOn();
    await sql`update person set disabled_at = now()`.execute(scene.db);
    const back = await signOn();
    expect([back.status, sessionIn(back.cookies)]).toEqual([403, undefined]);
    expect(back.text).toContain("disabled");
  });

  test("is led nowhere else", async () => {
    expect((await signOn("//evil.example")).to).toBe("/");
    expect((await signOn("https://evil.example")).to).toBe("/");
  });
});

describe("an answer that is not sound lets nobody in:", () => {
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  test.each<[string, Readonly<Record<string, unknown>>, FakeIssuer["signing"]]>([
    ["another nonce", { nonce: "another" }, "sound"],
    ["no nonce", { nonce: undefined }, "sound"],
    ["another audience", { aud: "somebody-else" }, "sound"],
    ["several audiences, and issued for another", { aud: ["wirewatch", "other"], azp: "other" }, "sound"],
    ["another issuer", { iss: "https://evil.example" }, "sound"],
    ["expired", { exp: hourAgo, iat: hourAgo - 60 }, "sound"],
    ["no subject", { sub: undefined }, "sound"],
    ["not signed", {}, "none"],
    ["signed by somebody else", {}, "foreign"],
    ["signed with the secret of the client", {}, "hmac"],
  ])("%s", async (_what, claims, signing) => {
    issuer.claims = claims;
    issuer.signing = signing;
    const back = await signOn();
    expect([back.status, sessionIn(back.cookies), await people()]).toEqual([403, undefined, []]);
    expect(back.text).toContain("its answer was not sound");
    expect(JSON.stringify(logged)).toContain("single sign-on was refused");
    expect(JSON.stringify(logged)).not.toMatch(/eyJ|a secret/u);
  });

  test("a state of another browser, none at all, or one that was used", async () => {
    const mine = await ask("/login/sign-on");
    const theirs = await ask("/login/sign-on");
    const { back } = issuer.visit(theirs.to);
    expect((await ask(back, mine.cookies)).status).toBe(403);
    expect((await ask(back)).status).toBe(400);
    expect((await ask(back, ["wirewatch_sign_on=bm90IGpzb24; x"])).status).toBe(400);
    const begun = await ask("/login/sign-on");
    const visited = issuer.visit(begun.to).back;
    expect((await ask(visited, begun.cookies)).status).toBe(303);
    const again = await ask(visited, begun.cookies);
    expect([again.status, sessionIn(again.cookies)]).toEqual([400, undefined]);
    const freshCode = new URL(issuer.visit(begun.to).back, "http://x.example");
    expect((await ask(`${freshCode.pathname}${freshCode.search}`, begun.cookies)).status).toBe(400);
  });

  test("an error, or an answer in the name of another issuer", async () => {
    const begun = await ask("/login/sign-on");
    const { query } = issuer.visit(begun.to);
    const denied = new URLSearchParams({ error: "access_denied", state: query.get("state") ?? "", iss: issuer.url });
    expect((await ask(`/login/sign-on/back?${denied.toString()}`, begun.cookies)).status).toBe(403);
    const next = await ask("/login/sign-on");
    const mixed = issuer.visit(next.to).back.replace(encodeURIComponent(issuer.url), "https%3A%2F%2Fevil.example");
    expect((await ask(mixed, next.cookies)).status).toBe(403);
  });
});

test("an issuer that is away is said to be, and passwords still work", async () => {
  const response = await fetch(`${closed.url}/login/sign-on`, { redirect: "manual", headers: { accept: "text/html" } });
  expect(response.status).toBe(503);
  expect(await response.text()).toMatch(/Example News does not answer now.*name="password"/su);
});

test("without an issuer there is no button and no way", async () => {
  expect((await scene.get("/login", null)).text).not.toContain("sign-on");
  expect((await scene.get("/login/sign-on", null)).status).toBe(404);
});
