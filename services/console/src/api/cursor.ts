import type { Position } from "@wirewatch/store";
import { Problem } from "../problem.ts";
import { withQuery } from "../views/html.ts";

/** A position as text that says nothing, and fits only the list it is of. */
export function cursorOf(list: string, position: Position): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString("base64url");
}

/** @throws {Problem} 422 for what is no cursor of this list */
export function positionOf(
  list: string,
  cursor: string | undefined,
  isPosition: (position: Position) => boolean,
): Position | null {
  if (cursor === undefined) return null;
  const position = read(list, cursor);
  if (position !== null && isPosition(position)) return position;
  const message = "not a cursor of this list; begin without one";
  throw new Problem(422, `cursor: ${message}`, { fields: [{ field: "cursor", message }] });
}

function read(list: string, cursor: string): Position | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(parts) || parts[0] !== list) return null;
    const position: unknown[] = parts.slice(1);
    return position.every((part) => typeof part === "string") ? position : null;
  } catch {
    return null;
  }
}

interface PageRequest {
  /** Name of the list. */
  readonly list: string;
  /** Address of the list, without query. */
  readonly path: string;
  /** As it came, for the next page's address. */
  readonly asked: URLSearchParams;
  readonly limit: number;
}

/**
 * A page out of one entry more than it holds.
 *
 * @param placed at most `limit + 1` entries
 */
export function pageFrom<Row extends { readonly position: Position }>(
  placed: readonly Row[],
  { list, path, asked, limit }: PageRequest,
): { readonly items: readonly Row[]; readonly next: string | null } {
  const items = placed.slice(0, limit);
  const last = items.at(-1);
  if (placed.length <= limit || last === undefined) return { items, next: null };
  return { items, next: withQuery(path, { ...Object.fromEntries(asked), cursor: cursorOf(list, last.position) }) };
}
