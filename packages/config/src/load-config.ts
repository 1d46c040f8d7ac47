import { join } from "node:path";
import {
  alertComplaints,
  endlessQuietHours,
  timerWarnings,
  unknownEqualLabels,
  unknownLabelWarnings,
} from "./alert-rules.ts";
import { alertsSchema, type AlertsFile } from "./alerts-schema.ts";
import { buildAlerts, defaultAlerts } from "./build-alerts.ts";
import { buildSources, emptySource } from "./build-sources.ts";
import { buildTopics } from "./build-topics.ts";
import { builtTopics, consoleTopicProblems, openConsoleTopics, type OpenedTopic } from "./console-topics.ts";
import { loadConsoleSources, type ConsoleSource } from "./console-sources.ts";
import type { ConsoleTopic } from "./open-entry.ts";
import type { Config, SourceConfig, TopicConfig } from "./config.ts";
import { valueAt } from "./describe-value.ts";
import { entriesAt, textsAt } from "./entries.ts";
import { kindComplaints, webSubComplaints } from "./kind-rules.ts";
import { missingFile, missingFileProblems, noAlertsWarning, nothingToDoWarnings } from "./missing-files.ts";
import { locate } from "./locate.ts";
import { locateAll, openFile, rootOf, type OpenedFile } from "./open-file.ts";
import { sortProblems, type Finding, type Problem } from "./problem.ts";
import { receiverComplaints } from "./receiver-rules.ts";
import { secretComplaints } from "./secret-rules.ts";
import type { ReadFile, SecretSources } from "./secrets.ts";
import { selectorComplaints } from "./selector-rules.ts";
import { inheritedComplaints, sourceComplaints } from "./source-rules.ts";
import { sourcesSchema, type SourcesFile } from "./sources-schema.ts";
import { pathOfClause, queryWarnings } from "./topic-queries.ts";
import { emptyTopicComplaints, topicComplaints, unknownSourceComplaints, unknownTagWarnings } from "./topic-rules.ts";
import { failedTestComplaints, type RunTopicTests } from "./topic-tests.ts";
import { builtInLabels, topicsSchema, type TopicsFile } from "./topics-schema.ts";
import { writtenEntries, type WrittenEntry } from "./written-entry.ts";

/** The files of a configuration folder. */
export const configFiles = ["sources.yaml", "topics.yaml", "alerts.yaml"] as const;

export interface LoadOptions extends SecretSources {
  /** True: every `${env:NAME}` and `${file:/path}` must resolve here. False for a machine that only checks spelling. */
  readonly checkSecrets: boolean;
  /** Runs the `tests:` of topics; failing ones are problems. Left out when only loading. */
  readonly runTopicTests?: RunTopicTests;
  /** Topics that were made in the console; they count as those of the file do. None when left out. */
  readonly consoleTopics?: readonly ConsoleTopic[];
  /** Sources that were imported in the console; they count as those of the file do. None when left out. */
  readonly consoleSources?: readonly ConsoleSource[];
}

/** Either a configuration that can be used as it is, or everything that is wrong with it, in reading order. */
export type Loaded<T> =
  | ({ readonly ok: true; readonly warnings: readonly Problem[] } & T)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads `sources.yaml`, `topics.yaml` and `alerts.yaml` of a folder. Reports all problems at once, one for each
 * cause, with line and column. A missing `alerts.yaml` means: print alerts to the terminal.
 *
 * @example
 *   const loaded = await loadConfig("config", { readFile, env: process.env, checkSecrets: true });
 *   if (!loaded.ok) for (const problem of loaded.problems) console.error(problem.message);
 */
export async function loadConfig(folder: string, options: LoadOptions): Promise<Loaded<LoadedConfig>> {
  const { readFile } = options;
  const files: Files = {
    sources: await openFile(join(folder, "sources.yaml"), "sources", sourcesSchema, readFile),
    topics: await openFile(join(folder, "topics.yaml"), "topics", topicsSchema, readFile),
    alerts: await openFile(join(folder, "alerts.yaml"), "alerts", alertsSchema, readFile),
    consoleTopics: openConsoleTopics(options.consoleTopics ?? []),
  };
  const imported = await loadConsoleSources(
    options.consoleSources ?? [],
    rootOf(files.sources),
    allowedPrivate(files.sources, files.alerts),
    loadSources,
  );
  const missing = await missingFileProblems(folder, files, readFile);
  const problems = [
    ...missing,
    ...fileProblems(files),
    ...imported.problems,
    ...ruleProblems(files, imported.sources),
    ...(await secretProblems(files, options)),
  ];
  const config = problems.length === 0 ? build(files, imported.sources) : null;
  if (config !== null) {
    for (const file of topicFiles(files)) problems.push(...testProblems(file, options.runTopicTests));
  }
  if (config === null || problems.length > 0) return { ok: false, problems: sortProblems(problems) };
  const written = files.topics.kind === "read" ? writtenEntries(files.topics.yaml, "topics") : new Map();
  return { ok: true, config, writtenTopics: written, warnings: sortProblems(warningsAbout(files, config)) };
}

