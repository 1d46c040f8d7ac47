import type { FastifyInstance } from "fastify";
import { countFeedback, readNoisyTopics, readTopicFigures, readTopicUsage } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import type { PageView } from "../../views/view.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { downloadRoute } from "./download-route.ts";
import { editorPages } from "./editor-pages.ts";
import { feedbackPages } from "./feedback-pages.ts";
import { knownTopics } from "./known-topics.ts";
import { topicsView } from "./list-view.ts";
import { topicPages } from "./topic-pages.ts";
import { filterTopics, listTopics } from "./topic-list.ts";

/** Topics of one page of the list. */
const pageSize = 50;
/** Over which a topic is called silent. */
const usageDays = 30;

export async function topicsPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/topics", "viewer", (page) => listPage(page));
  editorPages(pages);
  topicPages(pages);
  feedbackPages(pages);
  downloadRoute(app);
}

async function listPage(page: PageRequest): Promise<PageView> {
  const { db, config, query, timeZone, now } = page;
  const field = (name: string): string => (query.get(name) ?? "").slice(0, 200);
  const filter = { text: field("q"), owner: field("owner"), severity: field("severity"), label: field("label") };
  const [topics, figures, feedback, usage, noisy] = await Promise.all([
    knownTopics(db, config),
    readTopicFigures(db, { days: 7, timeZone, now }),
    countFeedback(db),
    readTopicUsage(db, usageDays),
    readNoisyTopics(db),
  ]);
  const listed = listTopics(topics, { figures, feedback, usage, noisy });
  const admitted = filterTopics(listed, filter);
  const after = field("after");
  const from = after === "" ? 0 : admitted.findIndex(({ topic }) => topic.id === after) + 1;
  const shown = admitted.slice(from, from + pageSize);
  const next = from + pageSize < admitted.length ? (shown.at(-1)?.topic.id ?? null) : null;
  const owners = [...new Set(topics.flatMap(({ topic }) => topic.owner ?? []))].toSorted();
  const notInUse = topics.flatMap(({ refused }) => refused?.why ?? []);
  const body = topicsView(
    { shown, admitted: admitted.length, all: topics.length, owners, filter, next, notInUse },
    page,
  );
  return { title: "Topics", section: "topics", body, everySeconds: 60 };
}
