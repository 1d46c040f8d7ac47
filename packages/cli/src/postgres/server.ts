import { spawn } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isAlive } from "../is-alive.ts";
import { findPostgresBinaries } from "./binaries.ts";
import { initialise, ownPassword, user } from "./data-directory.ts";
import { choosePort } from "./port.ts";
import { chooseRunAs, isWritable } from "./run-as.ts";
import type { RunAs } from "./run-as.ts";
import { cleanEnvironment, owner } from "./run-as-command.ts";
import { lastLines, PostgresStartError } from "./start-error.ts";

const database = "wirewatch";

/** A PostgreSQL server of our own, for one home directory. */
export interface EmbeddedPostgres {
  /** `postgres://` URL of Wirewatch's database, password included. */
  readonly url: string;
  /** Process id of the server, changes when it was restarted. */
  pid(): number;
  /** True when a server left behind by an earlier start was taken over. */
  readonly adopted: boolean;
  /** Starts the server again on the same port if it died. @returns true if it had */
  revive(): Promise<boolean>;
  /** Asks the server to end and does not wait: for a program that is told to leave at once. */
  leave(): void;
  /** Ends the server (fast shutdown: open transactions are rolled back). */
  stop(): Promise<void>;
}

/**
 * Starts the embedded server of a home directory, or adopts the one that already runs there.
 * Data is kept between starts; passwords are scram-sha-256; the server listens on loopback only and has no socket file.
 *
 * @param home Wirewatch's folder; everything is written below `<home>/postgres`
 * @param special settings of PostgreSQL other than usual, by name; a server that is taken over keeps those it has
 * @throws {PostgresStartError} with a sentence that says what to do
 */
export async function startEmbeddedPostgres(
  home: string,
  special: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  if (!isWritable(home)) {
    throw new PostgresStartError(
      `Wirewatch cannot write to ${home}; give this user the folder, or set WIREWATCH_HOME to another one`,
    );
  }
  const folder = join(home, "postgres");
  mkdirSync(home, { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const runAs = chooseRunAs(folder);
  const password = ownPassword(folder);
  initialise(folder, password, runAs);

  const running = readPostmaster(folder);
  let pid: number;
  let port: number;
  let adopted = false;
  if (running !== null && isAlive(running.pid) && (await answers(running.port, password))) {
    ({ pid, port } = running);
    adopted = true;
  } else {
    port = await choosePort(folder);
    pid = await launch(folder, port, password, runAs, special);
  }
  await ensureDatabase(port, password);
  return {
    url: urlOf(port, password, database),
    pid: () => pid,
    adopted,
    async revive() {
      if (isAlive(pid) || (await answers(port, password))) return false;
      pid = await launch(folder, port, password, runAs, special);
      return true;
    },
    leave() {
      if (isAlive(pid)) process.kill(pid, "SIGINT");
    },
    async stop() {
      await stopServer(readPostmaster(folder)?.pid ?? pid);
    },
  };
}

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  password_encryption: "scram-sha-256",
  log_min_messages: "warning",
  log_timezone: "UTC",
  timezone: "UTC",
  // A vanished client is noticed in seconds; its locks are then free.
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "3",
};

async function launch(
  folder: string,
  port: number,
  password: string,
  runAs: RunAs,
  special: Readonly<Record<string, string>>,
): Promise<number> {
  const logFile = join(folder, "server.log");
  const deadline = Date.now() + 60_000;
  for (;;) {
    const log = openSync(logFile, "a", 0o600);
    const start = readFileSync(logFile, "utf8").length;
    const args = [
      "-D",
      join(folder, "data"),
      "-p",
      String(port),
      ...Object.entries({ ...settings, ...special }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
    const [first = "", ...rest] = [...runAs.prefix, findPostgresBinaries().postgres, ...args];
    const child = spawn(first, rest, {
      detached: true,
      stdio: ["ignore", log, log],
      env: cleanEnvironment(),
      ...owner(runAs),
    });
    closeSync(log);
    child.unref();
    const exited = new Promise<true>((resolve) => {
      child.once("exit", () => resolve(true));
      child.once("error", () => resolve(true));
    });
    const up = await untilUp(port, password, exited, deadline);
    if (up && child.pid !== undefined) return readPostmaster(folder)?.pid ?? child.pid;
    const said = readFileSync(logFile, "utf8").slice(start);
    const retriable =
      /shared memory block|lock file|could not bind|Address already in use|is being used by|starting up|shutting down/i.test(
        said,
      );
    if (!retriable || Date.now() > deadline) {
      throw new PostgresStartError(
        `the embedded PostgreSQL did not start: ${lastLines(said) || "no answer within 60 s"} (its log: ${logFile})`,
      );
    }
    // Remains of a killed server hold its memory for a moment longer.
    await sleep(300);
  }
}

async function untilUp(port: number, password: string, exited: Promise<true>, deadline: number): Promise<boolean> {
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  while (Date.now() < deadline) {
    if (await answers(port, password)) return true;
    if (gone) return false;
    await sleep(60);
  }
  return false;
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, password, "postgres"), connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${database}`).catch(ignoreExisting);
  } finally {
    await client.end();
  }
}

function ignoreExisting(error: unknown): void {
  if (error instanceof pg.DatabaseError && (error.code === "42P04" || error.code === "23505")) return;
  throw error;
}

interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** What `postmaster.pid` says: line 1 is the process, line 4 the port. */
function readPostmaster(folder: string): Postmaster | null {
  const file = join(folder, "data", "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : null;
}

async function stopServer(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 15_000],
    ["SIGQUIT", 5000],
    ["SIGKILL", 2000],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (const until = Date.now() + waitMs; Date.now() < until && isAlive(pid);) await sleep(50);
  }
}

function urlOf(port: number, password: string, name: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
}
