import { QueryError } from "../problem.ts";
import type { Dialect, DialectName } from "./dialect.ts";
import { factiva } from "./factiva.ts";
import { lexis } from "./lexis.ts";
import { lucene } from "./lucene.ts";
import { wql } from "./wql.ts";

const dialects: ReadonlyMap<string, Dialect> = new Map(
  Object.entries({ wql, lucene, factiva, lexis } satisfies Record<DialectName, Dialect>),
);

/** The dialect of that name. @throws {QueryError} E_UNSUPPORTED for a name from outside that is none */
export function findDialect(name: DialectName): Dialect {
  const dialect = dialects.get(name);
  if (dialect !== undefined) return dialect;
  const message = `There is no dialect "${name}": the dialects are ${[...dialects.keys()].join(", ")}.`;
  throw new QueryError("E_UNSUPPORTED", 0, message);
}
