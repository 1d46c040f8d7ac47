import { sql } from "@wirewatch/store";
import { afterEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { hashPassword } from "./password.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

const password = "correct horse battery";
const hash = await hashPassword(password);
let people = 0;
/** Addresses of the test network, so that no test uses up the attempts of another. */
let addresses = 0;

afterEach(async () => {
  await sql`delete from audit`.execute(scene.db);
});

interface Door {
  readonly status: number;
  readonly to: string | null;
  readonly cookies: readonly string[];
  readonly text: string;
  readonly headers: Headers;
}

async function knock(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Door> {
  const response = await fetch(`${scene.url}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html", "sec-fetch-site": "same-origin", "x-forwarded-for": freshAddress(), ...headers },
    body: new URLSearchParams(fields),
  });
  const { status, headers: answered } = response;
  return {
    status,
    to: answered.get("location"),
    cookies: answered.getSetCookie(),
    text: await response.text(),
    headers: answered,
  };
}

function freshAddress(): string {
  addresses += 1;
  return `198.51.100.${addresses}`;
}

async function person(
  given: { readonly oneTimeHours?: number; readonly role?: string; readonly disabled?: boolean } = {},
) {
  people += 1;
  const login = `person-${people}`;
  const { oneTimeHours = null, role = "viewer", disabled = false } = given;
  await sql`insert into person (login, name, role, password_hash, one_time_until, disabled_at)
    values (${login}, 'Some One', ${role}, ${hash}, now() + make_interval(hours => ${oneTimeHours}::int),
      case when ${disabled} then now() end)`.execute(scene.db);
  return login;
}

function sessionOf({ cookies }: Pick<Door, "cookies">): string {
  return (
    cookies
      .map((cookie) => /^wirewatch_session=([\w-]{43});/u.exec(cookie)?.[1])
      .find((found) => found !== undefined) ?? ""
  );
}

const pageWith = (session: string, path = "/account"): Promise<Response> =>
  fetch(`${scene.url}${path}`, {
    redirect: "manual",
    headers: { accept: "text/html", cookie: `wirewatch_session=${session}` },
  });

describe("somebody with login and password", () => {
  test("gets in, to where they wanted, with a cookie no script and no other site can use", async () => {
    const door = await knock({ login: ` ${(await person()).toUpperCase()} `, password, to: "/alerts?state=open" });
    expect(door).toMatchObject({ status: 303, to: "/alerts?state=open" });
    expect(door.cookies).toHaveLength(1);
    expect(door.cookies[0]).toMatch(/^wirewatch_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209600$/u);
    expect((await pageWith(sessionOf(door))).status).toBe(200);
    const { rows } =
      await sql`select token_hash from session where encode(token_hash, 'escape') like '%' || ${sessionOf(door)} || '%'`.execute(
        scene.db,
      );
    expect(rows).toEqual([]);
  });

  test("gets a cookie for TLS alone behind a proxy that ends it", async () => {
    const { cookies } = await knock({ login: await person(), password }, { "x-forwarded-proto": "https" });
    expect(cookies[0]).toMatch(
      /^__Host-wirewatch_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/u,
    );
  });

  test("gets a new session at each log-in, never one that was there before", async () => {
    const login = await person();
    const before = sessionOf(await knock({ login, password }));
    const planted = "A".repeat(43);
    const first = await knock({ login, password }, { cookie: `wirewatch_session=${planted}` });
    expect(sessionOf(first)).not.toBe(planted);
    expect((await pageWith(planted)).status).toBe(303);
    const second = await knock({ login, password }, { cookie: `wirewatch_session=${before}` });
    expect(new Set([before, sessionOf(first), sessionOf(second)]).size).toBe(3);
    expect((await pageWith(before)).status).toBe(303);
  });

  test("has no need to do so twice", async () => {
    const session = sessionOf(await knock({ login: await person(), password }));
    const again = await pageWith(session, "/login?to=%2Fstories");
    expect([again.status, again.headers.get("location")]).toEqual([303, "/stories"]);
  });
});

describe("a form whose session is over", () => {
  test.each([
    ["leads to the log-in and back to its page", "/alerts?topic=harbour", "/login?to=%2Falerts%3Ftopic%3Dharbour"],
    ["leads nowhere else", "http://evil.example/alerts", "/login"],
    ["leads to the log-in without a page before", "", "/login"],
    ["leads to no other host by its path", "//evil.example/", "/login"],
  ])("%s", async (_, referer, to) => {
    const response = await fetch(`${scene.url}/alerts/al_1/acknowledge`, {
      method: "POST",
      redirect: "manual",
      headers: { accept: "text/html", referer: referer.startsWith("/") ? `${scene.url}${referer}` : referer },
      body: new URLSearchParams(),
    });
    expect([response.status, response.headers.get("location")]).toEqual([303, to]);
  });
});

describe("somebody who may not come in", () => {
  test("is told the same, whatever is wrong", async () => {
    const login = await person();
    const wrong = await knock({ login, password: "wrong horse battery" });
    const others = [
      await knock({ login: "nobody-at-all", password }),
      await knock({ login: await person({ disabled: true }), password }),
      await knock({ login: await person({ oneTimeHours: -1 }), password }),
      await knock({ login: "' or 1=1 --", password }),
      await knock({ login: "", password: "" }),
      await knock({}),
    ];
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain("Login or password is wrong");
    expect(wrong.cookies).toEqual([]);
    const plain = (text: string): string => text.replace(/name="login"\s+value="[^"]*"/u, "");
    for (const other of others) expect([other.status, plain(other.text)]).toEqual([401, plain(wrong.text)]);
    expect(wrong.text).not.toContain("wrong horse");
  });

  test("waits as long for the answer, whether there is such a login or not", async () => {
    const login = await person();
    const time = async (given: string): Promise<number> => {
      const at = performance.now();
      await knock({ login: given, password: "wrong horse battery" });
      return performance.now() - at;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      known.push(await time(login));
      unknown.push(await time(`nobody-${round}`));
    }
    const least = (times: readonly number[]): number => Math.min(...times);
    const ratio = least(known) / least(unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test("waits after some wrong ones, and sees a page that says how long", async () => {
    const login = await person();
    const wrong = await Promise.all(
      Array.from({ length: 12 }, () => knock({ login, password: "wrong horse battery" })),
    );
    expect(wrong.filter(({ status }) => status === 401)).toHaveLength(10);
    const late = wrong.find(({ status }) => status === 429);
    expect(Number(late?.headers.get("retry-after"))).toBeGreaterThan(10);
    expect(late?.text).toMatch(/Too many attempts\. Wait \d+ seconds/u);
    expect(late?.text).toContain("<form");
  });
});

describe("the form of the log-in", () => {
  test.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
  ])("is taken from a page of ours only, not with %j", async (headers) => {
    const door = await knock({ login: await person(), password }, headers);
    expect([door.status, door.cookies]).toEqual([403, []]);
  });

  test.each(["https://evil.example", "null", "http://127.0.0.1.evil.example"])(
    "is not taken from %s by older browsers",
    async (origin) => {
      const response = await fetch(`${scene.url}/login`, {
        method: "POST",
        redirect: "manual",
        headers: { origin, "x-forwarded-for": freshAddress() },
        body: new URLSearchParams({ login: await person(), password }),
      });
      // undici adds no Sec-Fetch-Site of its own accord when it is not asked to.
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
    },
  );

  test("shows what was typed as text", async () => {
    const { text } = await knock({ login: `"><script>alert(1)</script>`, password: "x", to: `/"><b>` });
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("<b>");
  });

  test("refuses a body without end", async () => {
    expect((await knock({ login: "x".repeat(20_000), password })).status).toBe(413);
  });
});

describe("a password for one log-in", () => {
  test("gets in once, and then to nothing but a password of one's own", async () => {
    const login = await person({ oneTimeHours: 24 });
    const door = await knock({ login, password, to: "/alerts" });
    expect(door).toMatchObject({ status: 303, to: "/account/password?to=%2Falerts" });
    expect((await knock({ login, password })).status).toBe(401);
    const session = sessionOf(door);
    for (const [path, to] of [
      ["/", ""],
      ["/alerts?topic=quay", "?to=%2Falerts%3Ftopic%3Dquay"],
      ["/account", "?to=%2Faccount"],
    ]) {
      const page = await pageWith(session, path ?? "");
      expect([page.status, page.headers.get("location")]).toEqual([303, `/account/password${to}`]);
    }
    const page = await pageWith(session, "/account/password?to=%2Falerts%3Ftopic%3Dquay");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('name="to" value="/alerts?topic=quay"');
    expect(await (await pageWith(session, "/account/password?to=%2F%2Fevil.example")).text()).not.toContain("evil");
  });

  test("gets in one of two who come with it at once", async () => {
    const login = await person({ oneTimeHours: 24 });
    const doors = await Promise.all([knock({ login, password }), knock({ login, password })]);
    expect(doors.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 401]);
  });
});
