/**
 * Text as PostgreSQL can hold it: without NUL and without lone surrogates.
 *
 * PostgreSQL rejects NUL in text and both in jsonb (measured), so every outside text passes here once.
 */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** `storable` for a value that may be absent. */
export function storableOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : storable(text);
}

/** JSON text of a value, every string in it storable. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? storable(inner) : inner));
}
