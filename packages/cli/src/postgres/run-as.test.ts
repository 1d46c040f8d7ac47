import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findPostgresBinaries } from "./binaries.ts";
import { chooseRunAs, isWritable } from "./run-as.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wirewatch run as "));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("PostgreSQL starts as the user we are when that is not root", () => {
  expect(chooseRunAs(folder, 1000)).toEqual({ prefix: [] });
});

describe("a folder", () => {
  test("can be written to when it, or the nearest one above it that exists, lets us", () => {
    expect(isWritable(folder)).toBe(true);
    expect(isWritable(join(folder, "not", "yet", "there"))).toBe(true);
  });

  test.skipIf(process.getuid?.() === 0)("cannot be written to when it forbids that (root may write anywhere)", () => {
    chmodSync(folder, 0o500);
    expect(isWritable(join(folder, "below"))).toBe(false);
    chmodSync(folder, 0o700);
  });
});

describe("the programs of PostgreSQL", () => {
  test("are there for this machine", () => {
    expect(findPostgresBinaries()).toEqual({
      initdb: expect.stringMatching(/bin\/initdb$/),
      postgres: expect.stringMatching(/bin\/postgres$/),
    });
  });

  test("are missed with what to do where there are none", () => {
    expect(() => findPostgresBinaries("plan9", "mips")).toThrow(
      "there is no embedded PostgreSQL for plan9-mips in this installation; set DATABASE_URL to a PostgreSQL server",
    );
  });
});
