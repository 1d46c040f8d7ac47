import type { ListEvent, ListToJudge, SourceProbe } from "./source-probe.ts";
import type { Runs } from "./runs.ts";

type ListRows = Extract<ListEvent, { kind: "list" }>;
export type JudgedRow = Extract<ListEvent, { kind: "row" }>;

/** How far a list is. */
export interface ImportState {
  /** Name of its file; may be empty. */
  readonly name: string;
  readonly isAsked: boolean;
  /** Null until it is read. */
  readonly list: ListRows | null;
  /** By number of the row, as far as they are judged. */
  readonly judged: ReadonlyMap<number, JudgedRow>;
  /** Why it cannot be read, with what was sent, to be corrected; null when it can. */
  readonly refused: { readonly reason: string; readonly text: string; readonly tags: readonly string[] } | null;
}

/** Reads and judges a list. @returns id of the run; null when too many are under way */
export function startImport(
  runs: Runs<ImportState>,
  probe: SourceProbe,
  request: ListToJudge,
  by: string,
): string | null {
  const { name, isAsked } = request;
  const first: ImportState = { name, isAsked, list: null, judged: new Map(), refused: null };
  return runs.start(by, first, async (update, signal) => {
    for await (const event of probe.judge(request, signal)) {
      switch (event.kind) {
        case "refused":
          update((state) => ({ ...state, refused: { reason: event.reason, text: request.text, tags: request.tags } }));
          break;
        case "list":
          update((state) => ({ ...state, list: event }));
          break;
        case "row":
          // Filled in place: with thousands of rows a copy for each would take longer than the rows.
          update((state) => {
            if (state.judged instanceof Map) state.judged.set(event.index, event);
            return state;
          });
      }
    }
  });
}

/** Sources that would be added. */
export function newEntries({ judged }: ImportState): NonNullable<JudgedRow["entry"]>[] {
  return [...judged.values()]
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ entry }) => (entry === null ? [] : [entry]));
}
