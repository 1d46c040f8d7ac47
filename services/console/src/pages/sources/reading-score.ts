import { z } from "zod";

const page = z.object({ characters: z.number(), found: z.array(z.string()), missing: z.array(z.string()) });
/** `DriftState` of packages/extraction, as the store keeps it. */
const pages = z.object({ usual: z.array(page), latest: z.array(page) });

/** How well the latest pages of a source were read. */
export interface ReadingScore {
  /** Pages that are known, at most the last 60. */
  readonly pages: number;
  /** 0 to 100: the mean of how many gave an article, and of those a title and a date. */
  readonly score: number;
  /** Of all pages, 0 to 1. */
  readonly withText: number;
  readonly withTitle: number;
  readonly withDate: number;
  /** Middle length of the text, characters. */
  readonly medianLength: number;
}

/** Read off what is kept to notice a source that reads worse than before; null before its first page. */
export function readingScore(stored: unknown): ReadingScore | null {
  const parsed = pages.safeParse(stored);
  if (!parsed.success) return null;
  const all = [...parsed.data.usual, ...parsed.data.latest];
  if (all.length === 0) return null;
  const share = (isSo: (one: z.infer<typeof page>) => boolean): number => all.filter(isSo).length / all.length;
  const withText = share(({ characters }) => characters > 0);
  const withTitle = share(({ found }) => found.includes("title"));
  const withDate = share(({ found }) => found.includes("date"));
  const lengths = all.map(({ characters }) => characters).toSorted((a, b) => a - b);
  return {
    pages: all.length,
    score: Math.round((100 * (withText + withTitle + withDate)) / 3),
    withText,
    withTitle,
    withDate,
    medianLength: lengths[Math.floor(lengths.length / 2)] ?? 0,
  };
}
