import type { ChangeKind } from "../events/change-kind.ts";
import type { Viewer } from "../access/roles.ts";
import type { Html } from "./html.ts";

/** What every view needs of the request it is made for. */
export interface ViewContext {
  readonly viewer: Viewer;
  readonly now: Date;
  /** IANA zone of all times on the page: the viewer's own, else the one of `alerts.yaml`. */
  readonly timeZone: string;
  /** Value of the hidden field of every form, see `form`. */
  readonly formToken: string;
}

/** Entries of the rail at the left. */
export type Section =
  | "overview"
  | "alerts"
  | "stories"
  | "topics"
  | "sources"
  | "search"
  | "explain"
  | "pipeline"
  | "deliveries"
  | "silences"
  | "settings";

/** A page without what is around it. */
export interface PageView {
  /** Of the browser's tab and, unless the body has one, not shown on the page. */
  readonly title: string;
  /** What is marked in the rail; null for none. */
  readonly section: Section | null;
  /** Begins with `pageHead`. */
  readonly body: Html;
  /** Changes after which the page is made anew while it is open; none when left out. */
  readonly live?: readonly ChangeKind[];
  /** Made anew every so many seconds while it is open, e.g. for counters; never when left out. */
  readonly everySeconds?: number;
}
