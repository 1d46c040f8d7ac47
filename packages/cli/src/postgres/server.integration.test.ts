import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../../../test/support/until.ts";
import { startEmbeddedPostgres } from "./server.ts";
import { isAlive } from "../is-alive.ts";
import type { EmbeddedPostgres } from "./server.ts";

let home: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "wirewatch pg "));
  server = await startEmbeddedPostgres(home);
});
afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("the embedded server", () => {
  test("listens on this machine only, without a socket file", async () => {
    expect(new URL(server.url).hostname).toBe("127.0.0.1");
    expect(
      await query(
        server.url,
        "select current_setting('listen_addresses') as a, current_setting('unix_socket_directories') as s",
      ),
    ).toEqual([{ a: "127.0.0.1", s: "" }]);
    expect(readdirSync(join(home, "postgres")).filter((name) => name.startsWith(".s."))).toEqual([]);
  });

  test("keeps its folder and its password to its user", () => {
    expect(mode(join(home, "postgres"))).toBe("700");
    expect(mode(join(home, "postgres", "password"))).toBe("600");
    expect(mode(join(home, "postgres", "data"))).toBe("700");
    expect(existsSync(join(home, "postgres", "password.init"))).toBe(false);
  });

  test("asks everybody for the password, and keeps it as scram-sha-256", async () => {
    const wrong = Object.assign(new URL(server.url), { password: "guess" }).href;
    await expect(query(wrong, "select 1")).rejects.toThrow(/password authentication failed/);
    expect(
      await query(
        server.url,
        "select rolpassword ~ '^SCRAM-SHA-256' as scram from pg_authid where rolname = 'wirewatch'",
      ),
    ).toEqual([{ scram: true }]);
    expect(await query(server.url, "select distinct auth_method from pg_hba_file_rules")).toEqual([
      { auth_method: "scram-sha-256" },
    ]);
  });

  test("sorts and compares the same everywhere, in UTC", async () => {
    expect(
      await query(
        server.url,
        "select current_setting('server_encoding') as e, current_setting('TimeZone') as z, datlocale as l from pg_database where datname = 'wirewatch'",
      ),
    ).toEqual([{ e: "UTF8", z: "UTC", l: "C.UTF-8" }]);
  });

  test("that an earlier start left running is taken over, with its data", async () => {
    await query(server.url, "create table if not exists kept (n int)");
    const second = await startEmbeddedPostgres(home);
    expect(second.adopted).toBe(true);
    expect(second.pid()).toBe(server.pid());
    expect(await query(second.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
  });

  test("is not revived while it lives; killed, it comes back on its port with its data", async () => {
    expect(await server.revive()).toBe(false);
    const before = server.pid();
    await query(server.url, "insert into kept values (1)");
    process.kill(before, "SIGKILL");
    await until(() => !isAlive(before), 10_000);
    expect(await server.revive()).toBe(true);
    expect(server.pid()).not.toBe(before);
    expect(await query(server.url, "select * from kept")).toEqual([{ n: 1 }]);
  });

  test("stops and starts again with the same data and password, and with a setting it is given", async () => {
    const { url } = server;
    await server.stop();
    await expect(query(url, "select 1")).rejects.toThrow(/ECONNREFUSED/);
    server = await startEmbeddedPostgres(home, { max_connections: "30" });
    expect(server.adopted).toBe(false);
    expect(await query(server.url, "show max_connections")).toEqual([{ max_connections: "30" }]);
    expect(new URL(server.url).password).toBe(new URL(url).password);
    expect(await query(server.url, "select * from kept")).toEqual([{ n: 1 }]);
  });

  test("does not take a stale process id for itself", async () => {
    await server.stop();
    const lines = [String(process.pid), join(home, "postgres", "data"), "0", "1"];
    writeFileSync(join(home, "postgres", "data", "postmaster.pid"), `${lines.join("\n")}\n`);
    server = await startEmbeddedPostgres(home);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, "select * from kept")).toEqual([{ n: 1 }]);
  });
});

describe("a folder", () => {
  let other: string;
  let started: EmbeddedPostgres | undefined;
  const inside = (...names: string[]): string => join(other, "postgres", ...names);

  afterEach(async () => {
    await started?.stop();
    started = undefined;
    rmSync(other, { recursive: true, force: true });
  });

  test("that a crash left half made is made anew", async () => {
    other = mkdtempSync(join(tmpdir(), "wirewatch half "));
    mkdirSync(inside("data", "base"), { recursive: true });
    mkdirSync(inside("data.new-123"));
    writeFileSync(inside("data.new-123", "PG_VERSION"), "18\n");
    writeFileSync(inside("password"), "");
    started = await startEmbeddedPostgres(other);
    expect(await query(started.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(readdirSync(inside()).filter((name) => name.startsWith("data.new"))).toEqual([]);
    expect(readFileSync(inside("password"), "utf8").length).toBeGreaterThan(20);
    expect(mode(inside("password"))).toBe("600");
  });

  test("that another version of PostgreSQL wrote is refused and left as it is", async () => {
    other = mkdtempSync(join(tmpdir(), "wirewatch old "));
    mkdirSync(inside("data"), { recursive: true });
    writeFileSync(inside("data", "PG_VERSION"), "16\n");
    const starting = startEmbeddedPostgres(other);
    await expect(starting).rejects.toThrow(/written by PostgreSQL 16, this Wirewatch brings 18; move the folder away/);
    expect(readFileSync(inside("data", "PG_VERSION"), "utf8")).toBe("16\n");
  });
});
