import type { SourceConfig } from "@wirewatch/config";
import type { Id } from "@wirewatch/store";

/** How the items of one document, or of one push, are taken in. */
export interface Intake {
  readonly source: SourceConfig;
  /** The row they came through. */
  readonly feed: { readonly id: Id; readonly url: string };
  /** The feed's first document: its items are archived, not alerted. */
  readonly isBaseline: boolean;
  readonly now: Date;
  /** Why their pages are read; default `item`. */
  readonly trigger?: "item" | "push";
  /** When the feed was asked before: a publisher's date is believed only in its light. Null or absent: never. */
  readonly previousPollAt?: Date | null;
  /** The publisher gave its items new ids: those whose address is known join the known ones, nobody is told again. */
  readonly matchByUrl?: boolean;
}
