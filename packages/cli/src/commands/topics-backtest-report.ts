import { counted, instant, markedText, oneLine } from "../terminal-text.ts";
import type { Backtest, BacktestChange, BacktestSample } from "./topics-backtest-run.ts";
import type { Tally } from "./topics-backtest-tally.ts";

/** Clauses that are listed with their hits. */
const maxClauses = 10;

/** The report of `wirewatch topics backtest`; pure. */
export function backtestLines(result: Backtest, from: string): string[] {
  const { topic, since, articles, looked, days, found, samples } = result;
  const part =
    looked === articles
      ? counted(articles, "article")
      : `the latest ${looked.toLocaleString("en")} of ${counted(articles, "article")} (${percent(looked / articles)})`;
  return [
    `Topic ${topic.id} (${oneLine(topic.name, 80)}) from ${from}, version ${topic.version}: asked about ${part} seen since ${instant(since)} UTC`,
    "",
    ...tallyLines(found, days),
    "",
    ...runningLines(result),
    ...sampleLines(found.hits > samples.length ? `Found, the latest ${samples.length}:` : "Found:", samples),
    ...changeLines("only it finds", result.added),
    ...changeLines("only the running version finds", result.removed),
  ];
}

function tallyLines({ hits, brief, silent, stories, alertsPerDay, clauses }: Tally, days: number): string[] {
  const listed = Object.entries(clauses).toSorted(([, a], [, b]) => b - a);
  const more = listed.length - maxClauses;
  const byClause = listed.slice(0, maxClauses).map(([clause, count]) => `${clause} ${count.toLocaleString("en")}`);
  return [
    `  hits     ${hits.toLocaleString("en")}${brief === 0 ? "" : `, ${brief.toLocaleString("en")} of them brief mentions`}`,
    ...(listed.length < 2 ? [] : [`           by ${byClause.join(", ")}${more > 0 ? ` and ${more} more` : ""}`]),
    `  stories  ${stories.toLocaleString("en")}`,
    `  alerts   about ${rate(alertsPerDay)} a day, one for each story (over ${counted(Math.round(days), "day")})`,
    ...(silent === 0
      ? []
      : [
          `           ${counted(silent, "hit")} would tell nobody: old when found, there before the source was added, or nothing new`,
        ]),
  ];
}

function runningLines({ topic, running, added, removed }: Backtest): string[] {
  if (running === null) return ["The topic is not in the running configuration yet.", ""];
  if (running.version === topic.version) return ["The running version is the same.", ""];
  const { hits, alertsPerDay } = running.found;
  return [
    `The running version ${running.version}: ${counted(hits, "hit")}, about ${rate(alertsPerDay)} alerts a day.`,
    `Against it: ${counted(added.articles, "article")} more, ${removed.articles.toLocaleString("en")} fewer.`,
    "",
  ];
}

function changeLines(what: string, { articles, samples }: BacktestChange): string[] {
  if (articles === 0) return [];
  const shown = samples.length < articles ? `, the latest ${samples.length}` : "";
  return sampleLines(`${counted(articles, "article")} ${what}${shown}:`, samples);
}

function sampleLines(head: string, samples: readonly BacktestSample[]): string[] {
  return samples.length === 0 ? [] : [head, ...samples.flatMap((sample) => oneSample(sample)), ""];
}

function oneSample({ url, title, sourceId, seenAt, match }: BacktestSample): string[] {
  const { strength, isBrief, clauses, snippets } = match;
  return [
    `  ${instant(seenAt)}  ${sourceId}  “${oneLine(title ?? url ?? "")}”   strength ${strength.toFixed(2)}${isBrief ? ", brief mention" : ""}`,
    ...(url === null ? [] : [`    ${oneLine(url, 500)}`]),
    ...clauses.slice(0, 3).map((clause) => `    ${clause.clause}  ${oneLine(clause.query, 200)}${wordList(clause)}`),
    ...snippets
      .slice(0, 2)
      .map((part) => `    ${part.heading === null ? "" : `[${oneLine(part.heading, 80)}] `}${markedText(part)}`),
  ];
}

function wordList({ words = [] }: { readonly words?: readonly string[] }): string {
  return words.length === 0 ? "" : `   found: ${words.map((word) => oneLine(word, 60)).join(", ")}`;
}

function rate(perDay: number): string {
  return perDay === 0 || perDay >= 10 ? String(Math.round(perDay)) : perDay.toFixed(perDay < 1 ? 2 : 1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
