import type { Config, SourceConfig } from "@wirewatch/config";

/** How one stage of the pipeline fared with a source, in words. */
export interface ProbedStage {
  /** What was looked at, e.g. `Feed https://…`. */
  readonly name: string;
  readonly isOk: boolean;
  /** One line each. */
  readonly facts: readonly string[];
  /** What to do about a failure; null when there is none. */
  readonly advice: string | null;
  /** The article that was found on a page; null for other stages. */
  readonly article: { readonly title: string | null; readonly url: string; readonly text: string } | null;
}

/** What is to be said about a row of a list of sources. */
export type ListVerdict = "ok" | "unchecked" | "duplicate" | "unreachable" | "notFeed" | "refused";

/** What becomes of a list of sources, as it becomes known. */
export type ListEvent =
  /** It cannot be read, or has too many rows. */
  | { readonly kind: "refused"; readonly reason: string }
  | {
      readonly kind: "list";
      /** What concerns the whole list. */
      readonly notes: readonly string[];
      /** `url` is the first of `urls` documents, without passwords; empty for a source that is handed its articles. */
      readonly rows: readonly { readonly title: string; readonly url: string; readonly urls: number }[];
    }
  | {
      readonly kind: "row";
      readonly index: number;
      readonly verdict: ListVerdict;
      /** One sentence without its end. */
      readonly text: string;
      /** Id of the source that is there already. */
      readonly of: string | null;
      /** What of the row is not taken over. */
      readonly notes: readonly string[];
      /** The source as `sources.yaml` would have it; null for one that is not taken. */
      readonly entry: { readonly id: string; readonly entry: Readonly<Record<string, unknown>> } | null;
    };

/**
 * Tries sources out, in a process of its own; given by the program that starts the console. Writes nothing. Both throw when that
 * process ends early, and end with `signal`.
 */
export interface SourceProbe {
  /** Takes a source through every stage as the pipeline would. */
  test(
    request: {
      readonly source: SourceConfig;
      readonly network: Config["network"];
      readonly topics: Config["topics"];
      readonly publicUrl: string | null;
    },
    signal: AbortSignal,
  ): AsyncIterable<ProbedStage>;
  /** Reads a list (OPML, YAML, CSV) and says of each row what it is. */
  judge(request: ListToJudge, signal: AbortSignal): AsyncIterable<ListEvent>;
}

export interface ListToJudge {
  /** Name of the file, for its ending; may be empty. */
  readonly name: string;
  readonly text: string;
  /** Sources that are there. */
  readonly known: readonly SourceConfig[];
  /** Documents that are polled, those included that others led to. */
  readonly feeds: readonly { readonly sourceId: string; readonly url: string }[];
  /** Private hosts that the configuration opens. */
  readonly allowPrivate: readonly string[];
  /** Added to every new source. */
  readonly tags: readonly string[];
  /** Whether every new source is asked. */
  readonly isAsked: boolean;
  readonly maxRows: number;
}
