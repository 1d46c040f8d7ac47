import { nearest } from "@wirewatch/config";
import { UsageError } from "./usage-error.ts";

/** Names that are listed for choice. */
const maxListed = 20;

/**
 * The complaint about a name that does not exist, with the one that was perhaps meant and some of those there are.
 *
 * @param kind e.g. `topic`; `where`, e.g. `in topics.yaml`
 */
export function unknownName(kind: string, name: string, where: string, known: readonly string[]): UsageError {
  const near = nearest(name, known);
  const more = known.length - maxListed;
  const list = `${known.slice(0, maxListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const choice = known.length === 0 ? "there is none at all" : `${kind}s are ${list}`;
  const meant = near === null ? "" : `did you mean ${near}? `;
  return new UsageError(`there is no ${kind} "${name.slice(0, 80)}" ${where}; ${meant}${choice}`);
}
