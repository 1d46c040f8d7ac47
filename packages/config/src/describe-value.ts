import type { Path } from "./locate.ts";

/** Longest quotation of what was found, in characters. */
const maxQuoted = 60;

/** Keys whose values are never shown. */
const secretKey = /^(?:secrets?|token|password|passwd|authorization|cookies?|.*api[-_]?key|.*token)$/i;

/** True when the value at a path is a credential by its name, e.g. `smtp.password` or a Slack `url`. */
export function isSecretPath(path: Path): boolean {
  if (path.some((step) => typeof step === "string" && secretKey.test(step))) return true;
  return path.includes("slack") && path.at(-1) === "url";
}

/** What stands somewhere, for a message: short text in quotes, numbers as they are, the rest in words. */
export function describeValue(value: unknown, path: Path): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (isSecretPath(path)) return "a literal value";
  if (typeof value !== "string") return String(value);
  return quote(value.replace(/(?<=:\/\/)[^\s/@]+(?=@)/g, "…"));
}

/** Text in quotation marks, shortened and without control characters. */
export function quote(text: string): string {
  const shown = text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
  return JSON.stringify(shown.toWellFormed());
}

/** The end of a path that tells a reader where it is: `poll.target`, `any[0]`. */
export function describePath(path: Path): string {
  if (path.length === 0) return "the file";
  const lastName = path.findLastIndex((step) => typeof step === "string");
  const firstOfRun = path.slice(0, lastName).findLastIndex((step) => typeof step === "number") + 1;
  const shown = lastName === -1 ? path : path.slice(firstOfRun);
  return shown
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

/** The value at a path; undefined when there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
