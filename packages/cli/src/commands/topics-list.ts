import { originWords } from "@wirewatch/config";
import type { Origins, TopicConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { lintTopic, parseQuery } from "@wirewatch/topics";
import { readWords } from "../command-words.ts";
import { tellAside } from "../say-aside.ts";
import { columns, printable } from "../terminal-text.ts";
import { openTopics } from "../topic-files.ts";

/**
 * `wirewatch topics list [--json]`: the topics of the files and of the console with their queries, limits, tests, warnings, and
 * where they stand.
 *
 * @param tell takes one line about what was left out
 * @returns exit code 0
 */
export async function listTopics(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell = tellAside,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, "topics list [id…] [--json]");
  const { topics, origins } = await openTopics(env, names, tell);
  if (options.json === true) {
    const listed = topics.map((topic) => ({
      ...topic,
      origin: originWords(origins.get(topic.id)),
      warnings: countWarnings(topic),
    }));
    write(`${JSON.stringify({ topics: listed }, null, 2)}\n`);
  } else if (topics.length === 0)
    write("There are no topics yet; they stand in topics.yaml or are made in the console.\n");
  else {
    const head = ["topic", "severity", "queries", "where", "tests", "warnings", "from"];
    write(printable(columns([head, ...topics.map((topic) => rowOf(topic, origins))], [4, 5])));
  }
  return 0;
}

function rowOf(topic: TopicConfig, origins: Origins["topics"]): readonly string[] {
  const { id, severity, tests } = topic;
  const examples = tests.match.length + tests.noMatch.length;
  const from = originWords(origins.get(id));
  return [id, severity, queriesOf(topic), whereOf(topic), String(examples), String(countWarnings(topic)), from];
}

/** E.g. `2 any, 1 none, 1 raise; stem, lexis`. */
function queriesOf({ any, all, none, raise, raiseBySources, stem, dialect, scope }: TopicConfig): string {
  const raises = raise.length + raiseBySources.length;
  const counts = Object.entries({ any: any.length, all: all.length, none: none.length, raise: raises })
    .filter(([, amount]) => amount > 0)
    .map(([list, amount]) => `${amount} ${list}`);
  const settings = [
    ...(stem ? ["stem"] : []),
    ...(dialect === "wql" ? [] : [dialect]),
    ...(scope === "document" ? ["document"] : []),
  ];
  return [counts.join(", "), ...(settings.length > 0 ? [settings.join(", ")] : [])].join("; ");
}

/** E.g. `en de, press`; `everywhere` without limits. */
function whereOf({ where }: TopicConfig): string {
  const limits = [where.languages, where.countries, where.sources, where.tags].filter((list) => list.length > 0);
  const shown = limits.map((list) => (list.length > 4 ? `${list.length} entries` : list.join(" ")));
  return shown.length === 0 ? "everywhere" : shown.join(", ");
}

/** What `check` and `topics lint` say of its queries. */
function countWarnings(topic: TopicConfig): number {
  const queries = [...topic.any, ...topic.all, ...topic.none, ...topic.raise.map(({ query }) => query)];
  const doubtful = queries.reduce((sum, query) => {
    const parsed = parseQuery(query, { dialect: topic.dialect, stem: topic.stem });
    return sum + (parsed.ok ? parsed.warnings.length : 0);
  }, 0);
  return doubtful + lintTopic(topic).length;
}
