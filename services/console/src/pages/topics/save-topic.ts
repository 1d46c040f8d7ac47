import type { TopicConfig } from "@wirewatch/config";
import { saveArticleFeedback, saveConsoleObject } from "@wirewatch/store";
import type { ConsoleObject } from "@wirewatch/store";
import { runTopicTests } from "@wirewatch/topics";
import type { TopicTestResult } from "@wirewatch/topics";
import { auditDiff } from "../audit-diff.ts";
import type { PageRequest } from "../page-routes.ts";
import type { Draft } from "./draft.ts";
import type { Said } from "./examine.ts";
import { openTopic } from "./known-topics.ts";
import type { OpenedTopic } from "./known-topics.ts";

/** What became of a save. */
export type SaveEnd =
  | { readonly kind: "saved"; readonly topic: TopicConfig; readonly version: number }
  /** It cannot be used as it is; the marks say why. */
  | { readonly kind: "invalid" }
  | { readonly kind: "taken"; readonly id: string; readonly by: string }
  | { readonly kind: "renamed"; readonly id: string }
  | { readonly kind: "testFails"; readonly test: TopicTestResult; readonly more: number }
  /** Somebody saved or deleted it since the editor was opened; null: deleted. */
  | { readonly kind: "conflict"; readonly current: ConsoleObject | null };

/**
 * Saves a draft as a topic of the console: only what can be used, whose tests pass, and which nobody changed meanwhile.
 *
 * @param opened the topic that is edited; null for a new one
 * @param basedOn its version when the editor was opened
 */
export async function saveTopic(
  page: PageRequest,
  draft: Draft,
  {
    opened,
    basedOn,
    said,
  }: { readonly opened: OpenedTopic | null; readonly basedOn: number | null; readonly said: Said },
): Promise<SaveEnd> {
  if (!draft.checked.ok) return { kind: "invalid" };
  const { topic } = draft.checked;
  if (opened !== null && topic.id !== opened.topic.id) return { kind: "renamed", id: opened.topic.id };
  if (opened === null) {
    const other = await openTopic(page.db, page.config, topic.id);
    if (other !== null) return { kind: "taken", id: topic.id, by: other.object === null ? "a file" : "the console" };
  }
  const failed = runTopicTests(topic).filter(({ ok }) => !ok);
  const [test] = failed;
  if (test !== undefined) return { kind: "testFails", test, more: failed.length - 1 };
  return write(page, draft.text, { topic, opened, basedOn, said });
}

async function write(
  page: PageRequest,
  content: string,
  facts: {
    readonly topic: TopicConfig;
    readonly opened: OpenedTopic | null;
    readonly basedOn: number | null;
    readonly said: Said;
  },
): Promise<SaveEnd> {
  const { topic, opened, basedOn, said } = facts;
  const { login } = page.viewer;
  return page.db.transaction().execute(async (tx): Promise<SaveEnd> => {
    const done = await saveConsoleObject(tx, { kind: "topic", id: topic.id, content, basedOn, by: login });
    if (done.kind === "conflict") return done;
    const detail = { version: done.version, diff: auditDiff(opened?.text ?? "", content) };
    const action = opened === null ? "topic.made" : "topic.saved";
    await page.audit({ action, targetKind: "topic", targetId: topic.id, detail }, tx);
    for (const [articleIds, isRelevant] of [[said.notRelevant, false] as const, [said.relevant, true] as const]) {
      await saveArticleFeedback(tx, { topicId: topic.id, articleIds, isRelevant, by: login });
    }
    return { kind: "saved", topic, version: done.version };
  });
}
