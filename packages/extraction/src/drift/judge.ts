import { parts, type Observation, type Part } from "./observe.ts";

/** What may collapse: the text (its length, and whether there is an article at all), or a part. */
export type Measure = "text" | Part;
const measures: readonly Measure[] = ["text", ...parts];

/** How a measure does now. */
export interface Judgement {
  readonly measure: Measure;
  /** Share of the usual pages that are as they should be, 0 to 1. */
  readonly usual: number;
  readonly isCollapsed: boolean;
  /** Neither collapsed nor nearly so. Also when too few of the latest pages say anything about it. */
  readonly isWell: boolean;
}

/** Pages that tell what is usual: fewer say nothing yet. */
const minUsual = 20;
/** Of the latest pages (ten), so many must say something about a measure. */
const minLatest = 8;
/** Collapsed: of nearly all pages to nearly none. Well again: of most. Between the two nothing changes. */
const usualShare = 0.8;
const collapsedShare = 0.2;
const wellShare = 0.6;
/**
 * Where one page in six lacks something by nature, eight of ten do so by chance once in 60,000 pages (simulated); then it takes
 * nine or ten. Bound on that chance for one page.
 */
const maxChance = 1e-6;
/** A text below this share of the usual median is short. */
const shortShare = 0.25;
/**
 * The median of ten values from a normal distribution lies within 1.25 σ / √10 of the true one; three times that is far off. So
 * where lengths differ widely by nature, σ of their logarithms above 1.16, a text must be shorter still.
 */
const standardErrors = 3 * (1.25 / Math.sqrt(10));
/** Makes the median absolute deviation an estimate of σ: Rousseeuw and Croux 1993, "Alternatives to the Median Absolute Deviation". */
const sigmaPerDeviation = 1.4826;

/** Compares the latest pages of a source with its usual ones, measure by measure; those that cannot be compared are left out. */
export function judge(usual: readonly Observation[], latest: readonly Observation[]): readonly Judgement[] {
  const shortBelow = shortLine(usual);
  return measures.flatMap((measure) => {
    const before = sharesOf(usual, measure, shortBelow);
    const now = sharesOf(latest, measure, shortBelow);
    if (before.pages < minUsual) return [];
    const saysEnough = now.pages >= minLatest;
    return [
      {
        measure,
        usual: before.share,
        isCollapsed:
          saysEnough && before.share >= usualShare && now.share <= collapsedShare && chanceOf(before, now) <= maxChance,
        isWell: !saysEnough || now.share >= wellShare,
      },
    ];
  });
}

/** The middle length of the articles among these pages, characters; 0 when there is none. */
export function medianLength(observations: readonly Observation[]): number {
  return median(lengthsOf(observations));
}

/** Pages that say something about a measure, and those of them that are as they should be. */
interface Shares {
  readonly pages: number;
  readonly good: number;
  /** 0 to 1; 0 without pages. */
  readonly share: number;
}

function sharesOf(observations: readonly Observation[], measure: Measure, shortBelow: number): Shares {
  const verdicts = observations
    .map((observation) => isAsItShould(observation, measure, shortBelow))
    .filter((verdict) => verdict !== null);
  const good = verdicts.filter((verdict) => verdict).length;
  return { pages: verdicts.length, good, share: verdicts.length === 0 ? 0 : good / verdicts.length };
}

/** Probability that no more of the latest pages are good when nothing has changed: a binomial tail, the share by Laplace's rule. */
function chanceOf(usual: Shares, latest: Shares): number {
  const share = (usual.good + 1) / (usual.pages + 2);
  let term = (1 - share) ** latest.pages;
  let sum = term;
  for (let good = 1; good <= latest.good; good += 1) {
    term *= ((latest.pages - good + 1) / good) * (share / (1 - share));
    sum += term;
  }
  return sum;
}

/** Null when the page says nothing about it. */
function isAsItShould({ characters, found, missing }: Observation, measure: Measure, shortBelow: number) {
  if (measure === "text") return characters > 0 && characters >= shortBelow;
  if (found.includes(measure)) return true;
  return missing.includes(measure) ? false : null;
}

/** Length below which a text is short for this source, characters. */
function shortLine(usual: readonly Observation[]): number {
  const logs = lengthsOf(usual).map((length) => Math.log(length));
  const middle = median(logs);
  const sigma = sigmaPerDeviation * median(logs.map((log) => Math.abs(log - middle)));
  return Math.exp(middle) * Math.min(shortShare, Math.exp(-standardErrors * sigma));
}

function lengthsOf(observations: readonly Observation[]): readonly number[] {
  return observations.map(({ characters }) => characters).filter((characters) => characters > 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = sorted.length >> 1;
  const upper = sorted[at] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[at - 1] ?? 0) + upper) / 2;
}
