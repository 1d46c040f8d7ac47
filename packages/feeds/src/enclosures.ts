import type { Enclosure } from "@wirewatch/model";
import { absoluteUrl } from "./absolute-url.ts";
import { elementsNamed, type FeedNode, linksRelated } from "./item-fields.ts";

/** Files of one item that are kept. */
const maxEnclosures = 20;

/** RSS `enclosure`, Atom links with `rel="enclosure"`, RSS 1.0's `enc:enclosure`; each file once. */
export function enclosuresOf(item: FeedNode): Enclosure[] {
  const elements = [...elementsNamed(item, ["enclosure", "enc:enclosure"]), ...linksRelated(item, "enclosure")];
  const found = new Map<string, Enclosure>();
  for (const { attributes, base } of elements) {
    const address =
      attributes["url"] ?? attributes["href"] ?? attributes["rdf:resource"] ?? attributes["resource"] ?? "";
    const url = absoluteUrl(address, base);
    if (url === null || found.has(url) || found.size >= maxEnclosures) continue;
    const { type = attributes["enc:type"], length = attributes["enc:length"] } = attributes;
    found.set(url, enclosure(url, type, Number(length)));
  }
  return [...found.values()];
}

/** Publishers who do not know the length say 0. */
export function enclosure(url: string, type: string | undefined, length: number): Enclosure {
  const mediaType = type?.trim() ?? "";
  return {
    url,
    type: mediaType === "" ? null : mediaType,
    lengthBytes: Number.isSafeInteger(length) && length > 0 ? length : null,
  };
}
