import { buildTopics } from "./build-topics.ts";
import type { TopicConfig } from "./config.ts";
import { builtTopics, judgeConsoleTopics } from "./console-topics.ts";
import { problemsOf, topicProblems, topicWarnings } from "./file-rules.ts";
import type { Loaded } from "./loaded.ts";
import { locate } from "./locate.ts";
import { missingFileProblems } from "./missing-files.ts";
import type { ConsoleTopic } from "./open-entry.ts";
import { openFile } from "./open-file.ts";
import { originsIn, withConsole, type Origins } from "./origins.ts";
import { sortProblems, type Finding, type Problem } from "./problem.ts";
import type { RefusedObject } from "./refused-object.ts";
import type { ReadFile } from "./secrets.ts";
import { pathOfClause } from "./topic-queries.ts";
import { topicsSchema } from "./topics-schema.ts";

/** The topics of a file and of the console, and where they stand. */
export interface LoadedTopics {
  readonly topics: readonly TopicConfig[];
  readonly origins: Origins["topics"];
  /** Topics of the console that cannot be used. */
  readonly refused: readonly RefusedObject[];
  /** Gives a finding about a query its line and column; one about a clause that is not there stands at its topic. */
  readonly place: (finding: Finding, where: PlaceInQuery) => Problem;
}

/** A character of a topic's query. */
interface PlaceInQuery {
  readonly topicId: string;
  /** E.g. `any[0]`. */
  readonly clause: string;
  /** UTF-16 offset into the query. */
  readonly at: number;
}

/**
 * Reads a topics file on its own, e.g. for matching by hand, with the topics of the console. Whether the sources that they name are there is
 * not checked.
 *
 * @param path of a file like `topics.yaml`, under any name
 */
export async function loadTopics(
  path: string,
  options: { readonly readFile: ReadFile; readonly consoleTopics?: readonly ConsoleTopic[] },
): Promise<Loaded<LoadedTopics>> {
  const file = await openFile(path, "topics", topicsSchema, options.readFile);
  if (file.kind === "missing") {
    return { ok: false, problems: await missingFileProblems(path, { topics: file }, options.readFile) };
  }
  const problems = [...problemsOf(file), ...topicProblems(file)];
  if (file.kind === "unreadable" || file.value === null || problems.length > 0) {
    return { ok: false, problems: sortProblems(problems) };
  }
  const inFile = originsIn(file, "topics");
  const made = judgeConsoleTopics(options.consoleTopics ?? [], inFile, null);
  const entries = new Map(made.usedIds.map((id, at) => [id, made.used[at]]));
  return {
    ok: true,
    topics: [...buildTopics(file.value), ...builtTopics(made.used)],
    origins: withConsole(inFile, made.usedIds),
    refused: made.refused,
    place: (finding, { topicId, clause, at }) => {
      const entry = entries.get(topicId);
      const { yaml } = entry?.kind === "read" ? entry : file;
      return locate(yaml, { ...finding, path: pathOfClause(yaml.value, topicId, clause) ?? [], at });
    },
    warnings: sortProblems([file, ...made.used].flatMap(topicWarnings)),
  };
}