/** A configuration that can be used, and how its topics are written. */
export interface LoadedConfig {
  readonly config: Config;
  /** By id; of the file alone. */
  readonly writtenTopics: ReadonlyMap<string, WrittenEntry>;
}

/** The topics of a file, and where in it they stand. */
export interface LoadedTopics {
  readonly topics: readonly TopicConfig[];
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
 * Reads a topics file on its own, e.g. for matching by hand.
 *
 * @param path of a file like `topics.yaml`, under any name
 */
export async function loadTopics(
  path: string,
  options: { readonly readFile: ReadFile },
): Promise<Loaded<LoadedTopics>> {
  const file = await openFile(path, "topics", topicsSchema, options.readFile);
  if (file.kind === "missing") {
    return { ok: false, problems: await missingFileProblems(path, { topics: file }, options.readFile) };
  }
  const problems = [...problemsOf(file), ...topicProblems(file)];
  if (file.kind === "unreadable" || file.value === null || problems.length > 0) {
    return { ok: false, problems: sortProblems(problems) };
  }
  return {
    ok: true,
    topics: buildTopics(file.value),
    place: (finding, { topicId, clause, at }) => {
      const path = pathOfClause(rootOf(file), topicId, clause) ?? [];
      return locate(file.yaml, { ...finding, path, at });
    },
    warnings: sortProblems(topicWarnings(file)),
  };
}

/**
 * Reads a sources file on its own, e.g. before sources are added to it. What needs `alerts.yaml` is not checked.
 *
 * @param path of a file like `sources.yaml`, under any name
 * @param options.allowPrivate opened elsewhere, beside what the file itself opens
 */
export async function loadSources(
  path: string,
  options: { readonly readFile: ReadFile; readonly allowPrivate?: readonly string[] },
): Promise<Loaded<{ readonly sources: readonly SourceConfig[]; readonly network: Config["network"] }>> {
  const file = await openFile(path, "sources", sourcesSchema, options.readFile);
  if (file.kind === "missing") return { ok: false, problems: [await missingFile(path, options.readFile)] };
  const allowPrivate = [...new Set([...allowedPrivate(file), ...(options.allowPrivate ?? [])])];
  const problems = [...problemsOf(file), ...sourceProblems(file, allowPrivate)];
  if (file.kind === "unreadable" || file.value === null || problems.length > 0) {
    return { ok: false, problems: sortProblems(problems) };
  }
  return { ok: true, sources: buildSources(file.value), network: { allowPrivate }, warnings: [] };
}

interface Files {
  readonly sources: OpenedFile<SourcesFile>;
  readonly topics: OpenedFile<TopicsFile>;
  readonly alerts: OpenedFile<AlertsFile>;
  readonly consoleTopics: readonly OpenedTopic[];
}

/** The file and, like files of their own, the topics of the console. */
function topicFiles({ topics, consoleTopics }: Files): readonly OpenedFile<TopicsFile>[] {
  return [topics, ...consoleTopics];
}

function fileProblems({ sources, topics, alerts, consoleTopics }: Files): readonly Problem[] {
  return [...[sources, topics, alerts].flatMap(problemsOf), ...consoleTopicProblems(consoleTopics, topics)];
}

function problemsOf(file: OpenedFile<unknown>): readonly Problem[] {
  if (file.kind === "unreadable") return file.problems;
  return file.kind === "read" ? locateAll(file, file.complaints) : [];
}

function ruleProblems(files: Files, imported: readonly SourceConfig[]): readonly Problem[] {
  const { sources, topics, alerts } = files;
  const allSources = { sources: [...entriesAt(rootOf(sources), ["sources"]).map(({ value }) => value), ...imported] };
  const isKnown = sources.kind !== "unreadable" && alerts.kind !== "unreadable";
  const allowPrivate = isKnown ? allowedPrivate(sources, alerts) : null;
  return [
    ...sourceProblems(sources, allowPrivate),
    ...(alerts.kind === "unreadable"
      ? []
      : locateAll(sources, webSubComplaints(rootOf(sources), valueAt(rootOf(alerts), ["public_url"])))),
    ...topicProblems(topics),
    ...topicFiles(files).flatMap((file) =>
      sources.kind === "read" ? locateAll(file, unknownSourceComplaints(rootOf(file), allSources)) : [],
    ),
    ...locateAll(alerts, alertComplaints(rootOf(alerts), allowPrivate)),
    ...locateAll(alerts, valueOf(alerts, receiverComplaints)),
    ...locateAll(alerts, valueOf(alerts, endlessQuietHours)),
    ...locateAll(
      alerts,
      valueOf(topics, ({ topics: entries = [] }) =>
        unknownEqualLabels(rootOf(alerts), labelsOf([...entries, ...builtTopics(files.consoleTopics)])),
      ),
    ),
  ];
}

function sourceProblems(sources: OpenedFile<SourcesFile>, allowPrivate: readonly string[] | null): readonly Problem[] {
  const root = rootOf(sources);
  return [
    ...locateAll(sources, sourceComplaints(root, allowPrivate)),
    ...locateAll(sources, kindComplaints(root)),
    ...locateAll(sources, selectorComplaints(root)),
    ...locateAll(sources, valueOf(sources, inheritedComplaints)),
  ];
}

function topicProblems(topics: OpenedFile<TopicsFile>): readonly Problem[] {
  return locateAll(topics, [...topicComplaints(rootOf(topics)), ...valueOf(topics, emptyTopicComplaints)]);
}

function topicWarnings(topics: OpenedFile<TopicsFile>): readonly Problem[] {
  return locateAll(topics, queryWarnings(rootOf(topics)));
}

/** What a rule says about a file that fits its schema. */
function valueOf<T, Result>(file: OpenedFile<T>, rule: (value: T) => readonly Result[]): readonly Result[] {
  return file.kind === "read" && file.value !== null ? rule(file.value) : [];
}

async function secretProblems({ sources, alerts }: Files, options: LoadOptions): Promise<readonly Problem[]> {
  if (!options.checkSecrets) return [];
  return [
    ...locateAll(sources, await secretComplaints(rootOf(sources), options)),
    ...locateAll(alerts, await secretComplaints(rootOf(alerts), options)),
  ];
}

function testProblems(file: OpenedFile<TopicsFile>, runTopicTests: RunTopicTests | undefined): readonly Problem[] {
  if (runTopicTests === undefined || file.kind !== "read" || file.value === null) return [];
  return locateAll(file, failedTestComplaints(buildTopics(file.value), runTopicTests));
}

function allowedPrivate(...files: readonly OpenedFile<unknown>[]): string[] {
  const listed = files.flatMap((file) => textsAt(rootOf(file), ["network", "allow_private"]).map(({ value }) => value));
  return [...new Set(listed)];
}

/** The whole configuration; null when a file it needs is not there or does not fit. */
function build({ sources, topics, alerts, consoleTopics }: Files, imported: readonly SourceConfig[]): Config | null {
  if (sources.kind !== "read" || topics.kind !== "read" || alerts.kind === "unreadable") return null;
  const alertsValue = alerts.kind === "read" ? alerts.value : undefined;
  if (sources.value === null || topics.value === null || alertsValue === null) return null;
  return {
    sources: [...buildSources(sources.value), ...imported],
    ...(sources.value.defaults === undefined ? {} : { sourceDefaults: emptySource(sources.value.defaults) }),
    topics: [...buildTopics(topics.value), ...builtTopics(consoleTopics)],
    alerts: alertsValue === undefined ? structuredClone(defaultAlerts) : buildAlerts(alertsValue),
    network: { allowPrivate: allowedPrivate(sources, alerts) },
  };
}

function warningsAbout(files: Files, config: Config): readonly Problem[] {
  return [
    ...nothingToDoWarnings(files, config),
    ...(files.alerts.kind === "missing" ? [noAlertsWarning(files.alerts.path)] : []),
    ...topicFiles(files).flatMap((file) => [
      ...topicWarnings(file),
      ...locateAll(file, unknownTagWarnings(rootOf(file), tagsOf(config.sources))),
    ]),
    ...locateAll(files.alerts, valueOf(files.alerts, timerWarnings)),
    ...locateAll(files.alerts, unknownLabelWarnings(rootOf(files.alerts), labelsOf(config.topics))),
  ];
}

function tagsOf(sources: readonly SourceConfig[]): readonly string[] {
  return [...new Set(sources.flatMap((source) => source.tags))];
}

function labelsOf(topics: readonly { readonly labels?: TopicConfig["labels"] }[]): readonly string[] {
  return [...new Set([...builtInLabels, ...topics.flatMap((topic) => Object.keys(topic.labels ?? {}))])];
}
