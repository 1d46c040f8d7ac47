import type { Explanation, NearestSource } from "@wirewatch/store";
import { sourceLines, sourceSentence } from "./source-lines.ts";
import type { Clock, Told } from "./told.ts";

/** Sources that are named for an unknown page. */
const maxNearest = 5;

/** What is said of an address that no source has announced. */
export interface UnknownWords {
  readonly text: string;
  /** What may be the reason: no source at all, intake that is stopped. */
  readonly notes: readonly string[];
  /** What stands above the sources; empty when there are none. */
  readonly heading: string;
  readonly sources: readonly (Told & { readonly sourceId: string })[];
  readonly advice: string;
}

/** An address that nothing is known of: what covers its site, and what to do; pure. */
export function unknownWords(
  { url, nearest, asOf, drainedSince }: Pick<Explanation, "url" | "nearest" | "asOf" | "drainedSince">,
  clock: Clock,
): UnknownWords {
  const { host, origin } = new URL(url);
  const text = `${url} is not known: no source has announced it.`;
  const [first] = nearest;
  if (first === undefined) {
    return {
      text,
      notes: [`No source covers ${host}.`],
      heading: "",
      sources: [],
      advice: `What to do: "wirewatch sources test ${origin}/" shows whether the site has a feed; add it to sources.yaml then.`,
    };
  }
  return {
    text,
    notes:
      drainedSince === null
        ? []
        : [`Intake is stopped since ${clock(drainedSince)}; "wirewatch drain --end" lets it go on.`],
    heading: nearest.length === 1 ? "The nearest source:" : "The nearest sources:",
    sources: nearest.slice(0, maxNearest).map((near) => nearestWords(near, asOf)),
    advice: `What to do: "wirewatch sources test ${first.source.id}" shows what its feed holds now. If the page is not in it, add another feed of the site.`,
  };
}

function nearestWords({ relation, source }: NearestSource, asOf: Date): UnknownWords["sources"][number] {
  const where = relation === "sameHost" ? "same host" : "same site";
  return {
    sourceId: source.id,
    text: `${source.id} (${where}): ${sourceSentence(source, asOf)}`,
    notes: source.feeds.length === 1 ? [source.feeds[0]?.url ?? ""] : sourceLines([source], asOf).slice(1),
  };
}
