import { buildSources } from "./build-sources.ts";
import type { Config, SourceConfig } from "./config.ts";
import { allowedPrivate, isOpeningKnown, problemsOf, sourceProblems } from "./file-rules.ts";
import type { Loaded } from "./loaded.ts";
import { missingFile } from "./missing-files.ts";
import { openFile } from "./open-file.ts";
import { sortProblems } from "./problem.ts";
import type { ReadFile } from "./secrets.ts";
import { sourcesSchema } from "./sources-schema.ts";

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
  const problems = [...problemsOf(file), ...sourceProblems(file, isOpeningKnown(file) ? allowPrivate : null)];
  if (file.kind === "unreadable" || file.value === null || problems.length > 0) {
    return { ok: false, problems: sortProblems(problems) };
  }
  return { ok: true, sources: buildSources(file.value), network: { allowPrivate }, warnings: [] };
}
