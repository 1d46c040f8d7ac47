import { renderTimeline } from "@wirewatch/alerting";
import { diffLines } from "@wirewatch/config";
import {
  countFeedback,
  deleteConsoleObject,
  listConsoleObjectVersions,
  listTopicMatches,
  readTopicDays,
  saveConsoleObject,
} from "@wirewatch/store";
import { runTopicTests } from "@wirewatch/topics";
import type { TopicTestResult } from "@wirewatch/topics";
import { Problem } from "../../problem.ts";
import { path } from "../../views/html.ts";
import type { PageView } from "../../views/view.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { checkAgainst, openTopic } from "./known-topics.ts";
import type { OpenedTopic } from "./known-topics.ts";
import { routePreview } from "./route-words.ts";
import { topicView } from "./topic-view.ts";

/** Days of the chart of a topic, and before them those that say what is usual. */
const chartDays = 30;
const learnedDays = 28;
const pageSize = 20;

/** The page of one topic, and what is done to it there. */
export function topicPages(pages: Pages): void {
  pages.get("/topics/:id", "viewer", (page) => topicPage(page));
  pages.post("/topics/:id/delete", "analyst", (page) => deleteTopic(page));
  pages.post("/topics/:id/restore", "analyst", (page) => restoreTopic(page));
}

/** @throws {Problem} 404 when there is no such topic */
export async function topicOf(page: PageRequest): Promise<OpenedTopic> {
  const found = await openTopic(page.db, page.config, idOf(page));
  if (found === null) throw new Problem(404, "there is no such topic; it may have been deleted or renamed");
  return found;
}

async function topicPage(page: PageRequest): Promise<PageView> {
  const { db, config, now, timeZone, query } = page;
  const id = idOf(page);
  const opened = await openTopic(db, config, id);
  const versions = await listConsoleObjectVersions(db, "topic", id);
  // What a deleted topic found stays, and so does the page with it.
  if (opened === null && versions.length === 0) {
    throw new Problem(404, "there is no such topic; it may have been deleted or renamed");
  }
  const after = query.get("after") ?? "";
  const before = /^[1-9]\d{0,17}$/u.test(after) ? after : null;
  const [days, matches, feedback] = await Promise.all([
    readTopicDays(db, id, { days: chartDays + learnedDays, timeZone, now }),
    listTopicMatches(db, id, { before, limit: pageSize + 1 }),
    countFeedback(db),
  ]);
  const shown = matches.slice(0, pageSize);
  const route = opened === null ? null : routePreview(opened.topic, config, now);
  const body = topicView(
    {
      id,
      opened,
      days,
      shownDays: chartDays,
      matches: shown,
      next: matches.length > pageSize ? (shown.at(-1)?.matchId ?? null) : null,
      isFirstPage: before === null,
      feedback: feedback.find(({ topicId }) => topicId === id) ?? null,
      route,
      drawing: route === null ? [] : renderTimeline(route.timeline, { width: 96, timeZone }),
      tests: opened === null ? [] : testsOf(opened),
      versions: versions.map((version, at) => ({
        ...version,
        lines: diffLines(linesOf(versions[at + 1]?.content ?? ""), linesOf(version.content ?? "")),
      })),
    },
    page,
  );
  return { title: opened?.topic.name ?? id, section: "topics", body, live: ["alert"], everySeconds: 60 };
}

async function deleteTopic(page: PageRequest): Promise<PageAnswer> {
  const opened = await topicOf(page);
  const { topic } = opened;
  const object = opened.object ?? opened.refused?.object ?? null;
  if (object === null) throw new Problem(400, "this topic stands in a file: take it out there");
  const basedOn = versionOf(page.form.get("version"));
  const written = await page.db.transaction().execute(async (tx) => {
    const { login } = page.viewer;
    const done = await deleteConsoleObject(tx, { kind: "topic", id: topic.id, basedOn: basedOn ?? -1, by: login });
    if (done.kind === "conflict") return done;
    await page.audit(
      { action: "topic.deleted", targetKind: "topic", targetId: topic.id, detail: { was: object.content } },
      tx,
    );
    return done;
  });
  if (written.kind === "conflict") {
    const to = `/topics/${encodeURIComponent(topic.id)}`;
    return { to, note: "Not deleted: somebody changed this topic meanwhile. This is how it is now." };
  }
  if (opened.object === null) {
    return {
      to: path`/topics/${topic.id}`,
      note: "The topic made in the console is deleted; the one of the file stays.",
    };
  }
  return { to: "/topics", note: `${topic.name} is deleted. What it found stays, and its versions can be restored.` };
}

async function restoreTopic(page: PageRequest): Promise<PageAnswer> {
  const { db, config, form } = page;
  const id = idOf(page);
  const wanted = versionOf(form.get("version"));
  const versions = await listConsoleObjectVersions(db, "topic", id, 500);
  const version = versions.find((one) => one.version === wanted);
  if (version === undefined || version.content === null)
    throw new Problem(404, "there is no such version of this topic");
  const to = `/topics/${encodeURIComponent(id)}`;
  const checked = checkAgainst(config, version.content);
  if (!checked.ok) return { to, note: `Not restored: ${checked.problems[0]?.message ?? "it cannot be used any more"}` };
  const failed = runTopicTests(checked.topic).find(({ ok }) => !ok);
  if (failed !== undefined)
    return { to, note: `Not restored: a test of that version fails: “${failed.text.slice(0, 200)}”` };
  const opened = await openTopic(db, config, id);
  if (opened !== null && opened.object === null) throw new Problem(409, "a file has a topic with this id now");
  const content = version.content;
  const saved = await db.transaction().execute(async (tx) => {
    const basedOn = opened?.object?.version ?? null;
    const done = await saveConsoleObject(tx, { kind: "topic", id, content, basedOn, by: page.viewer.login });
    if (done.kind === "conflict") return done;
    const detail = { restored: version.version, version: done.version };
    await page.audit({ action: "topic.restored", targetKind: "topic", targetId: id, detail }, tx);
    return done;
  });
  if (saved.kind === "conflict") return { to, note: "Not restored: somebody changed this topic meanwhile." };
  return { to, note: `Version ${version.version} is restored. It is in force within seconds.` };
}

function testsOf({ topic }: OpenedTopic): readonly TopicTestResult[] {
  try {
    return runTopicTests(topic, { explain: "failed" });
  } catch {
    // Its queries cannot be read; the page says so where the queries are.
    return [];
  }
}

function idOf(page: PageRequest): string {
  return page.params["id"] ?? "";
}

function versionOf(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : null;
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/u, "").split("\n");
}
