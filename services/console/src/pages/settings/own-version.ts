import { readFileSync } from "node:fs";

let known: string | undefined;

/** Version of this program, as in its package. */
export function ownVersion(): string {
  if (known !== undefined) return known;
  const parsed: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  const version = typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : "";
  known = typeof version === "string" ? version : "";
  return known;
}
