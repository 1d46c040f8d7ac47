import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadTopics } from "@wirewatch/config";
import type { LoadedTopics } from "@wirewatch/config";
import { problemReport } from "./config-loader.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The topics of a configuration folder, all of them or those that are named.
 *
 * @param ids empty: all
 * @throws {UsageError} when the file cannot be used, or there is no topic of that name
 */
export async function openTopics(folder: string, ids: readonly string[]): Promise<LoadedTopics> {
  const loaded = await loadTopics(join(folder, "topics.yaml"), { readFile });
  if (!loaded.ok) throw new UsageError(`the topics cannot be used\n\n${problemReport(loaded.problems)}`);
  const known = loaded.topics.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const shown =
      known.length > 50 ? `${known.slice(0, 50).join(", ")} and ${known.length - 50} more` : known.join(", ");
    throw new UsageError(`there is no topic "${unknown}" in topics.yaml; topics are ${shown}`);
  }
  const named = new Set(ids);
  return { topics: loaded.topics.filter(({ id }) => named.size === 0 || named.has(id)), place: loaded.place };
}
