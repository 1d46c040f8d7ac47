import type { z } from "zod";
import { decodeFile } from "./decode-file.ts";
import { locate, maxComplaints, type Complaint } from "./locate.ts";
import { fileProblem, type Problem } from "./problem.ts";
import { checkSchema } from "./schema-complaints.ts";
import { errorCode, type ReadFile } from "./secrets.ts";
import type { FileKind } from "./unsupported.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** What opening one configuration file gave. */
export type OpenedFile<T> =
  | { readonly kind: "missing"; readonly path: string }
  /** Not readable as YAML; nothing more can be said about it. */
  | { readonly kind: "unreadable"; readonly path: string; readonly problems: readonly Problem[] }
  | {
      readonly kind: "read";
      readonly path: string;
      readonly yaml: YamlFile;
      /** Null when the schema has complaints. */
      readonly value: T | null;
      readonly complaints: readonly Complaint[];
    };

/** Reads one file as far as its schema; never throws for what is in it. */
export async function openFile<T>(
  path: string,
  kind: FileKind,
  schema: z.ZodType<T>,
  readFile: ReadFile,
): Promise<OpenedFile<T>> {
  const bytes = await bytesOf(path, readFile);
  if (bytes === null) return { kind: "missing", path };
  if (!(bytes instanceof Uint8Array)) return { kind: "unreadable", path, problems: [bytes] };
  const decoded = decodeFile(path, bytes);
  if (!decoded.ok) return { kind: "unreadable", path, problems: [decoded.problem] };
  const read = readYaml(decoded.source);
  if (!read.ok) return { kind: "unreadable", path, problems: read.problems };
  const file = { ...read.file, value: read.file.value ?? {} };
  return { kind: "read", path, yaml: file, ...checkSchema(schema, kind, file.value) };
}

/** The plain value of an opened file; an empty object when there is none. */
export function rootOf(file: OpenedFile<unknown>): unknown {
  return file.kind === "read" ? file.yaml.value : {};
}

/** The first complaints about an opened file, with their places. */
export function locateAll(file: OpenedFile<unknown>, complaints: readonly Complaint[]): readonly Problem[] {
  return file.kind === "read"
    ? complaints.slice(0, maxComplaints).map((complaint) => locate(file.yaml, complaint))
    : [];
}

async function bytesOf(path: string, readFile: ReadFile): Promise<Uint8Array | Problem | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    const reason = reasons[code] ?? code;
    return fileProblem(path, {
      found: reason,
      expected: "a readable file",
      message: `the file cannot be read: ${reason}.`,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
};
