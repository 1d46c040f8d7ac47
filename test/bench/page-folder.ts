import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A page as it came from its server. */
export interface StoredPage {
  readonly name: string;
  readonly url: string;
  readonly bytes: Uint8Array;
}

/** The pages of folders: all their `.html` and `.html.gz` files, in the order of their names. */
export function readPages(folders: readonly string[]): StoredPage[] {
  return folders.flatMap((folder) => {
    const names = readdirSync(folder).filter((name) => /\.html?(?:\.gz)?$/u.test(name));
    if (names.length === 0) throw new Error(`${folder} has no .html or .html.gz file`);
    return names.toSorted().map((name) => {
      const bytes = readFileSync(join(folder, name));
      return {
        name: name.replace(/\.html?(?:\.gz)?$/u, ""),
        url: `https://site.example/${encodeURIComponent(name)}`,
        bytes: name.endsWith(".gz") ? gunzipSync(bytes) : bytes,
      };
    });
  });
}
