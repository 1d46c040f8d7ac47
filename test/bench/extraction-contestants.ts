import type { StoredPage } from "./page-folder.ts";

/** One way of reading pages. */
export interface Contestant {
  readonly read: (page: StoredPage) => unknown;
  /** Pages that got a second opinion so far, and how many of these hit a limit. */
  readonly secondOpinions?: () => { readonly asked: number; readonly failed: number };
  readonly close?: () => Promise<void>;
}

/** The contestants by name; each loads its code only when it is asked for, so that its memory is its own. */
export const contestants: Readonly<Record<string, () => Promise<Contestant>>> = {
  "fast path": async () => {
    const { extract } = await import("@wirewatch/extraction");
    return { read: ({ url, bytes }) => extract({ url, body: bytes }) };
  },
  "with second opinions": async () => {
    const { createExtractPool } = await import("@wirewatch/stripper");
    const pool = createExtractPool({ threads: 1 });
    return {
      read: ({ url, bytes }) => pool.extract({ url, body: bytes }),
      secondOpinions: () => ({ asked: pool.counts().secondOpinions, failed: pool.counts().failedSecondOpinions }),
      close: () => pool.close(),
    };
  },
  "Readability + jsdom": async () => {
    const { JSDOM } = await import("jsdom");
    const { Readability } = await import("@mozilla/readability");
    return {
      read: ({ url, bytes }) => new Readability(new JSDOM(textOf(bytes), { url }).window.document).parse()?.textContent,
    };
  },
  "htmlparser2 parse-only": async () => ({ read: await parseOnly() }),
};

/** Builds htmlparser2's own tree and does nothing with it. */
export async function parseOnly(): Promise<(page: StoredPage) => unknown> {
  const { parseDocument } = await import("htmlparser2");
  return ({ bytes }) => parseDocument(textOf(bytes));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
