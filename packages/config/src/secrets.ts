/** Reads a file; rejects as `node:fs/promises` does. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** Environment variables as a process has them. */
type Environment = Readonly<Record<string, string | undefined>>;

export interface SecretSources {
  readonly env: Environment;
  readonly readFile: ReadFile;
}

/** One `${env:NAME}` or `${file:/path}` inside a text. */
export interface SecretReference {
  readonly kind: "env" | "file";
  /** Variable name or absolute path. */
  readonly name: string;
  /** Offset of the `$`. */
  readonly at: number;
  /** As written. */
  readonly text: string;
}

/** Refers to a variable or file that is missing or empty. Its message names the reference, never a value. */
export class MissingSecretError extends Error {
  override readonly name = "MissingSecretError";
}

const referencePattern = /\$\{(?:env:([A-Za-z_][A-Za-z0-9_]{0,199})|file:(\/[^}\0\n]{1,1000}))\}/g;

/** All well-formed references in a text, from left to right. */
export function secretReferences(text: string): readonly SecretReference[] {
  return [...text.matchAll(referencePattern)].map((match) => {
    const [whole, variable, path] = match;
    return variable === undefined
      ? { kind: "file", name: path ?? "", at: match.index, text: whole }
      : { kind: "env", name: variable, at: match.index, text: whole };
  });
}

/** True when every `${` in the text begins a well-formed reference. */
export function hasOnlyReferences(text: string): boolean {
  return !text.replaceAll(referencePattern, "").includes("${");
}

/**
 * The text with its references replaced by the values of variables and files (without the line break at a file's end).
 *
 * @throws {MissingSecretError} when a variable or file is not there or is empty
 * @example await resolveSecrets("Bearer ${env:TOKEN}", { env: process.env, readFile })
 */
export async function resolveSecrets(text: string, sources: SecretSources): Promise<string> {
  let resolved = "";
  let from = 0;
  for (const reference of secretReferences(text)) {
    resolved += text.slice(from, reference.at) + (await secretValue(reference, sources));
    from = reference.at + reference.text.length;
  }
  return resolved + text.slice(from);
}

async function secretValue(reference: SecretReference, sources: SecretSources): Promise<string> {
  const value = reference.kind === "env" ? sources.env[reference.name] : await fileText(reference, sources.readFile);
  if (value === undefined) throw new MissingSecretError(`the environment variable ${reference.name} is not set`);
  if (value === "") {
    const what = reference.kind === "env" ? "environment variable" : "file";
    throw new MissingSecretError(`the ${what} ${reference.name} is empty`);
  }
  return value;
}

async function fileText(reference: SecretReference, readFile: ReadFile): Promise<string> {
  try {
    return new TextDecoder().decode(await readFile(reference.name)).replace(/(?:\r?\n)+$/, "");
  } catch (cause) {
    throw new MissingSecretError(`the file ${reference.name} cannot be read (${errorCode(cause)})`, { cause });
  }
}

/** The system's code for an error, e.g. `ENOENT`; its name when it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown error";
}
