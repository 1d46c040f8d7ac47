import { isStoreAway } from "./errors.ts";

/** Asks waiting at most this long are answered by one statement. */
export interface GroupOptions {
  /** Most items that are answered together. */
  readonly max: number;
  /** Groups under way at once. */
  readonly lanes: number;
}

/**
 * Answers many questions with few statements: what is asked while the statements before are under way is asked together in the
 * next one. So nothing waits while little is asked, and groups grow by themselves with the load.
 *
 * When a group fails for another reason than a store that is away, each of its items is tried alone, so that one that is wrong fails
 * by itself.
 *
 * @param answer gives one result per item, in the same order
 */
export function grouped<Item, Result>(
  answer: (items: readonly Item[]) => Promise<readonly Result[]>,
  { max, lanes }: GroupOptions,
): (item: Item) => Promise<Result> {
  interface Asked {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Asked[] = [];
  let running = 0;

  const next = (): void => {
    while (running < lanes && waiting.length > 0) {
      running += 1;
      void run(waiting.splice(0, max)).finally(() => {
        running -= 1;
        next();
      });
    }
  };
  const run = async (group: readonly Asked[]): Promise<void> => {
    try {
      const results = await answer(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (group.length > 1 && !isStoreAway(error)) for (const asked of group) await run([asked]);
      else for (const { reject } of group) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // What is asked in the same turn belongs together.
      queueMicrotask(next);
    });
}
