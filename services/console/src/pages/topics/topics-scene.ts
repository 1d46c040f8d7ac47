import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** As JSON, since no object of JavaScript should have a key `then`. */
const quietHours: unknown = JSON.parse('{ "during": "night", "then": "hold" }');

/** Sources, topics and routes for tests of the pages about topics. */
export const topicFiles = {
  sources: {
    sources: [
      { id: "site", name: "Site", url: "https://site.example/rss", tags: ["press"] },
      { id: "wire", name: "Wire", url: "https://wire.example/rss", language: "en" },
    ],
  },
  topics: [
    {
      id: "harbour",
      name: "Harbour",
      owner: "sea desk",
      severity: "high",
      any: ["harbourmaster"],
      labels: { desk: "sea" },
      tests: { match: ["The harbourmaster spoke"] },
    },
    { id: "rates", name: "Interest rates", owner: "money desk", any: ['"interest rate"'], none: ["fiction"] },
  ],
  alerts: {
    time_zone: "Europe/London",
    route: {
      receiver: "newsdesk",
      routes: [
        {
          name: "corporate",
          matchers: ['desk="corporate"'],
          receiver: "corporate",
          quiet_hours: quietHours,
        },
      ],
    },
    time_intervals: [{ name: "night", time_zone: "Europe/London", times: [{ start: "19:00", end: "07:00" }] }],
    receivers: [
      { name: "newsdesk", terminal: true },
      { name: "corporate", terminal: true },
    ],
  },
};

/** Removes what tests made. */
export async function clearTopics(db: Kysely<Database>): Promise<void> {
  await sql`truncate console_object, console_object_version, match_feedback, audit, alert, alert_group, topic_match, article_body,
    article_revision, article, story cascade`.execute(db);
}
