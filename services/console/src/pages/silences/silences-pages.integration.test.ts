import { addSilence } from "@wirewatch/store";
import { afterEach, describe, expect, test } from "vitest";
import { addAlert, addSuppressed, clearAlerts, minutesAgo } from "../../../../../test/support/alert-rows.ts";
import { useConsole } from "../../../../../test/support/console-scene.ts";

const scene = useConsole({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbour"] }],
});
afterEach(() => clearAlerts(scene.db));

const hourMs = 3_600_000;
const stored = () => scene.db.selectFrom("silence").selectAll().orderBy("id").execute();
const auditOf = () => scene.db.selectFrom("audit").select(["action", "actor", "target_id"]).orderBy("id").execute();

async function add(
  given: { readonly fromMs?: number; readonly toMs?: number; readonly matchers?: readonly string[] } = {},
): Promise<string> {
  const { fromMs = -hourMs, toMs = 5 * hourMs, matchers = ['topic="harbour"'] } = given;
  const now = Date.now();
  return addSilence(scene.db, {
    matchers,
    startsAt: new Date(now + fromMs),
    endsAt: new Date(now + toMs),
    author: "ada",
    comment: "planned works",
  });
}

// The first: matches of a week are counted once for some seconds.
test("a new one shows while it is written what it would have muted", async () => {
  await addAlert(scene.db, { title: "Quay closed" });
  await addAlert(scene.db, { topicId: "strikes", title: "Crane drivers walk out" });
  await addAlert(scene.db, { matchedAt: minutesAgo(10 * 1440), state: "closed" });
  const { text } = await scene.post("/silences/preview", { matchers: 'topic="harbour"' }, "analyst");
  expect(text.replaceAll(/<[^>]*>|\s+/gu, " ").replaceAll(/ +/gu, " ")).toContain(
    "1 of 2 matches of the last 7 days would have been muted.",
  );
  expect(text).toContain("Quay closed");
  expect(text).not.toContain("<html");
  expect((await scene.post("/silences/preview", { matchers: 'topic="harbor"' }, "analyst")).text).toContain(
    "did you mean harbour?",
  );
  expect((await scene.post("/silences/preview", { matchers: 'severity="hihg"' }, "analyst")).text).toContain(
    "There is no severity “hihg”; did you mean high?",
  );
  expect((await scene.post("/silences/preview", { matchers: "x" }, "analyst")).text).toContain("is no matcher");
  const nothing = (await scene.post("/silences/preview", {}, "analyst")).text;
  expect(nothing).toContain("Choose a topic or a source");
  expect(nothing).not.toContain("would have been muted");
});

