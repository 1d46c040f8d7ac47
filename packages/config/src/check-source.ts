import type { SourceConfig } from "./config.ts";
import { judgeConsoleSources } from "./console-sources.ts";
import { valueAt } from "./describe-value.ts";
import { decodeFile } from "./decode-file.ts";
import { webSubComplaints } from "./kind-rules.ts";
import { readYaml } from "./yaml-file.ts";

/** Either a source that can be used as it is, or everything that is wrong with it, a sentence each. */
export type CheckedSource =
  | { readonly ok: true; readonly source: SourceConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the YAML of one source by the rules of `sources.yaml`. Whether the secrets are there that it refers to is for the process to say that
 * loads the configuration.
 *
 * @param id the one it is kept by
 * @param around.publicUrl as alerts.yaml has it; null when it has none
 */
export async function checkSourceText(
  id: string,
  text: string,
  around: { readonly allowPrivate: readonly string[]; readonly publicUrl: string | null },
): Promise<CheckedSource> {
  const decoded = decodeFile("source", new TextEncoder().encode(text));
  if (!decoded.ok) return { ok: false, problems: [decoded.problem.message] };
  const read = readYaml(decoded.source);
  if (!read.ok) {
    const problems = read.problems.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
    return { ok: false, problems };
  }
  const { value } = read.file;
  const written = valueAt(value, ["id"]);
  if (written !== undefined && written !== id) {
    const message = `found the id \`${String(written).slice(0, 80)}\`: a source keeps the id \`${id}\` that it was made with, since its history hangs on it.`;
    return { ok: false, problems: [message] };
  }
  const { sources, refused } = await judgeConsoleSources([{ id, content: text }], {
    inFile: new Map(),
    defaults: undefined,
    allowPrivate: around.allowPrivate,
    rules: async (root) =>
      webSubComplaints(root, around.publicUrl ?? undefined).map((finding) => ({ ...finding, remedy: "" })),
  });
  const [source] = sources;
  if (source !== undefined) return { ok: true, source };
  return { ok: false, problems: refused.flatMap((one) => one.problems.map(({ message }) => message)) };
}
