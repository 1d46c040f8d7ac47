import { parse, stringify } from "yaml";
import type { WrittenSource } from "./append-sources.ts";
import type { SourceConfig } from "./config.ts";
import { loadSources } from "./load-sources.ts";
import { originWords, type Origin } from "./origins.ts";
import { fileProblem, type Finding, type Problem } from "./problem.ts";
import { mendIt, refusal, takenByFile, type RefusedObject } from "./refused-object.ts";

/** A source that was imported or made in the console. */
export interface ConsoleSource {
  readonly id: string;
  /** YAML of one entry of the list under `sources`. */
  readonly content: string;
}

/** A source as the console keeps it: YAML of one entry. */
export function sourceText(entry: Readonly<Record<string, unknown>>): string {
  return stringify(entry, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** What sources of the console are held against. */
export interface SourceSurroundings {
  /** Where the sources of the file stand, by id. */
  readonly inFile: ReadonlyMap<string, Origin>;
  /** `defaults` of the file as they are written; undefined without any. */
  readonly defaults: unknown;
  readonly allowPrivate: readonly string[];
  /** What needs more than the entry itself: the secrets it refers to, what other files say. The root is a file with this entry alone. */
  readonly rules: (root: unknown) => Promise<readonly ForeignFinding[]>;
}

/** A finding about something outside of the entry, and what to do there. */
export type ForeignFinding = Finding & { readonly remedy: string };

/** A file may have 1 MB: so many sources are read as one. */
const atOnce = 500;

/**
 * The sources of the console, as if they stood in the file: with its defaults, and held to its rules. One that cannot be used is left out by
 * itself; one whose id the file has as well is not used either.
 */
export async function judgeConsoleSources(
  objects: readonly ConsoleSource[],
  around: SourceSurroundings,
): Promise<{ readonly sources: readonly SourceConfig[]; readonly refused: readonly RefusedObject[] }> {
  const sources: SourceConfig[] = [];
  const refused: RefusedObject[] = [];
  const entries: ReadEntry[] = [];
  for (const { id, content } of objects) {
    const place = around.inFile.get(id);
    if (place !== undefined) refused.push(takenByFile({ kind: "source", id }, originWords(place)));
    else {
      const entry = { id, value: readSourceText({ id, content }) };
      const foreign = await foreignRefusal(entry, around);
      if (foreign === null) entries.push(entry);
      else refused.push(foreign);
    }
  }
  for (let from = 0; from < entries.length; from += atOnce) {
    const some = entries.slice(from, from + atOnce);
    const together = await read("console: sources", some, around);
    if (together.ok) sources.push(...together.sources);
    else {
      // Which of them it is.
      for (const entry of some) {
        const alone = await read(nameOf(entry), [entry], around);
        if (alone.ok) sources.push(...alone.sources);
        else {
          const left = refusal({ kind: "source", id: entry.id }, alone.problems.map(withoutPlace), mendIt);
          if (left !== null) refused.push(left);
        }
      }
    }
  }
  return { sources, refused };
}

interface ReadEntry {
  readonly id: string;
  readonly value: unknown;
}

function read(path: string, entries: readonly ReadEntry[], around: SourceSurroundings): ReturnType<typeof loadSources> {
  const { defaults, allowPrivate } = around;
  const sources = entries.map(({ value }) => value);
  const text = JSON.stringify({ version: 1, ...(defaults === undefined ? {} : { defaults }), sources });
  return loadSources(path, { readFile: () => Promise.resolve(Buffer.from(text)), allowPrivate });
}

async function foreignRefusal(entry: ReadEntry, around: SourceSurroundings): Promise<RefusedObject | null> {
  const findings = await around.rules({ sources: [entry.value] });
  const problems = findings.map((finding) => fileProblem(nameOf(entry), finding));
  return refusal({ kind: "source", id: entry.id }, problems, findings[0]?.remedy ?? mendIt);
}

function nameOf({ id }: ReadEntry): string {
  return `console: source ${id}`;
}

/** The entry of a source of the console, under the id it is kept by; what cannot be read is no source. */
export function readSourceText({ id, content }: ConsoleSource): WrittenSource {
  try {
    const value: unknown = parse(content, { logLevel: "silent", maxAliasCount: 0 });
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, id } : { id };
  } catch {
    return { id };
  }
}

/** Its place is in no file. */
function withoutPlace({ file, message, found, expected, suggestion }: Problem): Problem {
  return fileProblem(file, { found, expected, message, suggestion });
}
