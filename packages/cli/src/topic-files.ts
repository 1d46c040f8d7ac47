import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadTopics } from "@wirewatch/config";
import type { Config, LoadedTopics } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { hasFiles, noFilesLine, originsInForce } from "./config-files.ts";
import { problemReport, refusalLine } from "./config-loader.ts";
import { lookAtConsole } from "./console-look.ts";
import type { ConsoleLook } from "./console-look.ts";
import type { Tell } from "./say-aside.ts";
import { unknownName } from "./unknown-name.ts";
import { UsageError } from "./usage-error.ts";

/** Topics as a command has them. */
export type OpenedTopics = Omit<LoadedTopics, "refused">;

/**
 * The topics of the file and of the console, all of them or those that are named; where there are no files at all, those in force. Mistakes in
 * other files do not matter.
 *
 * @param ids empty: all
 * @param tell takes one line about what was left out
 * @throws {UsageError} when the file cannot be used, or there is no topic of that name
 */
export async function openTopics(env: Environment, ids: readonly string[], tell: Tell): Promise<OpenedTopics> {
  const look = await lookAtConsole(env, { inForce: !hasFiles(env.configFolder) });
  if (look.inForce !== null) tell(noFilesLine(env.configFolder));
  const opened = look.inForce === null ? await ofFile(env.configFolder, look, tell) : inForce(look.inForce, look);
  const known = opened.topics.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw unknownName("topic", unknown, look.note === null ? "in topics.yaml or the console" : "in topics.yaml", known);
  }
  const named = new Set(ids);
  return { ...opened, topics: opened.topics.filter(({ id }) => named.size === 0 || named.has(id)) };
}

async function ofFile(folder: string, look: ConsoleLook, tell: Tell): Promise<OpenedTopics> {
  const path = join(folder, "topics.yaml");
  const loaded = await loadTopics(path, { readFile, consoleTopics: look.topics });
  if (!loaded.ok) throw new UsageError(`the topics cannot be used\n\n${problemReport(loaded.problems)}`);
  if (look.note !== null) tell(look.note);
  for (const refused of loaded.refused) tell(refusalLine(refused));
  return loaded;
}

/** Without files there are no lines to point at. */
function inForce({ topics }: Config, look: ConsoleLook): OpenedTopics {
  return {
    topics,
    origins: originsInForce(look).topics,
    place: ({ found, expected, suggestion = null, message }, { topicId }) => {
      return { file: `topic ${topicId}`, line: 1, column: 1, found, expected, suggestion, message, frame: null };
    },
  };
}
