import { dateFacts, isoDate } from "./dates.ts";
import type { Correction, OutletId, Story } from "./story.ts";
import { fillSlots } from "./template.ts";

/** A page as it stands now, ready to be laid out. */
export interface Sheet {
  readonly id: string;
  /** Running number, unique in the newsroom. */
  readonly number: number;
  readonly path: string;
  /** With dates filled in. */
  readonly story: Story;
  /** Agency a copy is from. */
  readonly credit: string | null;
  readonly intro: string | null;
  readonly correctionNote: string | null;
  readonly publishedAt: Date;
  readonly modifiedAt: Date;
  /** The same outlet's pages before it, newest first: the stuff of "most read" boxes. */
  readonly earlier: readonly { readonly headline: string; readonly path: string }[];
}

const longestSlug = 60;

/** A story as the page that goes out now. */
export function sheetOf(story: Story, number: number, at: Date, earlier: Sheet["earlier"]): Sheet {
  const facts = dateFacts(at);
  const texts = withTexts(story, (text) => fillSlots(text, facts));
  const dated = { ...texts, document: story.document && fillSlots(story.document, facts) };
  const path = paths[story.outlet]({ day: isoDate(at), slug: slugOf(dated.headline), number });
  const plain = { credit: null, intro: null, correctionNote: null };
  return { id: story.id, number, path, story: dated, ...plain, publishedAt: at, modifiedAt: at, earlier };
}

/** The same page with its text corrected. */
export function correctedSheet(sheet: Sheet, { note, replace }: Correction, at: Date): Sheet {
  const wrong = Object.entries(replace);
  const right = (text: string): string =>
    wrong.reduce((fixed, [before, after]) => fixed.replaceAll(before, after), text);
  return { ...sheet, story: withTexts(sheet.story, right), correctionNote: note, modifiedAt: at };
}

function withTexts(story: Story, rewrite: (text: string) => string): Story {
  const blocks = story.blocks.map(({ kind, text }) => ({ kind, text: rewrite(text) }));
  return { ...story, headline: rewrite(story.headline), blocks };
}

interface PathParts {
  /** `2031-11-21` */
  readonly day: string;
  readonly slug: string;
  readonly number: number;
}

/** Each outlet builds its addresses in its own way. */
const paths: Readonly<Record<OutletId, (parts: PathParts) => string>> = {
  halyard: ({ day, slug, number }) => `/halyard/${day.replaceAll("-", "/")}/${slug}-${number}`,
  norland: ({ day, number }) => `/norland/press/${day}-${number}`,
  embassy: ({ number }) => `/embassy/news/${number}`,
  courier: ({ day, slug, number }) => `/courier/${day.replaceAll("-", "/")}/${slug}-${number}`,
  tideline: ({ slug, number }) => `/tideline/${number}-${slug}`,
};

function slugOf(headline: string): string {
  const words = headline.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return words.slice(0, longestSlug).replaceAll(/^-|-$/g, "");
}
