import type { Config, ConsoleSource, ConsoleTopic } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { isMigrated, openStore, readConsoleObjects } from "@wirewatch/store";
import { currentConfig } from "./current-config.ts";
import { readHome } from "./home.ts";

/** What was made in the console, as far as a command that works on files can see it. */
export interface ConsoleLook {
  readonly topics: readonly ConsoleTopic[];
  readonly sources: readonly ConsoleSource[];
  /** The configuration in force; null where it was not asked for, or there is none. */
  readonly inForce: Config | null;
  /** One line that says why nothing of the console is here and how to have it; null when all of it is. */
  readonly note: string | null;
}

/** Longest wait for a store that may be away: the files can be worked on without it. */
const connectTimeoutMs = 1500;

/**
 * What was made in the console, out of the store that is named or that runs here. A store that is away costs at most two seconds.
 *
 * @param wanted.inForce also reads the configuration in force, for a machine without files
 */
export async function lookAtConsole(
  env: Environment,
  wanted: { readonly inForce: boolean } = { inForce: false },
): Promise<ConsoleLook> {
  const url = env.databaseUrl ?? readHome(env.home)?.databaseUrl;
  if (url === undefined) return nothing("no Wirewatch runs here", "start it, or set DATABASE_URL");
  const db = openStore({ url, connections: 1, name: "wirewatch command", connectTimeoutMs });
  try {
    if (!(await isMigrated(db))) return nothing("the store has other tables", "run wirewatch migrate");
    return {
      topics: await readConsoleObjects(db, "topic"),
      sources: await readConsoleObjects(db, "source"),
      inForce: wanted.inForce ? await currentConfig(db) : null,
      note: null,
    };
  } catch (error) {
    return nothing(`the store does not answer: ${whyOf(error)}`, "start it, or set DATABASE_URL to one that does");
  } finally {
    await db.destroy();
  }
}

function nothing(why: string, how: string): ConsoleLook {
  const note = `What was made in the console is left out (${why}); to have it as well, ${how}.`;
  return { topics: [], sources: [], inForce: null, note };
}

/** Several addresses of one host fail with an error of its own that says nothing. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return "code" in error ? String(error.code) : error.name;
}
