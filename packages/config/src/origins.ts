import { entriesAt, textsAt } from "./entries.ts";
import { positionOf } from "./locate.ts";
import { rootOf, type OpenedFile } from "./open-file.ts";

/** Where a source or topic was made. */
export type Origin =
  | { readonly kind: "file"; readonly file: string; /** From 1. */ readonly line: number }
  | { readonly kind: "console" };

/** Where each source and topic of a configuration was made, by id. */
export interface Origins {
  readonly sources: ReadonlyMap<string, Origin>;
  readonly topics: ReadonlyMap<string, Origin>;
}

/** `topics.yaml:12` or `console`; `a file` where its line is not known. The folder is left out, since it is the same for all. */
export function originWords(origin: Origin | undefined): string {
  if (origin === undefined) return "a file";
  return origin.kind === "console" ? "console" : `${origin.file.replace(/^.*[/\\]/su, "")}:${origin.line}`;
}

/** Where the entries of a list begin in their file; of two with one id the first. */
export function originsIn(file: OpenedFile<unknown>, key: "sources" | "topics"): Map<string, Origin> {
  const found = new Map<string, Origin>();
  if (file.kind !== "read") return found;
  const root = rootOf(file);
  for (const { path } of entriesAt(root, [key])) {
    for (const { value } of textsAt(root, [...path, "id"])) {
      if (found.has(value)) continue;
      found.set(value, { kind: "file", file: file.path, line: positionOf(file.yaml, path).line });
    }
  }
  return found;
}

/** The places of a file with those that the console adds. */
export function withConsole(file: ReadonlyMap<string, Origin>, ids: readonly string[]): ReadonlyMap<string, Origin> {
  return new Map([...file, ...ids.map((id): [string, Origin] => [id, { kind: "console" }])]);
}
