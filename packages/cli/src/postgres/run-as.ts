import { spawnSync } from "node:child_process";
import { accessSync, chownSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** How the server's programs are started: PostgreSQL refuses to run as root. */
export interface RunAs {
  /** Words put before the program, e.g. `unshare --user …`. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const nobody = 65_534;

/**
 * Chooses how to start PostgreSQL for this user. An ordinary user needs nothing. As root: a user namespace in which we
 * are not root, else the user `nobody` if it can reach the folder; no user is ever created.
 *
 * @param folder the server's own folder, which exists
 * @throws {Error} one sentence what to do when neither is possible
 */
export function chooseRunAs(folder: string, uid: number | undefined = process.getuid?.()): RunAs {
  if (uid !== 0) return { prefix: [] };
  const namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];
  const ownedByRoot = statSync(folder).uid === 0;
  if (ownedByRoot && spawnSync("unshare", [...namespace.slice(1), "true"], { stdio: "ignore" }).status === 0) {
    return { prefix: namespace };
  }
  if (isReachableByAll(dirname(folder))) {
    giveTo(folder, nobody);
    return { prefix: [], uid: nobody, gid: nobody };
  }
  throw new Error(
    "PostgreSQL does not run as root, and neither a user namespace nor the user nobody is possible here; start Wirewatch as an ordinary user, or set DATABASE_URL to a PostgreSQL server",
  );
}

function isReachableByAll(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function giveTo(path: string, uid: number): void {
  chownSync(path, uid, uid);
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), uid);
}

/** True when this process may write into the folder, or into the nearest one above it that exists. */
export function isWritable(folder: string): boolean {
  let at = folder;
  while (!existsSync(at) && at !== dirname(at)) at = dirname(at);
  try {
    accessSync(at, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