describe("the list", () => {
  test("shows who, why, until when and what was muted, by tabs with counts", async () => {
    const id = await add();
    await add({ fromMs: hourMs });
    await add({ toMs: -1000 });
    await addSuppressed(scene.db, { reason: "silenced", detail: `silence ${id} of ada (planned works), until x` });
    const { text } = await scene.get("/silences");
    expect(text).toContain("planned works");
    expect(text).toContain("ada");
    expect(text).toContain("topic=&quot;harbour&quot;");
    expect(text).toContain("has muted 1 match");
    expect(text.match(/id="silence-\d+"/gu)).toEqual([`id="silence-${id}"`]);
    expect(text).toMatch(/Active[^]*?>1<[^]*?Pending[^]*?>1<[^]*?Expired[^]*?>1</u);
    expect((await scene.get("/silences?state=pending")).text).toContain("begins later");
    expect((await scene.get("/silences?state=expired")).text).toContain("Silence again");
  });

  test("marks what ends soon", async () => {
    await add({ toMs: hourMs });
    expect((await scene.get("/silences")).text).toContain("ends soon");
  });

  test.each(["", "?state=pending", "?state=expired", "?state=x"])("without any, %s says what to do", async (query) => {
    expect((await scene.get(`/silences${query}`)).text).toMatch(/class="empty">[^]*?class="button/u);
  });
});

describe("a new one", () => {
  test("is added with its author, and noted", async () => {
    const fields = { matchers: 'topic="harbour"\nseverity!="critical"', hours: "4", comment: "planned works" };
    const { url } = await scene.post("/silences", fields, "analyst");
    expect(new URL(url).pathname).toBe("/silences");
    expect(await stored()).toMatchObject([
      { matchers: ['topic="harbour"', 'severity!="critical"'], author: "analyst", comment: "planned works" },
    ]);
    expect(await auditOf()).toEqual([{ action: "silence.added", actor: "analyst", target_id: "1" }]);
  });

  test("is of what was chosen and what was written, and of what a page of a topic or source asks for", async () => {
    const asked = await scene.get("/silences/new?topic=harbour&source=gone", "analyst");
    expect(asked.text).toMatch(/<option value="harbour" {2}selected>Harbour</u);
    expect(asked.text).toMatch(/<option value="gone" {2}selected>gone</u);
    expect((await scene.get("/topics/harbour", "analyst")).text).toContain('href="/silences/new?topic=harbour"');
    expect((await scene.get("/sources/site", "analyst")).text).toContain('href="/silences/new?source=site"');
    for (const path of ["/topics/harbour", "/sources/site"])
      expect((await scene.get(path, "viewer")).text).not.toContain("/silences/new");
    const { storyId } = await addAlert(scene.db, { title: "Quay closed" });
    const fields = { topic: "harbour", story: storyId, matchers: 'language="en"', hours: "4", comment: "works" };
    const { text } = await scene.post("/silences", fields, "analyst");
    expect((await stored())[0]?.matchers).toEqual(['topic="harbour"', `story="${storyId}"`, 'language="en"']);
    expect(text).toContain("the story “Quay closed”");
    expect(text).toContain(`href="/stories/${storyId}"`);
    const preview = await scene.post("/silences/preview", { topic: "harbour" }, "analyst");
    expect(preview.text).toContain("would have been muted");
  });

  test("that cannot be keeps what was written and says what is wrong", async () => {
    const { status, text } = await scene.post(
      "/silences",
      { matchers: 'topik="<b>"', hours: "4", comment: "" },
      "analyst",
    );
    expect(status).toBe(200);
    expect(text).toContain("no match has the label “topik”");
    expect(text).toContain("say why");
    expect(text).toContain("topik=&quot;&lt;b&gt;&quot;</textarea>");
    expect(await stored()).toEqual([]);
  });

  test("is prefilled from an alert, or from a silence that is over", async () => {
    const { alertId, storyId } = await addAlert(scene.db);
    const { text } = await scene.get(`/silences/new?alert=${alertId}`);
    expect(text).toMatch(/<option value="harbour" {2}selected>Harbour</u);
    expect(text).toMatch(
      new RegExp(`name="story" value="${storyId}" checked />\\s*only the story\\s*“Ships wait`, "u"),
    );
    expect(text).toContain(`href="/stories/${storyId}"`);
    expect(text).toMatch(/id="other-conditions"\s*>/u);
    const id = await add({ toMs: -1000 });
    expect((await scene.get(`/silences/new?like=${id}`)).text).toContain('value="planned works"');
    const mixed = await add({ toMs: -1000, matchers: ['source="site"', 'severity!="low"'] });
    const again = (await scene.get(`/silences/new?like=${mixed}`)).text;
    expect(again).toMatch(/<option value="site" {2}selected>Site</u);
    expect(again).toContain("severity!=&quot;low&quot;</textarea>");
    expect(again).toMatch(/id="other-conditions"\s+open>/u);
    for (const query of ["?alert=al_99", "?like=x", "?alert=%27"])
      expect((await scene.get(`/silences/new${query}`)).status).toBe(200);
  });
});

test("is made longer and ended, and then shows what it held back", async () => {
  const id = await add();
  await addSuppressed(scene.db, {
    reason: "silenced",
    detail: `silence ${id} of ada (planned works), until x`,
    title: "Held back news",
  });
  const [before] = await stored();
  expect((await scene.post(`/silences/${id}/extend`, { hours: "24" }, "analyst")).status).toBe(200);
  expect(((await stored())[0]?.ends_at.getTime() ?? 0) - (before?.ends_at.getTime() ?? 0)).toBe(24 * hourMs);
  const ended = await scene.post(`/silences/${id}/expire`, {}, "analyst");
  expect(new URL(ended.url).pathname).toBe(`/silences/${id}`);
  expect(ended.text).toContain("Held back news");
  expect((await scene.post(`/silences/${id}/expire`, {}, "analyst")).status).toBe(404);
  expect((await scene.post(`/silences/${id}/extend`, { hours: "1" }, "analyst")).status).toBe(404);
  expect((await scene.post(`/silences/${id}/extend`, { hours: "9" }, "analyst")).status).toBe(400);
  expect((await auditOf()).map(({ action }) => action)).toEqual(["silence.extended", "silence.expired"]);
});

test.each(["99", "x", "0", "1%27", "9".repeat(30)])("there is none called %s", async (name) => {
  expect((await scene.get(`/silences/${name}`)).status).toBe(404);
  expect((await scene.post(`/silences/${name}/expire`, {}, "analyst")).status).toBe(404);
});

test("a viewer reads and changes nothing", async () => {
  const id = await add();
  for (const path of ["/silences", `/silences/${id}`])
    expect((await scene.get(path, "viewer")).text).not.toMatch(/End now|\+24 h|New silence/u);
  expect((await scene.get("/silences/new", "viewer")).status).toBe(403);
  for (const path of ["/silences", "/silences/preview", `/silences/${id}/extend`, `/silences/${id}/expire`])
    expect((await scene.post(path, { hours: "1" }, "viewer")).status).toBe(403);
});
