import { queryPlace, reasonWords } from "@wirewatch/explain";
import type { Environment } from "@wirewatch/runtime";
import { articleWords, readAlertReport, readSystemState } from "@wirewatch/store";
import type { AlertDelivery, AlertedArticle, AlertReport } from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { counted, fromNow, instant, lengthOfTime, markedText, oneLine, printable, whenDue } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";
import { stateWords } from "./alerts-list.ts";

const usage = "alerts show <id> [--json]";
const maxArticles = 30;
const maxClauses = 3;

/**
 * `wirewatch alerts show`: an alert with its articles and what became of each, its deliveries, and how long it took from
 * publication to the first message.
 *
 * @returns exit code: 0 when there is such an alert, else 1
 */
export async function showCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, usage);
  const [id, ...more] = names;
  if (id === undefined || more.length > 0) throw new UsageError(`name one alert by its id; write: wirewatch ${usage}`);
  const { report, asOf } = await withStore(env, async ({ db }) => ({
    report: await readAlertReport(db, id),
    asOf: (await readSystemState(db)).asOf,
  }));
  if (options.json === true) write(`${JSON.stringify(report, null, 2)}\n`);
  else if (report === null) write(printable([`there is no alert ${id}; "wirewatch alerts list" shows them`]));
  else write(printable(reportLines(report, asOf)));
  return report === null ? 1 : 0;
}

/** The report for people; pure. */
export function reportLines(report: AlertReport, asOf: Date): string[] {
  const { alert, articles, deliveries } = report;
  const more = articles.length - maxArticles;
  return [
    `${alert.alertId}  “${oneLine(alert.title, 200)}”`,
    `  topic ${alert.topicId} (${oneLine(alert.topicName, 80)}), severity ${alert.severity}`,
    `  ${stateWords(alert, asOf)}`,
    `  opened ${instant(alert.openedAt)} UTC by route ${alert.route}, to ${alert.receiver}`,
    ...latencyLines(report),
    "",
    `${counted(articles.length, "article")}:`,
    ...articles.slice(0, maxArticles).flatMap(articleLines),
    ...(more > 0 ? [`  and ${more} more`] : []),
    "",
    deliveries.length === 0 ? "Nothing was sent yet." : `${counted(deliveries.length, "delivery", "deliveries")}:`,
    ...deliveries.map((delivery) => deliveryLine(delivery, asOf)),
    ...(deliveries.some(({ state }) => state === "failed")
      ? ['  "wirewatch deliveries replay <id>" sends a failed one again.']
      : []),
  ];
}

function latencyLines({ publishedToSentMs, matchedToSentMs }: AlertReport): string[] {
  const parts = [
    ...(publishedToSentMs === null ? [] : [`${lengthOfTime(publishedToSentMs)} after publication`]),
    ...(matchedToSentMs === null ? [] : [`${lengthOfTime(matchedToSentMs)} after its match`]),
  ];
  return parts.length === 0 ? [] : [`  first told ${parts.join(", ")}`];
}

function articleLines({
  title,
  url,
  sourceId,
  publishedAt,
  firstSeenAt,
  sentAt,
  ...article
}: AlertedArticle): string[] {
  const times = [
    ...(publishedAt === null ? [] : [`published ${instant(publishedAt)}`]),
    `seen ${instant(firstSeenAt)}`,
    ...(sentAt === null ? [] : [`sent ${instant(sentAt)}`]),
  ];
  const reason = article.reason === null ? "" : ` (${reasonWords(article.reason, (at) => `${instant(at)} UTC`)})`;
  return [
    `  “${oneLine(title, 160)}” (${sourceId}): ${articleWords[article.state]}${reason}`,
    ...(url === null ? [] : [`    ${oneLine(url, 300)}`]),
    `    ${times.join(", ")}`,
    ...article.clauses
      .slice(0, maxClauses)
      .map(({ clause, query }) => `    ${queryPlace(clause)}  ${oneLine(query, 200)}`),
    `    ${markedText(article.snippet)}`,
  ];
}

function deliveryLine(delivery: AlertDelivery, asOf: Date): string {
  const { id, receiver, channel, event, state, reason, status, attempts, sentAt, nextTryAt } = delivery;
  const facts = [
    `${state}${status === null ? "" : ` (${status})`}`,
    ...(sentAt === null ? [] : [instant(sentAt), fromNow(sentAt, asOf)]),
    ...(attempts > 1 || sentAt === null ? [counted(attempts, "attempt")] : []),
    ...(nextTryAt === null ? [] : [`next try ${whenDue(nextTryAt, asOf)}`]),
    ...(state === "sent" || reason === null ? [] : [oneLine(reason, 160)]),
  ];
  return `  ${receiver} ${channel}  ${event}: ${facts.join(", ")}  ${id}`;
}
