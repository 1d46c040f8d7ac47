import { createHash } from "node:crypto";
import { join } from "node:path";
import { configFiles } from "./load-config.ts";
import { errorCode, type ReadFile } from "./secrets.ts";

/**
 * A hash of the files' contents: changes exactly when one of them changes, appears or goes. For reloading by
 * polling, which also notices files that are replaced or mounted, where file events are lost.
 *
 * @param options.consoleObjects what changes when an object of the console does; empty or left out without any
 * @returns SHA-256 in hexadecimal
 */
export async function configFingerprint(
  folder: string,
  options: { readonly readFile: ReadFile; readonly consoleObjects?: string },
): Promise<string> {
  const hash = createHash("sha256");
  for (const name of configFiles) {
    const content = await contentOf(join(folder, name), options.readFile);
    hash.update(`${name}\0${content instanceof Uint8Array ? content.length : content}\0`);
    if (content instanceof Uint8Array) hash.update(content);
  }
  const { consoleObjects = "" } = options;
  if (consoleObjects !== "") hash.update(`console\0${consoleObjects}`);
  return hash.digest("hex");
}

/** The bytes, or the code of the error that stands for them. */
async function contentOf(path: string, readFile: ReadFile): Promise<Uint8Array | string> {
  try {
    return await readFile(path);
  } catch (error) {
    return errorCode(error);
  }
}
