import type { SourceConfig } from "@wirewatch/config";
import { sourceStates } from "@wirewatch/store";
import type { SourceState } from "@wirewatch/store";
import type { ListedSource } from "./state-words.ts";

/** What the address of the list asks for; anything may stand there. */
export interface SourceFilter {
  readonly text: string;
  readonly state: SourceState | null;
  readonly kind: string;
  readonly tag: string;
  readonly language: string;
  /** Behind this row; null at the beginning. */
  readonly after: string | null;
}

/** Sources on one page. */
const pageSize = 50;
/** Longer ones are cut. */
const maxText = 200;

export function readFilter(query: URLSearchParams): SourceFilter {
  const text = (name: string): string => (query.get(name) ?? "").trim().slice(0, maxText);
  const state = sourceStates.find((known) => known === query.get("state")) ?? null;
  return {
    text: text("q"),
    state,
    kind: text("kind"),
    tag: text("tag"),
    language: text("language"),
    after: query.get("after"),
  };
}

/** The filter as the query of an address; without the place in the list. */
export function filterQuery({
  text,
  state,
  kind,
  tag,
  language,
}: SourceFilter): Readonly<Record<string, string | null>> {
  return { q: text, state, kind, tag, language };
}

/** One page of a list. */
export interface SourcePage {
  readonly rows: readonly ListedSource[];
  /** Of all that the filter leaves, whatever their state. */
  readonly counts: ReadonlyMap<SourceState, number>;
  readonly total: number;
  /** Rows that the filter and its state leave. */
  readonly matching: number;
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/**
 * The rows that a filter leaves, in the order they came.
 *
 * @param sources worst first, then by id
 */
export function choosePage(
  sources: readonly ListedSource[],
  configured: ReadonlyMap<string, SourceConfig>,
  filter: SourceFilter,
): SourcePage {
  const found = sources.filter((source) => isWanted(source, configured.get(source.id), filter));
  const counts = new Map<SourceState, number>();
  for (const { state } of found) counts.set(state, (counts.get(state) ?? 0) + 1);
  const inState = filter.state === null ? found : found.filter(({ state }) => state === filter.state);
  const from = filter.after === null ? 0 : firstBehind(inState, filter.after);
  const rows = inState.slice(from, from + pageSize);
  const last = rows.at(-1);
  const isMore = from + pageSize < inState.length;
  return {
    rows,
    counts,
    total: found.length,
    matching: inState.length,
    next: isMore && last !== undefined ? cursorOf(last) : null,
  };
}

/** A source may have changed its state since: then the place of that state counts. */
function firstBehind(sources: readonly ListedSource[], cursor: string): number {
  const [, state = "", id = ""] = /^(\w+):(.*)$/su.exec(cursor) ?? [];
  const rank = sourceStates.findIndex((known) => known === state);
  const at = sources.findIndex((source) => {
    const other = sourceStates.indexOf(source.state);
    return other > rank || (other === rank && source.id > id);
  });
  return at === -1 ? sources.length : at;
}

function cursorOf({ state, id }: ListedSource): string {
  return `${state}:${id}`;
}

function isWanted(source: ListedSource, config: SourceConfig | undefined, filter: SourceFilter): boolean {
  const { kind, tag, language } = filter;
  if (kind !== "" && config?.kind !== kind) return false;
  if (tag !== "" && config?.tags.includes(tag) !== true) return false;
  if (language !== "" && config?.language !== language) return false;
  return filter.text === "" || textsOf(source).some((text) => text.includes(filter.text.toLowerCase()));
}

function textsOf({ id, name, url, feeds, reason }: ListedSource): string[] {
  return [id, name, url ?? "", reason ?? "", ...feeds.map((feed) => feed.url)].map((text) => text.toLowerCase());
}

/** Values that the filters offer. */
export function choicesOf(sources: readonly SourceConfig[]): {
  readonly kinds: readonly string[];
  readonly tags: readonly string[];
  readonly languages: readonly string[];
} {
  const sorted = (values: readonly (string | null)[]): string[] =>
    [...new Set(values)].filter((value) => value !== null).toSorted();
  return {
    kinds: sorted(sources.map(({ kind }) => kind)),
    tags: sorted(sources.flatMap(({ tags }) => tags)),
    languages: sorted(sources.map(({ language }) => language)),
  };
}
