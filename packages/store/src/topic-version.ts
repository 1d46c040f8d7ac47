import { createHash } from "node:crypto";

/** What decides whether a topic is in an article. Names, severities, labels and tests do not. */
export interface DecidingParts {
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
  readonly scope: string;
  readonly where: {
    readonly languages: readonly string[];
    readonly sources: readonly string[];
    readonly tags: readonly string[];
    readonly countries: readonly string[];
  };
  readonly stem?: boolean | undefined;
  readonly dialect?: string | undefined;
}

/**
 * The version of a topic, which every match of it records: two topics with the same version match the same articles. Clauses keep their
 * order, since matches name them by number; the lists of `where` do not.
 *
 * @returns 12 hexadecimal digits of a SHA-256
 */
export function topicVersion({ any, all, none, scope, where, stem = false, dialect = "wql" }: DecidingParts): string {
  const limits = [where.languages, where.sources, where.tags, where.countries].map((list) => list.toSorted());
  const deciding = JSON.stringify([any, all, none, scope, limits, stem, dialect]);
  return createHash("sha256").update(deciding).digest("hex").slice(0, 12);
}
