import {
  createFurnitureFilter,
  createMemoryIndex,
  createMemoryStories,
  decideStory,
  decideVerdict,
  fingerprint,
  gatherFacts,
  storyTerms,
} from "@wirewatch/similarity";
import type { NewText } from "@wirewatch/similarity";
import { canonicalUrl } from "@wirewatch/urls";
import { CommandError, runJsonLines } from "./json-lines.ts";
import type { JsonRecord } from "./json-lines.ts";

/**
 * `wirewatch dedupe`: verdict and story of each article, in arrival order, from memory alone.
 *
 * In: `{id, url, title, text, publishedAt}`; `published` is accepted for `publishedAt`; other fields are ignored.
 * Out: `{id, canonicalUrl, cluster, verdict, relation, sameSite?, of, score, story, why}`. A `cluster` is an article and its copies, a `story`
 * all articles on one event; both are called by the id of their first article. `sameSite` is given where there is an `of`.
 *
 * Texts come from anywhere, so paragraphs that recur on a host are dropped first; in the pipeline the stripper has done so.
 *
 * @returns exit code
 */
export function dedupe(
  input: NodeJS.ReadableStream | AsyncIterable<string | Buffer>,
  output: NodeJS.WritableStream,
): Promise<number> {
  const index = createMemoryIndex();
  const furniture = createFurnitureFilter();
  const stories = createMemoryStories();
  const clusters = new Map<string, string>();

  /** The event of an article that copies none: that of the articles it resembles, or its own. */
  const placeInStory = (article: NewText, why: string): { readonly story: string; readonly why: string } => {
    const choice = stories.place(article.articleId, storyTerms(article), article.publishedAt);
    return choice.kind === "join"
      ? { story: choice.storyId, why: `${why} ${choice.why}` }
      : { story: article.articleId, why };
  };

  return runJsonLines(input, output, async (record) => {
    const raw = textOf(record);
    const text = { ...raw, text: furniture.strip(raw.url, raw) };
    const print = fingerprint(text);
    const article = { ...text, bodyHash: print.bodyHash };
    const facts = await gatherFacts(index, article, print);
    const verdict = decideVerdict(facts);
    const decision = decideStory(facts, verdict);
    const { story, why } =
      decision.kind === "join" ? { story: decision.storyId, why: verdict.why } : placeInStory(article, verdict.why);
    const cluster = (verdict.of === null ? undefined : clusters.get(verdict.of)) ?? article.articleId;
    index.add(article, print, story);
    clusters.set(article.articleId, cluster);
    return {
      canonicalUrl: article.url,
      cluster,
      verdict: verdict.kind,
      relation: verdict.relation,
      ...(verdict.of === null ? {} : { sameSite: verdict.sameSite }),
      of: verdict.of,
      score: verdict.score,
      story,
      why,
    };
  });
}

function textOf(record: JsonRecord): Omit<NewText, "bodyHash"> {
  const { id, url, title, text } = record;
  if (typeof id !== "string" && typeof id !== "number") {
    throw new CommandError("badRecord", "`id` must be a string or a number");
  }
  const canonical = typeof url === "string" ? canonicalUrl(url) : null;
  if (canonical === null) throw new CommandError("badUrl", "`url` must be an absolute http(s) URL");
  if (typeof text !== "string") throw new CommandError("badRecord", "`text` must be a string");
  if (typeof title !== "string" && title !== null && title !== undefined) {
    throw new CommandError("badRecord", "`title` must be a string or null");
  }
  const publishedAt = record["publishedAt"] ?? record["published"];
  return {
    articleId: String(id),
    url: canonical,
    title: title ?? null,
    text,
    publishedAt: instantOf(publishedAt),
  };
}

/** A date that cannot be read is an unknown date. */
function instantOf(value: unknown): string | null {
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : null;
}
