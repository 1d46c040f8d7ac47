import type { Config, SourceConfig } from "@wirewatch/config";

/** What the process that tries sources is asked, as one JSON document on its standard input. */
export type ProbeRequest =
  | {
      readonly kind: "test";
      readonly source: SourceConfig;
      readonly config: Pick<Config, "network" | "topics">;
      /** Where the console is reached. */
      readonly address: string;
    }
  | {
      readonly kind: "list";
      /** Name of the file, for its ending; may be empty. */
      readonly name: string;
      readonly text: string;
      readonly known: readonly SourceConfig[];
      readonly feeds: readonly { readonly sourceId: string; readonly url: string }[];
      readonly allowPrivate: readonly string[];
      readonly tags: readonly string[];
      readonly isAsked: boolean;
      readonly maxRows: number;
    };
