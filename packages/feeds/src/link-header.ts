import { absoluteUrl } from "./absolute-url.ts";

/** Longest header that is read. */
const maxLength = 4096;

/**
 * Address of the first link with a relation in an HTTP `Link` header (RFC 8288), absolute.
 *
 * @example linkWith('<https://hub.example/>; rel="hub"', "hub", null) // "https://hub.example/"
 */
export function linkWith(header: string | undefined, relation: string, base: string | null): string | null {
  if (header === undefined || header.length > maxLength) return null;
  for (const [, address = "", parameters = ""] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    const url = relationsIn(parameters).includes(relation) ? absoluteUrl(address, base) : null;
    if (url !== null) return url;
  }
  return null;
}

/** Of several `rel` the first counts (RFC 8288 section 3.3). */
function relationsIn(parameters: string): string[] {
  for (const [, name, quoted, token] of parameters.matchAll(/;\s*([\w*-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s",;]+)))?/g)) {
    if (name?.toLowerCase() === "rel") return (quoted ?? token ?? "").toLowerCase().split(/\s+/);
  }
  return [];
}
