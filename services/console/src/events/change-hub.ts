import { changesAfter, isForgotten, isPosition, lastChange } from "@wirewatch/store";
import type { Change, Database, Kysely } from "@wirewatch/store";

/** How often the store is asked for changes while somebody listens, milliseconds. */
const pollMs = 700;

/** Somebody who is told of changes. */
export interface Listener {
  /** Called first, with the position it begins at. */
  readonly begin: (position: string) => void;
  /** Called in order, each change once. */
  readonly tell: (change: Change) => void;
  /** Called instead when changes since its position may have been forgotten: everything has to be looked at anew. */
  readonly tellEverything: (position: string) => void;
}

/** Tells all open pages of this process what changed, with one question to the store for all of them. */
export interface ChangeHub {
  /**
   * Listens from a position on, without a gap and without a repetition.
   *
   * @param position of the last change the listener knows; null: from now on
   * @returns ends it
   */
  listen(listener: Listener, position: string | null): Promise<() => void>;
  close(): void;
}

interface Place extends Listener {
  position: string;
  /** Changes that came while older ones are still being read; null once it is up to date. */
  waiting: Change[] | null;
}

/** @param onError told of failed questions; they are asked again */
export function createChangeHub(db: Kysely<Database>, onError: (error: unknown) => void): ChangeHub {
  const places = new Set<Place>();
  let position: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const closing = new AbortController();

  async function poll(): Promise<void> {
    try {
      position ??= await lastChange(db);
      for (let isMore = true; isMore && !closing.signal.aborted && places.size > 0;) {
        const changes = await changesAfter(db, position);
        for (const change of changes) for (const place of places) pass(place, change);
        position = changes.at(-1)?.position ?? position;
        isMore = changes.length > 0;
      }
    } catch (error) {
      onError(error);
    }
    timer = null;
    schedule();
  }

  function schedule(): void {
    if (closing.signal.aborted || timer !== null) return;
    if (places.size === 0) {
      // Whoever comes next begins with the newest: what was missed meanwhile is read for that listener alone.
      position = null;
      return;
    }
    timer = setTimeout(() => void poll(), pollMs).unref();
  }

  function pass(place: Place, change: Change): void {
    if (place.waiting !== null) place.waiting.push(change);
    else if (isAfter(change.position, place.position)) {
      place.position = change.position;
      place.tell(change);
    }
  }

  async function catchUp(place: Place): Promise<void> {
    if (await isForgotten(db, place.position)) {
      place.position = await lastChange(db);
      place.tellEverything(place.position);
    }
    for (let isMore = true; isMore;) {
      const changes = await changesAfter(db, place.position);
      for (const change of changes) {
        place.position = change.position;
        place.tell(change);
      }
      isMore = changes.length > 0;
    }
    const waiting = place.waiting ?? [];
    place.waiting = null;
    for (const change of waiting) pass(place, change);
  }

  return {
    async listen({ begin, tell, tellEverything }, from) {
      const known = from !== null && isPosition(from) ? from : await lastChange(db);
      begin(known);
      const place: Place = { begin, tell, tellEverything, position: known, waiting: [] };
      places.add(place);
      try {
        // From here on the hub keeps what comes; before it what is there is read.
        position ??= known;
        schedule();
        await catchUp(place);
      } catch (error) {
        places.delete(place);
        throw error;
      }
      return () => void places.delete(place);
    },
    close() {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      places.clear();
    },
  };
}

/** Whether one position comes after another. */
export function isAfter(one: string, other: string): boolean {
  const [[xid, id], [otherXid, otherId]] = [numbers(one), numbers(other)];
  return xid > otherXid || (xid === otherXid && id > otherId);
}

function numbers(position: string): readonly [bigint, bigint] {
  const [xid = "0", id = "0"] = position.split("-");
  return [BigInt(xid), BigInt(id)];
}
