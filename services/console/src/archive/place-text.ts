import type { ArchivePlace } from "@wirewatch/store";

/** A place in the list of an archive as part of an address. */
export function placeText({ at, articleId }: ArchivePlace): string {
  return `${at.replace(" ", "T")}_${articleId}`;
}

/** The place out of an address; null when it is none. */
export function readPlace(text: string): ArchivePlace | null {
  const found = /^(\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d){0,2})_(\d{1,18})$/u.exec(text);
  const [, at, articleId] = found ?? [];
  if (at === undefined || articleId === undefined) return null;
  // What PostgreSQL would refuse is no place.
  return Number.isNaN(Date.parse(at.replace(/([+-]\d\d)$/u, "$1:00"))) ? null : { at, articleId };
}
