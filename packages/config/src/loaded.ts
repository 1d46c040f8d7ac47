import type { Problem } from "./problem.ts";

/** Either something that can be used as it is, or everything that is wrong with it, in reading order. */
export type Loaded<T> =
  | ({ readonly ok: true; readonly warnings: readonly Problem[] } & T)
  | { readonly ok: false; readonly problems: readonly Problem[] };
