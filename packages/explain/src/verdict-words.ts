import type { ExplainedChange, ExplainedRevision, NamedArticle } from "@wirewatch/store";
import { counted, oneLine } from "./plain-words.ts";
import type { Told } from "./told.ts";

const verdictNames: Readonly<Record<string, string>> = {
  unique: "unique",
  duplicate: "duplicate",
  nearDuplicate: "near duplicate",
  revision: "revision",
};

type Verdict = NonNullable<ExplainedRevision["verdict"]>;

/** What the deduplicator said of a text. @param steps a reason that stands there already is not said again */
export function verdictWords(verdict: Verdict, steps: ExplainedRevision["steps"]): string {
  const { kind, score, of, why } = verdict;
  const isSaid = steps.some((step) => step.reason !== null && step.reason === why);
  const how = score === null || of === null ? "" : ` (similarity ${score.toFixed(2)})`;
  return `Verdict ${verdictNames[kind] ?? kind}${how}${why === null || isSaid ? "" : `: ${oneLine(why)}`}`;
}

/** The article that a text is a copy or revision of; pure. */
export function originalWords({ kind, isSameSite }: Verdict, of: NamedArticle): string {
  const isCopy = kind === "duplicate" || kind === "nearDuplicate";
  const title = of.title === null ? "" : ` “${oneLine(of.title)}”`;
  return `of article ${of.articleId} in ${of.sourceId}${title}${isCopy && isSameSite ? ", on the same site" : ""}`;
}

/** The copies of a text; pure. */
export function clusterWords({ id, articles, canonical }: NonNullable<ExplainedRevision["cluster"]>): Told {
  return {
    text: `Cluster ${id}: ${counted(articles, "article")} with this text`,
    notes:
      canonical === null
        ? []
        : [`published first: article ${canonical.articleId} in ${canonical.sourceId}, ${canonical.url}`],
  };
}

/** The event that a text is on; pure. */
export function storyWords({ id, title, articles, terms, why }: NonNullable<ExplainedRevision["story"]>): Told {
  return {
    text: `Story ${id}${title === null ? "" : ` “${oneLine(title)}”`}: ${counted(articles, "article")}`,
    notes: [
      ...(why === null ? [] : [oneLine(why)]),
      ...(terms.length === 0 ? [] : [`its terms: ${oneLine(terms.join(", "))}`]),
    ],
  };
}

/** Whether a revision says something else than the version before it, and why; pure. */
export function changeWords({ isMaterial, reasons, changedShare, added, removed, changed }: ExplainedChange): Told {
  const counts = [
    ...(changed === 0 ? [] : [`${counted(changed, "paragraph")} changed`]),
    ...(added === 0 ? [] : [`${added} added`]),
    ...(removed === 0 ? [] : [`${removed} removed`]),
  ];
  const extent = [`${Math.round(100 * changedShare)} % of the words`, ...counts].join(", ");
  return {
    text: `Changed: ${isMaterial ? "material" : "not material, so nobody is told"} (${extent})`,
    notes: reasons.map((reason) => oneLine(reason)),
  };
}
