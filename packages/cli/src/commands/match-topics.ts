import { readFile } from "node:fs/promises";
import { loadTopics } from "@wirewatch/config";
import { problemReport } from "../config-loader.ts";
import { matchArticles } from "./match.ts";
import { UsageError } from "../usage-error.ts";

/** `wirewatch match --topics <file>`: the topics of a file over articles on standard input. @returns exit code */
export async function matchTopics(path: string | undefined): Promise<number> {
  if (path === undefined) throw new UsageError("name the file with the topics: wirewatch match --topics topics.yaml");
  const loaded = await loadTopics(path, { readFile });
  if (!loaded.ok) throw new UsageError(`the topics cannot be used\n\n${problemReport(loaded.problems)}`);
  return matchArticles(process.stdin, process.stdout, loaded.topics);
}
