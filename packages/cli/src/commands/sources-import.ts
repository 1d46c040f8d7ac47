import { readFile } from "node:fs/promises";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { lookAtConsole } from "../console-look.ts";
import type { KnownSources } from "../source-import/choose-rows.ts";
import { createChecker } from "../source-import/checker.ts";
import { planImport } from "../source-import/import-plan.ts";
import { plainLine } from "../source-import/import-row.ts";
import { judgeRows } from "../source-import/judge-rows.ts";
import { polledFeeds } from "../source-import/polled-feeds.ts";
import { readList } from "../source-import/read-list.ts";
import { isTaken, notedRow, rowLines, rowStarts, verdictCounts } from "../source-import/row-verdict.ts";
import type { JudgedRow } from "../source-import/row-verdict.ts";
import { knownSources, readSourcesFile, replaceFile, withSources } from "../source-import/sources-file.ts";
import type { SourcesFile } from "../source-import/sources-file.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

export const importUsage = "sources import <file.opml|.yaml|.csv> [--dry-run] [--tag tag,…] [--no-check]";

/**
 * `wirewatch sources import <file>`: adds the sources of a list to `sources.yaml`, each once (also counting those of the console), and says what became of
 * every row. What cannot be reached is kept and marked.
 *
 * @returns exit code 0
 * @throws {UsageError} when the list or `sources.yaml` cannot be used
 */
export async function importCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { path, isDryRun, isChecked, tags } = readOptions(words);
  const look = await lookAtConsole(env);
  const file = await readSourcesFile(env.configFolder, look.sources);
  const { rows, notes } = await readList(path, await bytesOf(path), file.allowPrivate);
  const feeds = await polledFeeds(env);
  // What was made in the console is there as well, also while it is not in use.
  const idsOfConsole = look.sources.map(({ id }) => id);
  const knownIn = (current: SourcesFile): KnownSources =>
    knownSources([...current.sources, ...current.made], feeds ?? [], idsOfConsole);
  const plan = await planImport(rows, file, knownIn(file), tags);
  const toAsk = isChecked ? plan.filter((row) => row.kind === "planned").length : 0;
  write(
    printable([
      `${path}: ${counted(rows.length, "row")}${toAsk === 0 ? "" : `, ${counted(toAsk, "source")} to ask`}`,
      ...notes,
      ...(look.note === null ? [] : [look.note]),
      ...(feeds === null && look.note === null
        ? ["the store does not answer: what home pages led to is not compared"]
        : []),
      "",
    ]),
  );

  const checker = isChecked ? createChecker(file.allowPrivate) : null;
  const judged: JudgedRow[] = [];
  try {
    const starts = rowStarts(rows);
    for (const [index, verdict] of judgeRows(plan, knownIn(file), checker?.check ?? null).entries()) {
      const planned = plan[index];
      if (planned === undefined) continue;
      const { row, notes: rowNotes } = planned;
      const result = { row, verdict: await verdict, notes: rowNotes };
      judged.push(result);
      write(printable(rowLines(starts[index] ?? "", result)));
    }
  } finally {
    await checker?.close();
  }
  write(printable(["", verdictCounts(judged.map((row) => row.verdict))]));

  const taken = judged.filter(({ verdict }) => isTaken(verdict)).map((row) => notedRow(row, new Date()));
  if (taken.length === 0) write(printable([`Nothing to add; ${file.path} is unchanged.`]));
  else if (isDryRun) {
    write(
      printable([
        `Nothing was written (--dry-run); ${counted(taken.length, "source")} would be added to ${file.path}.`,
      ]),
    );
  } else {
    // The file may have changed while sources were asked.
    const current = await readSourcesFile(env.configFolder, look.sources);
    const planned = await planImport(taken, current, knownIn(current), tags);
    const entries = planned.flatMap((row) => (row.kind === "planned" ? [row.entry] : []));
    await replaceFile(current.path, (await withSources(current, entries)).text);
    write(
      printable([
        `Added ${counted(entries.length, "source")} to ${current.path}; a running Wirewatch begins with them at once.`,
      ]),
    );
  }
  return 0;
}

interface ImportWords {
  readonly path: string;
  readonly isDryRun: boolean;
  readonly isChecked: boolean;
  readonly tags: readonly string[];
}

function readOptions(words: readonly string[]): ImportWords {
  const known = { "dry-run": { type: "boolean" }, tag: { type: "string" }, "no-check": { type: "boolean" } } as const;
  const { names, options } = readWords(words, known, importUsage);
  const [path, ...more] = names;
  if (path === undefined || more.length > 0) throw new UsageError(`name one file; write: wirewatch ${importUsage}`);
  const tags = (options.tag ?? "").split(",").flatMap((tag) => plainLine(tag) ?? []);
  return { path, isDryRun: options["dry-run"] === true, isChecked: options["no-check"] !== true, tags };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code;
    throw new UsageError(`${path} cannot be read: ${why}`, { cause });
  }
}
