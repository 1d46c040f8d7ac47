import type { PostgresPool, PostgresPoolClient } from "kysely";
import type { Pool, PoolClient } from "pg";

/** A statement is prepared from this use on, as JDBC's driver does: what is run once is not worth a place. */
const preparedFrom = 5;
/** Most statements a connection keeps; the server holds a plan for each. */
const maxPrepared = 200;
/** Most texts that are counted; when there are more, most of them are of one use (lists of changing length). */
const maxCounted = 2000;
/** The schema changed under a plan; the server forgot the statement (a pooler between us gave us another session). */
const planIsGone = new Set(["0A000", "26000"]);

/**
 * A pool whose connections prepare statements that are used often: the server then plans them once per connection, not with
 * every use. Planning is most of the cost of the pipeline's own statements (6.8 ms against 0.6 ms for opening a host's gate).
 */
export function preparing(pool: Pool): PostgresPool {
  const names = statementNames();
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? preparingClient(client, names);
      clients.set(client, known);
      return known;
    },
  };
}

function preparingClient(client: PoolClient, nameOf: (text: string) => string | undefined): PostgresPoolClient {
  let prepares = true;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    const name = prepares && values.length > 0 ? nameOf(text) : undefined;
    if (name === undefined) return client.query(text, [...values]);
    try {
      return await client.query({ name, text, values: [...values] });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && planIsGone.has(String(error.code)))) throw error;
      // This connection goes on without. In a transaction the error stands: the transaction is lost anyway.
      prepares = false;
      return client.query(text, [...values]).catch(() => Promise.reject(error));
    }
  };
  // Kysely also knows cursors, which nobody here uses.
  return { query: query as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
}

/** Gives texts their names from the fifth use on. */
function statementNames(): (text: string) => string | undefined {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= maxPrepared) return name;
    const used = (uses.get(text) ?? 0) + 1;
    if (used < preparedFrom) {
      if (uses.size >= maxCounted) uses.clear();
      uses.set(text, used);
      return undefined;
    }
    uses.delete(text);
    names.set(text, `w${names.size}`);
    return names.get(text);
  };
}
