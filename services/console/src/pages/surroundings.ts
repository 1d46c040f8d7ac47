import { countOpenCards, lastChange, readSystemState } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import type { Surroundings } from "../views/shell.ts";

type Around = Pick<Surroundings, "environment" | "status" | "openAlerts" | "position">;

/** Read for all pages together at most so often. */
const keptMs = 2_000;
const kept = new WeakMap<object, { readonly atMs: number; readonly around: Promise<Around> }>();

/** Status and counts that stand around every page. */
export async function readSurroundings(deps: ConsoleDeps): Promise<Around> {
  const atMs = deps.now().getTime();
  const known = kept.get(deps.db);
  if (known !== undefined && atMs - known.atMs < keptMs && atMs >= known.atMs) return known.around;
  const around = read(deps);
  kept.set(deps.db, { atMs, around });
  // What failed is tried again for the next page.
  around.catch(() => kept.delete(deps.db));
  return around;
}

/** After a write: its page shows what is so now. */
export function forgetSurroundings({ db }: Pick<ConsoleDeps, "db">): void {
  kept.delete(db);
}

async function read({ db, environment }: ConsoleDeps): Promise<Around> {
  const [position, state, openAlerts] = await Promise.all([lastChange(db), readSystemState(db), countOpenCards(db)]);
  const running = new Set(state.workers.flatMap(({ services }) => services));
  const missing = ["fetcher", "stripper", "deduplicator", "classifier", "notifier"].filter(
    (name) => !running.has(name),
  );
  const status = statusOf(state.drainedSince !== null, missing);
  return { environment, status, openAlerts, position };
}

function statusOf(isDrained: boolean, missing: readonly string[]): Surroundings["status"] {
  if (isDrained) return { tone: "warn", text: "Drained" };
  if (missing.length === 0) return { tone: "good", text: "Running" };
  return { tone: "bad", text: missing.length === 1 ? `No ${missing[0] ?? ""}` : `${missing.length} services down` };
}
