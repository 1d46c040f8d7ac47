import type { Filled } from "./api-scene.ts";
import type { Operation } from "./operation.ts";

const yaml = "id: made\nany: ['quay']\ntests:\n  match: ['The quay is open']\n";

/** How each operation is called so that it works: path parameters and query, and a body. */
const calls: Readonly<Record<string, (ids: Filled) => { readonly path?: string; readonly body?: unknown }>> = {
  listArticles: () => ({ path: "?topic=harbour&language=pt&since=2026-03-02&limit=1" }),
  getArticle: ({ articleId }) => ({ path: articleId }),
  getStory: ({ storyId }) => ({ path: storyId }),
  getTopic: () => ({ path: "harbour" }),
  saveTopic: () => ({ path: "made", body: { content: yaml, basedOn: null } }),
  deleteTopic: () => ({ path: "made?basedOn=1" }),
  previewTopic: () => ({ body: { content: yaml, days: 7 } }),
  getAlert: ({ alertId }) => ({ path: alertId }),
  acknowledgeAlert: ({ alertId }) => ({ path: alertId }),
  muteAlert: ({ alertId }) => ({ path: alertId, body: { hours: 2 } }),
  unmuteAlert: ({ alertId }) => ({ path: alertId }),
  addSilence: () => ({ body: { matchers: ['topic="harbour"'], comment: "known" } }),
  expireSilence: ({ silenceId }) => ({ path: silenceId }),
  getDelivery: () => ({ path: "dl_failed" }),
  replayDelivery: () => ({ path: "dl_failed", body: {} }),
  replayDeliveries: () => ({ body: { since: "2026-01-01" } }),
  enableChannel: () => ({ path: "terminal/terminal-0" }),
  getSource: () => ({ path: "site" }),
  explain: () => ({ path: "?url=https://site.example/news/quay" }),
  pauseQueue: () => ({ path: "strip" }),
  resumeQueue: () => ({ path: "strip" }),
  retryWork: () => ({ body: { stage: "strip", error: "it crashed" } }),
};

/**
 * A request to an operation that works.
 *
 * @param params values for the path instead, one after the other
 */
export function requestOf(
  operation: Pick<Operation, "id" | "path">,
  ids: Filled,
  params?: readonly string[],
): { readonly path: string; readonly body: unknown } {
  const { path = "", body } = calls[operation.id]?.(ids) ?? {};
  const [names = "", query = ""] = path.split("?");
  const parts = [...(params ?? names.split("/"))];
  const filled = operation.path.replaceAll(/\{\w+\}/gu, () => parts.shift() ?? "");
  return { path: `/api/v1${filled}${query === "" ? "" : `?${query}`}`, body };
}
