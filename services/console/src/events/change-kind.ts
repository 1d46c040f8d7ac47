import type { Change } from "@wirewatch/store";

/** What open pages are told of. */
export type ChangeKind = Change["kind"];
