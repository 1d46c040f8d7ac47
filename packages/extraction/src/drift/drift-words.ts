import type { DriftChange, DriftState } from "./drift.ts";
import { judge, medianLength, type Judgement, type Measure } from "./judge.ts";
import type { Observation, Part } from "./observe.ts";

/** A source as people know it. */
interface NamedSource {
  readonly id: string;
  readonly name: string;
}

const notFound: Readonly<Record<Part, readonly [what: string, happens: string]>> = {
  title: ["the title", "was not found"],
  date: ["the date", "was not found"],
  authors: ["the authors", "were not found"],
  "extract.body": ["`extract.body`", "found nothing"],
  "extract.title": ["`extract.title`", "found nothing"],
  "extract.date": ["`extract.date`", "found nothing"],
};

/** One sentence without a full stop about a change, for the people who keep the sources. @param state as the change left it */
export function driftText(change: DriftChange, state: DriftState, source: NamedSource): string {
  const { usual, latest } = state;
  switch (change) {
    case "drift": {
      const wrong = wordsOfAlarm(state, source.name);
      return `${wrong}; look at \`wirewatch sources test ${source.id}\``;
    }
    case "recovered":
      return `the pages of ${source.name} are read as usual again: median ${characters(latest)}`;
    case "settled": {
      const all = [...usual, ...latest];
      return `what the last ${all.length} pages of ${source.name} gave is taken as usual from now on: median ${characters(all)}, title on ${share(all, "title")}, date on ${share(all, "date")}, authors on ${share(all, "authors")}`;
    }
  }
}

function wordsOfAlarm({ usual, latest, alarm }: DriftState, name: string): string {
  const judged = judge(usual, latest);
  const told = (alarm?.measures ?? []).flatMap((measure) => {
    const judgement = judged.find((one) => one.measure === measure);
    return judgement === undefined ? [] : [judgement];
  });
  return told
    .toSorted((a, b) => rank(a.measure) - rank(b.measure))
    .map((judgement, index) => phrase(judgement, usual, latest, index === 0 ? ` of ${name}` : ""))
    .join("; ");
}

/** Rules first: they are the cause when the text collapses too. */
function rank(measure: Measure): number {
  if (measure.startsWith("extract.")) return 0;
  return measure === "text" ? 1 : 2;
}

function phrase(
  { measure, usual: usualShare }: Judgement,
  usual: readonly Observation[],
  latest: readonly Observation[],
  of: string,
): string {
  if (measure === "text") return textPhrase(usual, latest, of);
  const failures = latest.filter((page) => page.missing.includes(measure)).length;
  const where = `on ${failures} of its last ${latest.length} pages`;
  const [what, happens] = notFound[measure];
  return `${what}${of} ${happens} ${where}, usually on ${percent(1 - usualShare)}`;
}

function textPhrase(usual: readonly Observation[], latest: readonly Observation[], of: string): string {
  const empty = latest.filter((page) => page.characters === 0).length;
  const usuallyEmpty = usual.filter((page) => page.characters === 0).length / usual.length;
  if (empty * 2 >= latest.length)
    return `${empty} of the last ${latest.length} pages${of} gave no article, usually ${percent(usuallyEmpty)}`;
  const shorter = 1 - medianLength(latest) / medianLength(usual);
  return `the text${of} is ${percent(shorter)} shorter than usual: median ${characters(usual)}, the last ${latest.length} pages ${medianLength(latest).toLocaleString("en", { maximumFractionDigits: 0 })}`;
}

function characters(pages: readonly Observation[]): string {
  return `${medianLength(pages).toLocaleString("en", { maximumFractionDigits: 0 })} characters`;
}

function share(pages: readonly Observation[], part: Part): string {
  const found = pages.filter((page) => page.found.includes(part)).length;
  const sought = found + pages.filter((page) => page.missing.includes(part)).length;
  return percent(sought === 0 ? 0 : found / sought);
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
