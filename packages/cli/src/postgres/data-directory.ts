import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPostgresBinaries } from "./binaries.ts";
import { command } from "./run-as-command.ts";
import type { RunAs } from "./run-as.ts";
import { lastLines, PostgresStartError } from "./start-error.ts";

/** The one role of the server. */
export const user = "wirewatch";

/**
 * The server's password, made at the first start. Written beside its place and renamed, so that a crash leaves no half
 * one; an empty file is of no use to anybody.
 */
export function ownPassword(folder: string): string {
  const file = join(folder, "password");
  const known = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (known !== "") return known;
  const password = randomBytes(24).toString("base64url");
  writeFileSync(`${file}.new`, password, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return password;
}

/**
 * Creates the data directory beside its place and renames it when it is whole, so that a crash leaves no half one.
 *
 * @throws {PostgresStartError} when it cannot be created, or is of another PostgreSQL
 */
export function initialise(folder: string, password: string, runAs: RunAs): void {
  const data = join(folder, "data");
  for (const name of readdirSync(folder)) {
    if (name.startsWith("data.new-")) rmSync(join(folder, name), { recursive: true, force: true });
  }
  if (existsSync(join(data, "PG_VERSION"))) {
    const version = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
    if (version !== "18") {
      throw new PostgresStartError(
        `${data} was written by PostgreSQL ${version}, this Wirewatch brings 18; move the folder away to start anew, or set DATABASE_URL`,
      );
    }
    return;
  }
  rmSync(data, { recursive: true, force: true });
  const fresh = join(folder, `data.new-${process.pid}`);
  const passwordFile = join(folder, "password.init");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    const result = command(
      findPostgresBinaries().initdb,
      [
        `--pgdata=${fresh}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
      ],
      runAs,
      passwordFile,
    );
    if (result.status !== 0) {
      throw new PostgresStartError(
        `the database folder could not be created: ${lastLines(`${result.stdout}\n${result.stderr}`)}`,
      );
    }
    renameSync(fresh, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}
