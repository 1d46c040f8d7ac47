import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder with configuration files, for commands that read them. */
export interface ConfigFolder {
  readonly path: string;
  remove(): void;
}

/** Writes files, e.g. `{ "alerts.yaml": "…" }`, into a folder of their own. */
export function configFolder(files: Readonly<Record<string, string>>): ConfigFolder {
  const path = mkdtempSync(join(tmpdir(), "wirewatch config "));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
