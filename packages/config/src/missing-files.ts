import type { Config } from "./config.ts";
import type { OpenedFile } from "./open-file.ts";
import { fileProblem, type Problem } from "./problem.ts";
import { errorCode, type ReadFile } from "./secrets.ts";

/**
 * One problem for each file that must be there and is not; a single one when the folder holds none at all.
 *
 * @param folder as the operator named it
 */
export async function missingFileProblems(
  folder: string,
  files: {
    readonly sources?: OpenedFile<unknown>;
    readonly topics: OpenedFile<unknown>;
    readonly alerts?: OpenedFile<unknown>;
  },
  readFile: ReadFile,
): Promise<Problem[]> {
  const { sources, topics, alerts } = files;
  const needed = [sources, topics].filter((file) => file?.kind === "missing");
  if (needed.length === 2 && alerts?.kind === "missing" && !(await hasOtherSpelling(needed, readFile))) {
    return [noConfiguration(folder)];
  }
  const problems = needed.map(async (file) => missingFile(file?.path ?? folder, readFile));
  return Promise.all(problems);
}

/** Said once a load, since alerts that only scroll by are easily missed. */
export function noAlertsWarning(path: string): Problem {
  return fileProblem(path, {
    found: "no file",
    expected: "alerts.yaml",
    message: "there is no alerts.yaml: alerts are printed to the terminal.",
  });
}

/** Files that are fine and have nothing in them. */
export function nothingToDoWarnings(
  files: { readonly sources: OpenedFile<unknown>; readonly topics: OpenedFile<unknown> },
  config: Config,
): readonly Problem[] {
  const warnings: Problem[] = [];
  if (!config.sources.some((source) => source.enabled)) {
    const what = config.sources.length === 0 ? "there is no source" : "no source is enabled";
    const expected = "a source under `sources`";
    warnings.push(fileProblem(files.sources.path, { found: what, expected, message: `${what}: nothing is polled.` }));
  }
  if (config.topics.length === 0) {
    const found = "there is no topic";
    const expected = "a topic under `topics`";
    warnings.push(fileProblem(files.topics.path, { found, expected, message: `${found}: no alert can come.` }));
  }
  return warnings;
}

function noConfiguration(folder: string): Problem {
  return fileProblem(folder, {
    found: "no configuration",
    expected: "sources.yaml and topics.yaml",
    suggestion: "wirewatch init",
    message:
      "there is no configuration here: expected sources.yaml and topics.yaml. `wirewatch init` writes both to start from.",
  });
}

/** The problem of one file that is not there, with what there is instead. */
export async function missingFile(path: string, readFile: ReadFile): Promise<Problem> {
  const other = otherSpelling(path);
  const isThere = await exists(other, readFile);
  const suggestion = isThere ? `rename ${other} to ${path}` : "wirewatch init";
  const message = isThere
    ? `the file is missing, but there is ${other}: rename it.`
    : "the file is missing. `wirewatch init` writes one to start from.";
  return fileProblem(path, { found: "no file", expected: "a YAML file", suggestion, message });
}

async function hasOtherSpelling(
  files: readonly (OpenedFile<unknown> | undefined)[],
  readFile: ReadFile,
): Promise<boolean> {
  const paths = files.flatMap((file) => (file === undefined ? [] : [otherSpelling(file.path)]));
  const found = await Promise.all(paths.map(async (path) => exists(path, readFile)));
  return found.includes(true);
}

function otherSpelling(path: string): string {
  return path.replace(/\.yaml$/, ".yml");
}

async function exists(path: string, readFile: ReadFile): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (error) {
    return errorCode(error) !== "ENOENT" && errorCode(error) !== "ENOTDIR";
  }
}
