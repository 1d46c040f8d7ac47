import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configTemplates } from "./init-templates.ts";

/**
 * `wirewatch init`: writes a commented configuration to start from. Files that are there stay as they are.
 *
 * @param options.folder created when it does not exist
 * @returns exit code 0
 * @throws when the folder cannot be written
 */
export async function runInit({
  folder,
  write,
}: {
  readonly folder: string;
  readonly write: (text: string) => void;
}): Promise<number> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(configTemplates)) {
    const path = join(folder, name);
    write((await createFile(path, content)) ? `wrote ${path}\n` : `kept ${path}, which was there already\n`);
  }
  write(
    [
      "",
      "What next:",
      `  1. put the address of a feed or home page into ${join(folder, "sources.yaml")} and set enabled: true,`,
      "     or take over a list: wirewatch sources import list.opml",
      `  2. put your words into ${join(folder, "topics.yaml")}`,
      "  3. wirewatch check    tells you whether all of it can be read",
      "  4. wirewatch up       starts; alerts appear in the terminal until alerts.yaml says otherwise",
      "",
    ].join("\n"),
  );
  return 0;
}

/** Creates the file, or answers false when there is one: in one step, so that nothing is ever overwritten. */
async function createFile(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
