import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockHome, publishHome, readHome } from "./home.ts";

let home: string;
const file = (): string => join(home, "supervisor.json");

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "wirewatch home "));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const url = "postgres://wirewatch:secret@127.0.0.1:5555/wirewatch";

/** Id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

function leave(state: object | string): void {
  writeFileSync(file(), typeof state === "string" ? state : JSON.stringify(state));
}

describe("a home directory", () => {
  test("is made when it is not there", () => {
    const lock = lockHome(join(home, "deep", "er"));
    expect(existsSync(join(home, "deep", "er"))).toBe(true);
    lock.release();
  });

  test("tells other commands where the running system's store is", () => {
    publishHome(home, url);
    expect(readHome(home)).toMatchObject({ pid: process.pid, databaseUrl: url });
  });

  test("keeps the store's password from other users", () => {
    publishHome(home, url);
    expect(statSync(file()).mode & 0o077).toBe(0);
  });

  test("takes one supervisor at a time, and says which one runs", () => {
    const lock = lockHome(home);
    publishHome(home, url);
    expect(() => lockHome(home)).toThrow(
      `Wirewatch already runs here (process ${process.pid}); stop it first, or set WIREWATCH_HOME to another folder`,
    );
    lock.release();
    expect(readHome(home)).toBeNull();
    expect(() => lockHome(home)).not.toThrow();
  });
});

test("two supervisors that start at once do not both get it, long before there is a store", () => {
  const lock = lockHome(home);
  expect(() => lockHome(home)).toThrow(/already runs here/);
  expect(readHome(home)).toBeNull();
  lock.release();
  expect(() => lockHome(home)).not.toThrow();
});

describe("what a crashed supervisor left", () => {
  test("is not taken for a running one", async () => {
    leave({ pid: await endedProcess(), startedTicks: "1", databaseUrl: url });
    expect(readHome(home)).toBeNull();
    expect(() => lockHome(home)).not.toThrow();
  });

  test("is not taken for another program that got its process id", () => {
    publishHome(home, url);
    const state = JSON.parse(readFileSync(file(), "utf8")) as object;
    leave({ ...state, startedTicks: "1" });
    expect(readHome(home)).toBeNull();
    expect(() => lockHome(home)).not.toThrow();
  });

  test.each([
    ["nothing", ""],
    ["half a file", '{"pid": 12'],
    ["another thing", '"text"'],
    ["no process", "{}"],
    ["null", "null"],
  ])("may be %s", (_what, text) => {
    leave(text);
    expect(readHome(home)).toBeNull();
    expect(() => lockHome(home)).not.toThrow();
  });
});
