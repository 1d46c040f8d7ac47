import {
  countCards,
  explainUrl,
  findCards,
  listStories,
  readCards,
  readChannelReports,
  readStagePaces,
} from "@wirewatch/store";
import type { CardChoice, Database, Kysely, StoryChoice } from "@wirewatch/store";

/** A list of the console, as `fillLists` fills it. */
export interface ListKind {
  readonly kind: string;
  /** @returns how much there was, in words */
  readonly read: (db: Kysely<Database>) => Promise<string>;
}

const channels = Array.from({ length: 6 }, (_, receiver) => receiver).flatMap((receiver) =>
  [0, 1].map((channel) => ({ receiver: `desk-${receiver}`, channel: `webhook-${channel}` })),
);

export const listKinds: readonly ListKind[] = [
  stories("stories", {}),
  stories("stories, frequent source", { sourceId: "site-0" }),
  stories("stories, rare source", { sourceId: "site-199" }),
  stories("stories, source of none", { sourceId: "nowhere" }),
  stories("stories, topic", { topicId: "topic-3" }),
  stories("stories, text of none", { text: "nowhere" }),
  alerts("alerts", {}),
  alerts("alerts, open, text of none", { tab: "open", text: "nowhere" }),
  alerts("alerts, all, text of none", { text: "nowhere" }),
  alerts("alerts, open, text of most", { tab: "open", text: "e" }),
  alerts("alerts, all, text of most", { text: "e" }),
  alerts("alerts, all, text of one in ten", { text: "gcon" }),
  alerts("alerts, source of none", { sourceId: "nowhere" }),
  alerts("alerts, receiver of none", { receiver: "nobody" }),
  {
    kind: "explain, unknown address",
    read: async (db) => ((await explainUrl(db, "https://nowhere.example/unknown")) === null ? "nothing" : "an answer"),
  },
  {
    kind: "receivers, 14 channels",
    read: async (db) => {
      const quiet = ["webhook-0", "webhook-1"].map((channel) => ({ receiver: "quiet", channel }));
      return `${(await readChannelReports(db, [...channels, ...quiet])).length} channels`;
    },
  },
  {
    kind: "paces of stages",
    read: async (db) =>
      `${(await readStagePaces(db, ["fetch", "strip", "deduplicate", "classify", "notify"])).size} stages`,
  },
];

function stories(kind: string, given: Partial<StoryChoice>): ListKind {
  const any = { text: null, topicId: null, sourceId: null, during: null, after: null, limit: 31 };
  return { kind, read: async (db) => `${(await listStories(db, { ...any, ...given })).length} stories` };
}

/** With the counts beside the tabs. */
function alerts(kind: string, given: Partial<CardChoice>): ListKind {
  const any: CardChoice = { tab: "all", text: "", topicId: null, severity: null, receiver: null, sourceId: null };
  const choice = { ...any, ...given };
  return {
    kind,
    async read(db) {
      const [{ ids }] = await Promise.all([findCards(db, choice, { after: null, limit: 30 }), countCards(db, choice)]);
      return `${(await readCards(db, ids)).length} entries`;
    },
  };
}
