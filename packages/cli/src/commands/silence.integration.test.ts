import { sql } from "@wirewatch/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { addAlert } from "../operator-scene/alerts.ts";
import { collector, environmentOf, storeSceneConfig } from "../operator-scene/command.ts";
import { addCommand } from "./silence-add.ts";
import { silence } from "./silence.ts";

let store: TestStore;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

beforeAll(async () => {
  store = await startTestStore();
  await storeSceneConfig(store.db);
});
afterAll(() => store.stop());
beforeEach(() =>
  sql`truncate silence, alert, alert_group, topic_match, article_revision, article, story restart identity cascade`.execute(
    store.db,
  ),
);

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await silence(words, environmentOf(store.url), write);
  return { code, text: text() };
}

const why = ["--comment", "planned works"] as const;
const stored = () => store.db.selectFrom("silence").selectAll().orderBy("id").execute();

describe("add", () => {
  test("shows the open alerts it covers and what it would have muted, and adds it for a day", async () => {
    await addAlert(store.db, { title: "Acme Corp sues" });
    await addAlert(store.db, { title: "Old news", state: "closed", matchedAt: new Date(Date.now() - 6 * dayMs) });
    await addAlert(store.db, { state: "closed", matchedAt: new Date(Date.now() - 8 * dayMs) });
    await addAlert(store.db, { topicId: "floods", title: "Rivers rise" });
    const { code, text } = await run("add", "topic=acme", ...why, "--author", "ada");
    expect(code).toBe(0);
    expect(text).toContain("1 open alert would get no more messages:\n  al_1  “Acme Corp sues” (acme)\n");
    expect(text).toContain("In the last seven days it would have muted 2 of 3 matches.");
    expect(text).toMatch(
      /Silence 1 by ada: topic=acme, until \w{3} \d{4}-\d\d-\d\d \d\d:\d\d UTC\n"wirewatch silence expire 1" ends it\./u,
    );
    const [added] = await stored();
    expect(added).toMatchObject({ matchers: ["topic=acme"], author: "ada", comment: "planned works" });
    expect((added?.ends_at.getTime() ?? 0) - (added?.starts_at.getTime() ?? 0)).toBe(dayMs);
  });

  test("knows labels of sources and of severities, and needs all matchers to fit", async () => {
    await addAlert(store.db, { sourceId: "wire", severity: "high" });
    await addAlert(store.db, { sourceId: "times", severity: "high" });
    const { text } = await run("add", "source=wire", 'severity=~"high|critical"', ...why, "--dry-run");
    expect(text).toContain("1 open alert would");
    expect(text).toContain("muted 1 of 2 matches");
    expect(text).toMatch(/Nothing was added\. Without --dry-run: source=wire and severity=~"high\|critical", until /u);
    expect(await stored()).toEqual([]);
  });

  test("does not count what nobody would have been told of anyway", async () => {
    await addAlert(store.db);
    await sql`update topic_match set outcome = 'suppressed', reason = 'rematch', outcome_at = now()`.execute(store.db);
    expect((await run("add", "topic=acme", ...why, "--dry-run")).text).toContain("muted 0 of 0 matches");
  });

  test.each([
    [["--until", "tomorrow 09:00", "--time-zone", "Europe/London"], "2026-03-02T10:00:00Z", "2026-03-03T09:00:00Z"],
    [["--for", "30d"], "2026-03-02T10:00:00Z", "2026-04-01T10:00:00Z"],
    [["--from", "friday 18:00", "--for", "12h"], "2026-03-06T18:00:00Z", "2026-03-07T06:00:00Z"],
  ])("%j holds from %s to %s", async (words, from, to) => {
    const { write } = collector();
    await addCommand(
      ["topic=acme", ...why, ...words],
      environmentOf(store.url),
      write,
      new Date("2026-03-02T10:00:00Z"),
    );
    expect(await stored()).toMatchObject([{ starts_at: new Date(from), ends_at: new Date(to) }]);
  });

  test.each([
    ["topic=acm", 'there is no topic "acm" now; did you mean acme?'],
    ["severity=hihg", 'there is no severity "hihg"; did you mean high?'],
  ])("doubts %s, which is not there", async (matcher, doubt) => {
    const { text } = await run("add", matcher, ...why);
    expect(text).toContain(`Note: ${doubt}\nNo open alert is concerned.\n`);
  });

  test("gives programs the same", async () => {
    const { text } = await run("add", 'topic="acme"', ...why, "--author", "ada", "--json");
    expect(JSON.parse(text)).toMatchObject({
      id: "1",
      matchers: ['topic="acme"'],
      author: "ada",
      preview: { open: [], matches: 0, of: 0 },
    });
  });

  test.each([
    [["add", ...why], "say what to silence, e.g. topic=acme"],
    [["add", "topic=acme"], 'say why, for those who look for the alerts: --comment "…"'],
    [["add", "topic=acme", "--comment", "x".repeat(501)], "has 501 characters; it takes at most 500"],
    [["add", "acme", ...why], '"acme" is no matcher: expected a label'],
    [["add", "topik=acme", ...why], 'there is no label "topik" in any match; did you mean topic?'],
    [["add", "topic=acme", ...why, "--for", "31d"], "at most 30d"],
    [["add", "topic=acme", ...why, "--until", "2999-01-01"], "a silence holds for 30 days at most"],
    [["add", "topic=acme", ...why, "--until", "2020-01-01"], "would be over already: it ends Wed 2020-01-01 00:00 UTC"],
    [["add", "topic=acme", ...why, "--for", "1h", "--until", "12:00"], "not with both"],
    [["add", "topic=acme", ...why, "--author", "a\nb"], "--author is not a name"],
    [["mute"], 'found "mute"; write: wirewatch silence add'],
  ])("%j is refused with what to write, and adds nothing", async (words, message) => {
    await expect(run(...words)).rejects.toThrow(message);
    expect(await stored()).toEqual([]);
  });
});

