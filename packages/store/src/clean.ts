/** Unicode Stream-Safe Text (UAX #15): no language needs more marks on one letter, and normalising longer runs is quadratic. */
const excessMarks = /(\p{M}{30})\p{M}+/gu;

/**
 * Text as PostgreSQL can hold it and as every later stage can read it in linear time: without NUL, without lone
 * surrogates, and with at most 30 combining marks in a row.
 *
 * PostgreSQL rejects NUL in text and both in jsonb (measured), so every outside text passes here once.
 */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed().replaceAll(excessMarks, "$1");
}

/** `storable` for a value that may be absent. */
export function storableOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : storable(text);
}

/** JSON text of a value, every string and every name in it storable. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "string") return storable(inner);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, part]) => [storable(name), part]));
  });
}
