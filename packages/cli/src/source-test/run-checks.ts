import { exclusion } from "@wirewatch/intake";
import type { SourceItem } from "@wirewatch/model";
import { compileTopics } from "@wirewatch/topics";
import { counted } from "../terminal-text.ts";
import type { ReadAs } from "./ask-document.ts";
import type { Check, SourceTest } from "./check.ts";
import { passed } from "./check.ts";
import { checkDocument } from "./check-document.ts";
import { checkItem } from "./check-page.ts";
import { checkPush } from "./check-push.ts";
import { createRobots } from "./robots.ts";

/** Newest items whose pages are tried. */
const maxItems = 2;
/** Documents that are read, those that others lead to included. */
const maxDocuments = 8;
/** As the fetcher rests between two documents and two pages of one host, milliseconds. */
const documentGapMs = 1000;
const pageGapMs = 2000;

/**
 * Every check as it is done: the documents and what they lead to, then the pages of the newest items. Of a source that is handed its
 * articles, how to hand one in.
 *
 * @param address where the console is reached, e.g. `http://127.0.0.1:8080`
 */
export async function* runChecks(test: SourceTest, address: string): AsyncGenerator<Check> {
  const { source } = test;
  if (source.kind === "push") {
    yield await checkPush(address.replace(/\/$/, ""), test);
    return;
  }
  const kind = source.kind;
  const robots = createRobots(test.http, source.userAgent ?? test.userAgent);
  const items: SourceItem[] = [];
  const waiting: { readonly url: string; readonly as: ReadAs }[] = source.feeds.map((url) => ({
    url,
    as: kind,
  }));
  const seen = new Set(waiting.map(({ url }) => url));
  let read = 0;
  for (const { url, as } of waiting) {
    if (read === maxDocuments) {
      yield passed(
        `${counted(waiting.length - read, "more document")} not tried`,
        waiting.slice(read).map((it) => `· ${it.url}`),
      );
      break;
    }
    if (read > 0) await pause(source.perHost.minIntervalMs ?? documentGapMs);
    read += 1;
    const checked = await checkDocument(url, as, test, robots);
    yield checked.check;
    items.push(...checked.items);
    // An array takes what is pushed while it is walked through.
    for (const found of checked.leadsTo) {
      if (seen.has(found.url)) continue;
      seen.add(found.url);
      waiting.push({ url: found.url, as: found.kind });
    }
  }
  yield* pageChecks(items, test, robots);
}

/** The pages of the newest items, and why others are not taken. */
async function* pageChecks(
  items: readonly SourceItem[],
  test: SourceTest,
  robots: ReturnType<typeof createRobots>,
): AsyncGenerator<Check> {
  const { source } = test;
  const reasons = items.map((item) => exclusion(item, { source, isBaseline: false }));
  const excluded = new Map<string, number>();
  for (const reason of reasons) if (reason !== null) excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
  if (excluded.size > 0) {
    const lines = [...excluded].map(([reason, amount]) => `${counted(amount, "item")}: ${reason}`);
    yield passed(`${counted(items.length, "item")}, of which some are not taken`, lines);
  }
  const topics = compileTopics(test.config.topics);
  const taken = items.filter((_, index) => reasons[index] === null);
  for (const [index, item] of newest(taken).entries()) {
    if (index > 0) await pause(source.perHost.minIntervalMs ?? pageGapMs);
    yield* await checkItem(item, test, robots, topics);
  }
}

/** The newest items that have a page; without dates, the first in the order of the document. */
function newest(items: readonly SourceItem[]): (SourceItem & { readonly url: string })[] {
  const ageRank = ({ publishedAt, updatedAt }: SourceItem): number =>
    publishedAt === null && updatedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(publishedAt ?? updatedAt ?? "");
  return items
    .flatMap((item) => (item.url === null ? [] : [{ ...item, url: item.url }]))
    .toSorted((a, b) => (ageRank(a) === ageRank(b) ? 0 : ageRank(b) - ageRank(a)))
    .slice(0, maxItems);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
