import type { Step } from "./programme.ts";
import { correctedSheet, sheetOf } from "./sheet.ts";
import type { Sheet } from "./sheet.ts";
import type { OutletId, Story } from "./story.ts";

/** What went out, and what a monitor should make of it. A correction is an entry of its own with the same URL. */
export interface PublishedPage {
  /** The story's id; a copy adds `@outlet`, a correction `#correction`. */
  readonly id: string;
  readonly outlet: OutletId;
  readonly url: string;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Ids of the demo topics that should find it. */
  readonly topics: readonly string[];
  /** Id of the page whose text it repeats. */
  readonly copyOf: string | null;
  /** Id of the page it replaces. */
  readonly correctionOf: string | null;
  /** True for pages that were there before the first poll. */
  readonly inArchive: boolean;
}

/** Keeps what has been published. */
export interface Desk {
  /** In order of publication. */
  readonly pages: readonly PublishedPage[];
  /**
   * Carries out one step and returns its entry.
   *
   * @throws {Error} when a story is already out, or the page to copy or correct is not
   */
  take(step: Step, at: Date, inArchive: boolean): PublishedPage;
  /** Newest first. */
  sheetsOf(outlet: OutletId): readonly Sheet[];
  /** Undefined when there is no such page; null when it was there but has been dropped. */
  sheetAt(path: string): Sheet | null | undefined;
}

/** Pages kept for reading: a demo that runs for days must not fill the memory. */
const keptSheets = 400;
const boxedHeadlines = 4;
const firstNumber = 1001;

/** @param siteUrl the newsroom's address without a final slash */
export function openDesk(siteUrl: string): Desk {
  const pages: PublishedPage[] = [];
  const sheets = new Map<string, Sheet>();
  let nextNumber = firstNumber;

  function sheetsOf(outlet: OutletId): readonly Sheet[] {
    return [...sheets.values()].filter((sheet) => sheet.story.outlet === outlet).toSorted(byNewest);
  }

  function sheetNamed(id: string): Sheet {
    const sheet = sheets.get(id);
    if (sheet === undefined) throw new Error(`there is no page ${id} to copy or correct`);
    return sheet;
  }

  function newSheet(story: Story, at: Date): Sheet {
    if (sheets.has(story.id)) throw new Error(`page ${story.id} has been published already`);
    const before = sheetsOf(story.outlet).slice(0, boxedHeadlines);
    const earlier = before.map(({ path, story: { headline } }) => ({ path, headline }));
    return sheetOf(story, nextNumber++, at, earlier);
  }

  function stepSheet(step: Step, at: Date): Sheet {
    if (step.kind === "publish") return newSheet(step.story, at);
    const named = sheetNamed(step.of);
    if (step.kind === "correct") return correctedSheet(named, step.correction, at);
    const { outlet, headline, intro } = step;
    const own = { id: `${step.of}@${outlet}`, outlet, headline, rubric: "News", standfirst: null, byline: null };
    return { ...newSheet({ ...named.story, ...own }, at), credit: "Halyard", intro };
  }

  return {
    pages,
    sheetsOf,
    take(step, at, inArchive) {
      const sheet = stepSheet(step, at);
      sheets.set(sheet.id, sheet);
      const oldest = sheets.keys().next();
      if (sheets.size > keptSheets && oldest.value !== undefined) sheets.delete(oldest.value);
      const page: PublishedPage = {
        id: step.kind === "correct" ? `${sheet.id}#correction` : sheet.id,
        outlet: sheet.story.outlet,
        url: siteUrl + sheet.path,
        title: sheet.story.headline,
        at: at.toISOString(),
        topics: sheet.story.topics,
        copyOf: step.kind === "copy" ? step.of : null,
        correctionOf: step.kind === "correct" ? step.of : null,
        inArchive,
      };
      pages.push(page);
      return page;
    },
    sheetAt(path) {
      const sheet = sheets.values().find((each) => each.path === path);
      if (sheet !== undefined) return sheet;
      return pages.some((page) => page.url === siteUrl + path) ? null : undefined;
    },
  };
}

function byNewest(a: Sheet, b: Sheet): number {
  return b.publishedAt.getTime() - a.publishedAt.getTime() || b.number - a.number;
}
