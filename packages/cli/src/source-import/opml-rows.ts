import { parseOpml } from "@wirewatch/feeds";
import type { OpmlOutline } from "@wirewatch/feeds";
import { addressRow, plainAddress, plainLine } from "./import-row.ts";
import type { ImportList, ImportRow } from "./import-row.ts";

/**
 * The feeds of an OPML file: folders, from the outermost inwards, become tags; the site's own page becomes `url`, the
 * feed the one entry of `feeds`.
 */
export function opmlRows(text: string): ImportList {
  return { rows: parseOpml(text).map(opmlRow), notes: [] };
}

function opmlRow(outline: OpmlOutline): ImportRow {
  const url = plainAddress(outline.url);
  const site = outline.siteUrl === null ? "" : plainAddress(outline.siteUrl);
  const isApart = /^https?:/i.test(site) && site !== url;
  return addressRow(plainLine(outline.title), url, {
    url: isApart ? site : url,
    feeds: isApart ? [url] : null,
    language: plainLine(outline.language),
    tags: outline.folder.flatMap((folder) => plainLine(folder) ?? []),
  });
}
