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
import { builtTopics, judgeConsoleTopics, type JudgedTopics } from "./console-topics.ts";
import { judgeConsoleSources, type ConsoleSource, type ForeignFinding } from "./console-sources.ts";
import type { ConsoleTopic } from "./open-entry.ts";
import { defaultKeep } from "./config.ts";
import type { Config, KeepConfig, SourceConfig, TopicConfig } from "./config.ts";
import { valueAt } from "./describe-value.ts";
import {
  allowedPrivate,
  idsIn,
  isOpeningKnown,
  problemsOf,
  sourceProblems,
  topicProblems,
  topicWarnings,
  valueOf,
} from "./file-rules.ts";
import { webSubComplaints } from "./kind-rules.ts";
import type { Loaded } from "./loaded.ts";
import { missingFileProblems, noAlertsWarning, nothingToDoWarnings } from "./missing-files.ts";
import { locateAll, openFile, rootOf, type OpenedFile } from "./open-file.ts";
import { originsIn, withConsole, type Origins } from "./origins.ts";
import { sortProblems, type Problem } from "./problem.ts";
import { receiverComplaints } from "./receiver-rules.ts";
import { refusedEntry, type RefusedObject } from "./refused-object.ts";
import { secretComplaints } from "./secret-rules.ts";
import type { SecretSources } from "./secrets.ts";
import { sourcesSchema, type SourcesFile } from "./sources-schema.ts";
import { unknownSourceComplaints, unknownTagWarnings } from "./topic-rules.ts";
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

/** A configuration that can be used, and how its topics are written. */
export interface LoadedConfig {
  readonly config: Config;
  /** By id; of the file alone. */
  readonly writtenTopics: ReadonlyMap<string, WrittenEntry>;
  readonly origins: Origins;
  /** Objects of the console that the configuration goes without; `config.refused` says the same in short. */
  readonly refused: readonly RefusedObject[];
}

/**
 * Reads `sources.yaml`, `topics.yaml` and `alerts.yaml` of a folder, and what was made in the console. Reports all problems at once, one for
 * each cause, with line and column. A missing `alerts.yaml` means: print alerts to the terminal. A file with a problem cannot be used; an object
 * of the console with one is left out by itself.
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
  };
  const inFiles = { sources: originsIn(files.sources, "sources"), topics: originsIn(files.topics, "topics") };
  const made = await judgeObjects(files, inFiles, options);
  const problems = [
    ...(await missingFileProblems(folder, files, readFile)),
    ...fileProblems(files),
    ...ruleProblems(files, made),
    ...(await secretProblems(files, options)),
  ];
  const config = problems.length === 0 ? build(files, made) : null;
  if (config !== null) {
    for (const file of topicFiles(files, made)) problems.push(...testProblems(file, options.runTopicTests));
  }
  if (config === null || problems.length > 0) {
    return { ok: false, problems: sortProblems([...problems, ...made.refused.flatMap((one) => one.problems)]) };
  }
  const written = files.topics.kind === "read" ? writtenEntries(files.topics.yaml, "topics") : new Map();
  const origins = {
    sources: withConsole(
      inFiles.sources,
      made.sources.map(({ id }) => id),
    ),
    topics: withConsole(inFiles.topics, made.topics.usedIds),
  };
  const warnings = sortProblems(warningsAbout(files, made, config));
  return { ok: true, config, writtenTopics: written, origins, refused: made.refused, warnings };
}

interface Files {
  readonly sources: OpenedFile<SourcesFile>;
  readonly topics: OpenedFile<TopicsFile>;
  readonly alerts: OpenedFile<AlertsFile>;
}

/** What the console adds to the files. */
interface Made {
  readonly sources: readonly SourceConfig[];
  readonly topics: JudgedTopics;
  readonly refused: readonly RefusedObject[];
  /** Of files and console, also of those that cannot be used at the moment: a topic may name them. */
  readonly sourceIds: readonly string[];
}

async function judgeObjects(files: Files, inFiles: Origins, options: LoadOptions): Promise<Made> {
  const { sources, alerts } = files;
  const { consoleSources = [], consoleTopics = [] } = options;
  const allowPrivate = allowedPrivate(sources, alerts);
  // They inherit from the file: what is wrong there is said once, and there.
  const isFileRight =
    sources.kind === "read" && sources.value !== null && sourceProblems(sources, allowPrivate).length === 0;
  const judged = await judgeConsoleSources(isFileRight ? consoleSources : [], {
    inFile: inFiles.sources,
    defaults: valueAt(rootOf(sources), ["defaults"]),
    allowPrivate,
    rules: (root) => foreignFindings(root, files, options),
  });
  const sourceIds = [...idsIn(sources, "sources"), ...consoleSources.map(({ id }) => id)];
  const topics = judgeConsoleTopics(consoleTopics, inFiles.topics, sources.kind === "unreadable" ? null : sourceIds);
  return { sources: judged.sources, topics, refused: [...judged.refused, ...topics.refused], sourceIds };
}

