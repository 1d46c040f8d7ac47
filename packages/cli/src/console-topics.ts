import type { ConsoleTopic } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { isMigrated, openStore, readConsoleObjects } from "@wirewatch/store";
import { readHome } from "./home.ts";

/**
 * Topics that were made in the console, for commands that work on the files: of the store that is named or that runs here. None where there
 * is no such store; one that does not answer is noted, since files can be checked without it.
 */
export async function topicsOfConsole(
  env: Environment,
  note: (text: string) => void,
): Promise<readonly ConsoleTopic[]> {
  const url = env.databaseUrl ?? readHome(env.home)?.databaseUrl;
  if (url === undefined) return [];
  const db = openStore({ url, connections: 1, name: "wirewatch command" });
  try {
    return (await isMigrated(db)) ? await readConsoleObjects(db, "topic") : [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    note(`topics of the console were left out: the store does not answer (${why})\n`);
    return [];
  } finally {
    await db.destroy();
  }
}
