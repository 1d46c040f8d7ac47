/** Longer addresses are no pages of news; PostgreSQL cannot index them. */
const maxUrlLength = 4096;

/** An address as it stands if it is absolute, else resolved; null unless it is http or https. */
export function absoluteUrl(address: string, base: string | null): string | null {
  const trimmed = address.trim();
  if (trimmed === "" || trimmed.length > maxUrlLength) return null;
  if (/^https?:\/\//i.test(trimmed)) return URL.canParse(trimmed) ? trimmed : null;
  const url = URL.parse(trimmed, base ?? undefined);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}
