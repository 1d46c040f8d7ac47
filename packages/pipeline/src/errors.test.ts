import { connect } from "node:net";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { isStoreAway, LostClaimError, PermanentError, RetryLaterError } from "./errors.ts";

/** An error as the driver builds it from what the server sends. */
function fromServer(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError(`says ${code}`, 100, "error");
  return Object.assign(error, { code, severity: "FATAL", routine: "somewhere" });
}

/** The error of a connection that nobody answers; Node tries every address of the name. */
function refusedConnection(addresses: readonly string[]): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = connect({
      host: "store.example",
      port: 1,
      lookup: (_host, _options, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        ),
    });
    socket.once("error", resolve);
  });
}

describe("the store is away", () => {
  test.each([
    ["connection exception", "08006"],
    ["shut down by its administrator", "57P01"],
    ["crashed", "57P02"],
    ["starting up", "57P03"],
    ["too many connections", "53300"],
    ["disk full", "53100"],
  ])("when the server says: %s", (_what, code) => {
    expect(isStoreAway(fromServer(code))).toBe(true);
  });

  test.each([
    "Connection terminated unexpectedly",
    "Connection terminated due to connection timeout",
    "timeout exceeded when trying to connect",
    "Client has encountered a connection error and is not queryable",
    "Cannot use a pool after calling end on the pool",
  ])("when the driver says: %s", (message) => {
    expect(isStoreAway(new Error(message))).toBe(true);
  });

  test("when it is the cause of another error", () => {
    expect(
      isStoreAway(new Error("reading failed", { cause: new Error("again", { cause: fromServer("57P03") }) })),
    ).toBe(true);
  });

  test("when nothing listens at its one address, or at any of several", async () => {
    expect(isStoreAway(await refusedConnection(["127.0.0.1"]))).toBe(true);
    expect(isStoreAway(await refusedConnection(["127.0.0.1", "127.0.0.2"]))).toBe(true);
  });
});

describe("the work is wrong, not the store", () => {
  test.each([
    ["unique violation", "23505"],
    ["text that PostgreSQL cannot hold", "22021"],
    ["deadlock", "40P01"],
    ["statement timeout", "57014"],
    ["no such column", "42703"],
  ])("when the server says: %s", (_what, code) => {
    expect(isStoreAway(fromServer(code))).toBe(false);
  });

  test.each([
    ["an ordinary error", new Error("no headline")],
    ["our own errors", new PermanentError("never")],
    ["work for later", new RetryLaterError("later", 1000)],
    ["a lost claim", new LostClaimError("gone")],
    ["a code like the server's from elsewhere", Object.assign(new Error("x"), { code: "57P01" })],
    ["a string", "Connection terminated"],
    ["nothing", undefined],
  ])("%s", (_what, error) => {
    expect(isStoreAway(error)).toBe(false);
  });

  test("a file that is not there, e.g. of a secret", async () => {
    const missing = await readFile("/nonexistent/secret").catch((error: unknown) => error);
    expect(isStoreAway(missing)).toBe(false);
    expect(isStoreAway(new Error("the file cannot be read", { cause: missing }))).toBe(false);
  });
});
