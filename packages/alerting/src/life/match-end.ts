/** How an alert ends; the first that any alert of a match has is how the match ends. */
export const alertEnds = ["sent", "digested", "joined", "suppressed"] as const;
export type AlertEnd = (typeof alertEnds)[number];

/** The end of a match that several routes took: the one that told most. Null while there is none. */
export function matchEnd(ends: readonly AlertEnd[]): AlertEnd | null {
  return alertEnds.find((end) => ends.includes(end)) ?? null;
}
