import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";
import { runCommand, startProcess, writeConfig } from "./system.ts";

/** Services of the program in one process, on a store of their own. */
export interface TestProgram {
  readonly store: TestStore;
  /** SIGTERM. @returns exit code, or the name of the signal that ended it */
  stop(): Promise<number | string>;
}

/**
 * Checks a configuration and runs services with it.
 *
 * @param files the three files of the configuration
 * @throws {Error} with what `wirewatch check` said when it refuses them
 */
export async function startProgram(
  services: readonly string[],
  files: Parameters<typeof writeConfig>[1],
  env: NodeJS.ProcessEnv,
): Promise<TestProgram> {
  const folder = mkdtempSync(join(tmpdir(), "wirewatch program "));
  const store = await startTestStore();
  const close = async (): Promise<void> => {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  writeConfig(folder, files);
  const environment = { DATABASE_URL: store.url, WIREWATCH_CONFIG: folder, LOG_LEVEL: "warn", ...env };
  const check = await runCommand(["check"], environment);
  if (check.code !== 0) {
    await close();
    throw new Error(`the configuration is refused:\n${check.output}`);
  }
  const { child, ended } = startProcess(["run", ...services], environment);
  return {
    store,
    async stop() {
      child.kill("SIGTERM");
      const code = await ended;
      await close();
      return code;
    },
  };
}
