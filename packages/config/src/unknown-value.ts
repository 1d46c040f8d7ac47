import { severities } from "@wirewatch/model";
import type { Config } from "./config.ts";
import { nearest } from "./suggest.ts";

/** What a matcher names although it does not exist. */
export interface UnknownValue {
  /** What was perhaps meant. */
  readonly near: string | null;
  /** True when it may come to exist: a topic or a source. */
  readonly isForNow: boolean;
}

/** Whether a matcher names a topic, source or severity that does not exist, so that it fits nothing; null when all is well. */
export function unknownValue(
  { label, operator, value }: { readonly label: string; readonly operator: string; readonly value: string },
  config: Pick<Config, "topics" | "sources">,
): UnknownValue | null {
  const known = knownValues(label, config);
  // Messages about Wirewatch itself have topics of their own, e.g. `wirewatch.source`.
  if (operator !== "=" || known === null || known.includes(value) || value.startsWith("wirewatch.")) return null;
  return { near: nearest(value, known), isForNow: label !== "severity" };
}

/** Null for labels that may have any value. */
function knownValues(label: string, { topics, sources }: Pick<Config, "topics" | "sources">): readonly string[] | null {
  if (label === "severity") return severities;
  if (label !== "topic" && label !== "source") return null;
  return (label === "topic" ? topics : sources).map(({ id }) => id);
}