describe("list", () => {
  test("shows those that hold now or later, who, why, until when, and what they muted", async () => {
    await run("add", "topic=acme", ...why, "--author", "ada", "--for", "90m");
    await run("add", "topic=floods", ...why, "--from", "tomorrow 09:00");
    await run("add", "source=wire", ...why);
    await run("expire", "3", "--by", "grace");
    await addAlert(store.db);
    await sql`update topic_match set outcome = 'suppressed', reason = 'silenced', detail = 'silence 1 of ada', outcome_at = now()`.execute(
      store.db,
    );
    const { text } = await run("list");
    expect(text).toMatch(
      /^1 {2}active {2}topic=acme\n {4}until .* UTC, SOON OVER: 1 h (?:29|30) min left\n {4}by ada: planned works\n {4}1 match muted\n/u,
    );
    expect(text).toMatch(/\n2 {2}pending {2}topic=floods\n {4}from \w+ \d{4}-\d\d-\d\d 09:00 UTC \(in .*\) until /u);
    expect(text).not.toContain("source=wire");
    const all = (await run("list", "--all")).text;
    expect(all).toMatch(/3 {2}expired {2}source=wire\n {4}over since .* UTC, ended by grace\n/u);
    const shown: unknown = JSON.parse((await run("list", "--json")).text);
    expect(shown).toMatchObject({
      timeZone: "UTC",
      silences: [
        { id: "1", muted: 1 },
        { id: "2", state: "pending", muted: 0 },
      ],
    });
  });

  test("says so when there is none", async () => {
    expect((await run("list")).text).toBe("There is no silence now; --all shows those that are over.\n");
    expect((await run("list", "--all")).text).toBe("There are no silences.\n");
  });
});

test("expire ends silences once, and says which are not there", async () => {
  await run("add", "topic=acme", ...why);
  expect(await run("expire", "1")).toEqual({ code: 0, text: "1  ended; it has muted 0 matches\n" });
  const { code, text } = await run("expire", "1", "77", "x'y");
  expect(code).toBe(1);
  expect(text.match(/there is no such silence, or it is over already/gu)).toHaveLength(3);
  await expect(run("expire")).rejects.toThrow("name silences by their ids");
});