/** What a source of the console needs that is not in it. */
async function foreignFindings(
  root: unknown,
  { alerts }: Files,
  options: LoadOptions,
): Promise<readonly ForeignFinding[]> {
  const publicUrl = alerts.kind === "unreadable" ? "" : valueAt(rootOf(alerts), ["public_url"]);
  const pushes = webSubComplaints(root, publicUrl).map((finding) => ({ ...finding, remedy: setPublicUrl }));
  const secrets = options.checkSecrets ? await secretComplaints(root, options) : [];
  return [...pushes, ...secrets.map((finding) => ({ ...finding, remedy: giveSecret }))];
}

const setPublicUrl = "Set public_url in alerts.yaml, or edit the source: without push: websub it is polled.";
const giveSecret = "Give the secret to the process that runs the fetcher and start it again, or edit the source.";

/** The file and, like files of their own, the topics of the console. */
function topicFiles({ topics }: Files, made: Made): readonly OpenedFile<TopicsFile>[] {
  return [topics, ...made.topics.used];
}

function fileProblems({ sources, topics, alerts }: Files): readonly Problem[] {
  return [sources, topics, alerts].flatMap(problemsOf);
}

function ruleProblems(files: Files, made: Made): readonly Problem[] {
  const { sources, topics, alerts } = files;
  const allSources = { sources: made.sourceIds.map((id) => ({ id })) };
  const isKnown = isOpeningKnown(sources) && isOpeningKnown(alerts);
  const allowPrivate = isKnown ? allowedPrivate(sources, alerts) : null;
  return [
    ...sourceProblems(sources, allowPrivate),
    ...(alerts.kind === "unreadable"
      ? []
      : locateAll(sources, webSubComplaints(rootOf(sources), valueAt(rootOf(alerts), ["public_url"])))),
    ...topicProblems(topics),
    ...(sources.kind === "read" ? locateAll(topics, unknownSourceComplaints(rootOf(topics), allSources)) : []),
    ...locateAll(alerts, alertComplaints(rootOf(alerts), allowPrivate)),
    ...locateAll(alerts, valueOf(alerts, receiverComplaints)),
    ...locateAll(alerts, valueOf(alerts, endlessQuietHours)),
    ...locateAll(
      alerts,
      valueOf(topics, ({ topics: entries = [] }) =>
        unknownEqualLabels(rootOf(alerts), labelsOf([...entries, ...builtTopics(made.topics.all)])),
      ),
    ),
  ];
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

/** The whole configuration; null when a file it needs is not there or does not fit. */
function build({ sources, topics, alerts }: Files, made: Made): Config | null {
  if (sources.kind !== "read" || topics.kind !== "read" || alerts.kind === "unreadable") return null;
  const alertsValue = alerts.kind === "read" ? alerts.value : undefined;
  if (sources.value === null || topics.value === null || alertsValue === null) return null;
  return {
    sources: [...buildSources(sources.value), ...made.sources],
    ...(sources.value.defaults === undefined ? {} : { sourceDefaults: emptySource(sources.value.defaults) }),
    topics: [...buildTopics(topics.value), ...builtTopics(made.topics.used)],
    alerts: alertsValue === undefined ? structuredClone(defaultAlerts) : buildAlerts(alertsValue),
    network: { allowPrivate: allowedPrivate(sources, alerts) },
    keep: keepOf(sources.value.keep),
    ...(made.refused.length === 0 ? {} : { refused: made.refused.map(refusedEntry) }),
  };
}

function keepOf(written: SourcesFile["keep"]): KeepConfig {
  const { pages = defaultKeep.pagesMs, texts = defaultKeep.textsMs } = written ?? {};
  return { pagesMs: pages, textsMs: texts };
}

function warningsAbout(files: Files, made: Made, config: Config): readonly Problem[] {
  return [
    ...nothingToDoWarnings(files, config),
    ...(files.alerts.kind === "missing" ? [noAlertsWarning(files.alerts.path)] : []),
    ...topicFiles(files, made).flatMap((file) => [
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
