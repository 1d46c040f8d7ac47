import { addSilence, sql } from "@wirewatch/store";
import { afterEach, describe, expect, test } from "vitest";
import { addAlert, addSuppressed, clearAlerts, minutesAgo } from "../../../../../test/support/alert-rows.ts";
import { useConsole } from "../../../../../test/support/console-scene.ts";

const scene = useConsole({
  sources: {
    sources: [
      { id: "site", name: "Site", url: "https://site.example/rss", tags: ["tier-1"] },
      { id: "wire", url: "https://wire.example/rss" },
    ],
  },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbour"], labels: { desk: "corporate" } }],
  alerts: {
    time_zone: "Europe/London",
    route: {
      receiver: "desk",
      routes: [{ name: "urgent", matchers: ['severity="critical"'], receiver: "duty", continue: true }],
    },
    receivers: [
      { name: "desk", terminal: true },
      { name: "duty", terminal: true, remind: { every: "15m", max: 3 } },
    ],
  },
});
afterEach(() => clearAlerts(scene.db));

const hourMs = 3_600_000;
/** Ids of the cards of a page, in their order. */
const cardsOf = (text: string): string[] => [...text.matchAll(/id="card-(al_\d+)"/gu)].map(([, id]) => id ?? "");
const auditOf = () =>
  scene.db.selectFrom("audit").select(["action", "actor", "target_id", "detail"]).orderBy("id").execute();

describe("the list", () => {
  test("shows a story told to two as one card with everything one wants to know of it", async () => {
    const first = await addAlert(scene.db, {
      title: "Quay closed",
      severity: "critical",
      url: "https://site.example/quay",
      passage: "The harbourmaster closed the quay.",
    });
    const second = await addAlert(scene.db, {
      also: first,
      receiver: "duty",
      severity: "critical",
      state: "acknowledged",
    });
    await sql`update alert_group set reminders = 2 where id = ${second.groupId}`.execute(scene.db);
    const { text } = await scene.get("/alerts?state=all");
    expect(cardsOf(text)).toHaveLength(1);
    for (const part of [
      ">Quay closed</a>",
      "The <mark>harbourmaster</mark> closed the quay.",
      "1 article",
      "acknowledged by ada",
      "reminded 2 of 3 times",
      'href="/explain?url=https%3A%2F%2Fsite.example%2Fquay"',
      `href="/stories/${first.storyId}"`,
      `match=${first.matchId}`,
      `action="/matches/${first.matchId}/feedback"`,
      'data-key="a"',
      'data-key="m"',
      'data-key="x"',
      "1 article in the last 24 hours",
    ])
      expect(text).toContain(part);
  });

  test("has tabs with counts, and the open ones in the title of the browser's tab", async () => {
    await addAlert(scene.db);
    await addAlert(scene.db);
    await addAlert(scene.db, { state: "held" });
    await addSuppressed(scene.db, {
      reason: "silenced",
      detail: "silence 7 of ada (works), until 2026-03-02T09:00:00.000Z",
    });
    const { text } = await scene.get("/alerts");
    expect(text).toMatch(/<title>\(2\) Alerts\b/u);
    expect(text.replaceAll(/\s+/gu, " ")).toMatch(/Held <span class="count">1<.*Suppressed <span class="count">1</u);
    expect(cardsOf(text)).toHaveLength(2);
    expect(text).toContain('data-live="alert silence"');
  });

  test.each([
    ["severity=critical", "B"],
    ["source=wire", "C"],
    ["q=quay+b", "B"],
    ["receiver=duty", ""],
    [`matchers=${encodeURIComponent('desk="corporate", source_tag="tier-1", severity!="critical"')}`, "A"],
    [`matchers=${encodeURIComponent('source=~"wi.*"')}`, "C"],
    ["topic=harbour", "CBA"],
  ])("?%s shows %j", async (query, expected) => {
    const names = new Map<string, string>();
    names.set((await addAlert(scene.db, { title: "Quay A", openedAt: minutesAgo(9) })).alertId, "A");
    names.set(
      (await addAlert(scene.db, { title: "Quay B", openedAt: minutesAgo(8), severity: "critical" })).alertId,
      "B",
    );
    names.set((await addAlert(scene.db, { title: "Quay C", openedAt: minutesAgo(7), sourceId: "wire" })).alertId, "C");
    const { text } = await scene.get(`/alerts?${query}`);
    expect(
      cardsOf(text)
        .map((id) => names.get(id))
        .join(""),
    ).toBe(expected);
  });

  test.each([
    [
      "q=quay",
      "1 open that fit the filters: told",
      'href="/alerts?state=suppressed&amp;topic=',
      "Open 1 Acknowledged 0",
    ],
    ["q=nothing", "Nothing that is open fits the filters.", "/alerts?state=suppressed", "Open 0 Acknowledged 0"],
    [
      `matchers=${encodeURIComponent('severity="low"')}`,
      "Those that fit the matchers.",
      "/alerts?state=suppressed",
      "Open Acknowledged Held Muted Suppressed 1",
    ],
  ])("figures above the list of ?%s are of what fits, or there are none", async (query, lead, link, figures) => {
    await addAlert(scene.db, { title: "Quay closed" });
    const { matchId } = await addAlert(scene.db, { title: "Bridge closed" });
    await sql`update topic_match set outcome = 'suppressed', reason = 'baseline' where id = ${matchId}`.execute(
      scene.db,
    );
    const { text } = await scene.get(`/alerts?${query}&topic=harbour`);
    expect(text).toContain(lead);
    expect(text).toContain(link);
    expect(text.replaceAll(/<[^>]*>/gu, " ").replaceAll(/\s+/gu, " ")).toContain(figures);
  });

  test("keeps seldom used filters closed until one of them is in use", async () => {
    expect((await scene.get("/alerts?q=quay&severity=critical")).text).toMatch(/id="more-filters"\s*>/u);
    for (const query of ["receiver=duty", "source=wire", "matchers=severity%3D%22high%22", "matchers=nonsense"])
      expect((await scene.get(`/alerts?${query}`)).text, query).toMatch(/id="more-filters"\s+open\s*>/u);
  });

  test("says what is wrong with matchers, and shows all", async () => {
    const { alertId } = await addAlert(scene.db);
    const { text, status } = await scene.get("/alerts?matchers=severity");
    expect(status).toBe(200);
    expect(text).toContain("“severity” is no matcher");
    expect(cardsOf(text)).toEqual([alertId]);
  });

  test("goes on page by page and keeps the filters", async () => {
    for (let n = 0; n < 27; n += 1) await addAlert(scene.db, { openedAt: minutesAgo(n) });
    const first = await scene.get("/alerts?topic=harbour");
    const older = /href="(\/alerts\?[^"]*after=\d+)"/u.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(older).toContain("topic=harbour");
    const second = await scene.get(older);
    expect(cardsOf(first.text)).toHaveLength(25);
    expect(cardsOf(second.text)).toHaveLength(2);
    expect(new Set([...cardsOf(first.text), ...cardsOf(second.text)]).size).toBe(27);
    expect(second.text).not.toContain(">Older<");
  });

  test("says which silence keeps news about a story from being told", async () => {
    const { storyId } = await addAlert(scene.db);
    const endsAt = new Date(Date.now() + hourMs);
    await addSilence(scene.db, {
      matchers: ['desk="corporate"', `story="${storyId}"`],
      startsAt: minutesAgo(1),
      endsAt,
      author: "ada",
      comment: "works",
    });
    expect((await scene.get("/alerts")).text).toMatch(/href="\/silences\/1"[^]*?silenced by ada until/u);
  });

  test("lists what was suppressed with the reason in words and the way to the rule", async () => {
    await addSuppressed(scene.db, {
      reason: "silenced",
      detail: "silence 7 of ada (works), until 2026-03-02T09:00:00.000Z",
      title: "Muted news",
    });
    await addSuppressed(scene.db, { reason: "baseline", title: "Old news" });
    const { text } = await scene.get("/alerts?state=suppressed");
    expect(text).toContain("Nobody was told: a silence covers it.");
    expect(text).toMatch(/silence 7 of ada \(works\), until 2 Mar 09:00/u);
    expect(text).toContain('href="/silences/7"');
    expect(text).toContain("Nobody was told: it was there before the source was added.");
    expect((await scene.get("/alerts?state=suppressed&reason=baseline")).text).not.toContain("Muted news");
  });

  test.each([
    ["", "Nothing is open"],
    ["?state=held", "Nothing is held back"],
    ["?state=muted", "Nothing is muted"],
    ["?state=suppressed", "Nothing was suppressed"],
    ["?state=all", "There are no alerts yet"],
    ["?topic=x", "Nothing fits"],
    ["?state=%00&after=%27&severity=%3Cscript%3E&silence=x", "Nothing is open"],
  ])("without anything, %s says %s and what to do", async (query, title) => {
    const { text, status } = await scene.get(`/alerts${query}`);
    expect(status).toBe(200);
    expect(text).toContain(title);
    expect(text).toMatch(/class="empty">[^]*?class="button/u);
  });
});

describe("acknowledging", () => {
  test("takes care of all receivers' alerts about the story, is noted once, and comes back to the list", async () => {
    const first = await addAlert(scene.db);
    const second = await addAlert(scene.db, { also: first, receiver: "duty" });
    const { url, text } = await scene.post(
      `/alerts/${second.alertId}/acknowledge`,
      { back: "/alerts?state=all" },
      "analyst",
    );
    expect(new URL(url).pathname + new URL(url).search).toBe("/alerts?state=all");
    expect(text).toContain("acknowledged by analyst");
    const again = await scene.post(`/alerts/${first.groupId}/acknowledge`, {}, "operator");
    expect(again.status).toBe(200);
    expect(await auditOf()).toMatchObject([
      { action: "alert.acknowledged", actor: "analyst", target_id: first.alertId },
      { action: "alert.acknowledged", actor: "analyst", target_id: second.alertId },
    ]);
  });

  test("goes to no other site afterwards", async () => {
    const { alertId } = await addAlert(scene.db);
    for (const back of ["//evil.example", "https://evil.example/alerts", "/\\evil", "/alerts\\..", "/login"]) {
      const { url } = await scene.post(`/alerts/${alertId}/acknowledge`, { back }, "analyst");
      expect(url).toBe(`${scene.url}/alerts`);
    }
  });
});

describe("muting a story", () => {
  test("is a silence on story and topic with author and reason, for the time that was chosen", async () => {
    const { alertId, storyId } = await addAlert(scene.db);
    await scene.post(`/alerts/${alertId}/mute`, { hours: "168", comment: " covered by\nthe night desk " }, "analyst");
    const [silence] = await scene.db.selectFrom("silence").selectAll().execute();
    expect(silence).toMatchObject({
      matchers: ['topic="harbour"', `story="${storyId}"`],
      author: "analyst",
      comment: "covered by the night desk",
    });
    expect(Math.round(((silence?.ends_at.getTime() ?? 0) - Date.now()) / hourMs)).toBe(168);
    expect(await auditOf()).toMatchObject([
      { action: "alert.muted", target_id: alertId, detail: { hours: 168, silence: silence?.id } },
    ]);
  });

  test("takes it out of Open and its count, until somebody unmutes it with the same key", async () => {
    const muted = await addAlert(scene.db);
    const other = await addAlert(scene.db);
    const { text } = await scene.post(`/alerts/${muted.alertId}/mute`, { hours: "24" }, "analyst");
    expect(cardsOf(text)).toEqual([other.alertId]);
    expect(text).toMatch(/<title>\(1\) Alerts/u);
    const tab = await scene.get("/alerts?state=muted");
    expect(cardsOf(tab.text)).toEqual([muted.alertId]);
    expect(tab.text).toMatch(/href="\/silences\/1"\s*><span class="chip quiet">muted by analyst until/u);
    expect(tab.text).not.toContain(">muted</span>");
    expect(tab.text).toMatch(/data-key="m"\s*>Unmute</u);
    expect(tab.text).toContain("Unmute stories");
    const after = await scene.post(`/alerts/${muted.alertId}/unmute`, { back: "/alerts" }, "analyst");
    expect(new Set(cardsOf(after.text))).toEqual(new Set([muted.alertId, other.alertId]));
    expect((await auditOf()).map(({ action }) => action)).toEqual(["alert.muted", "alert.unmuted"]);
    expect((await scene.post(`/alerts/${muted.alertId}/unmute`, {}, "analyst")).status).toBe(200);
    expect(await auditOf()).toHaveLength(2);
  });

  test("of an acknowledged alert can be taken back where it stands", async () => {
    const { alertId } = await addAlert(scene.db, { state: "acknowledged" });
    const { text } = await scene.post(`/alerts/${alertId}/mute`, { back: "/alerts?state=acknowledged" }, "analyst");
    expect(text).toContain("acknowledged by ada");
    expect(text).toContain(`action="/alerts/${alertId}/unmute"`);
    expect(text).not.toContain(`action="/alerts/${alertId}/mute"`);
  });

  test.each([
    [{ hours: "9999" }, 400, "A story is muted for 1 hour, 24 hours, 7 days"],
    [{ hours: "1", comment: "x".repeat(501) }, 400, "it takes at most 500"],
  ])("%o is refused", async (fields, status, words) => {
    const { alertId } = await addAlert(scene.db);
    const answer = await scene.post(`/alerts/${alertId}/mute`, fields, "analyst");
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
    expect(await scene.db.selectFrom("silence").selectAll().execute()).toEqual([]);
  });
});

test("several are acknowledged or muted together", async () => {
  const ids = [];
  for (let n = 0; n < 3; n += 1) ids.push((await addAlert(scene.db)).alertId);
  const open = await scene.post("/alerts/bulk", { do: "acknowledge", id: ids.slice(0, 2) }, "analyst");
  expect(cardsOf(open.text)).toEqual(ids.slice(2));
  await scene.post(
    "/alerts/bulk",
    { do: "mute", hours: "1", comment: "works", id: [...ids, "al_999", "x"] },
    "analyst",
  );
  expect((await scene.post("/alerts/bulk", { do: "mute" }, "analyst")).status).toBe(200);
  await scene.post("/alerts/bulk", { do: "unmute", id: ids.slice(0, 1) }, "analyst");
  expect((await scene.post("/alerts/bulk", { do: "delete", id: ids }, "analyst")).status).toBe(400);
  const actions = (await auditOf()).map(({ action }) => action);
  expect(actions).toEqual([
    ...Array<string>(2).fill("alert.acknowledged"),
    ...Array<string>(3).fill("alert.muted"),
    "alert.unmuted",
  ]);
  const silences = await scene.db.selectFrom("silence").select("comment").execute();
  expect(silences.map(({ comment }) => comment)).toEqual(["works", "works", "works"]);
});

test("a viewer sees no buttons and may do nothing", async () => {
  const { alertId } = await addAlert(scene.db);
  for (const path of ["/alerts", `/alerts/${alertId}`]) {
    const { text } = await scene.get(path, "viewer");
    expect(text).not.toMatch(/>Acknowledge<|Mute stor|type="checkbox"|Not relevant<\/button|New silence/u);
  }
  for (const path of [
    `/alerts/${alertId}/acknowledge`,
    `/alerts/${alertId}/mute`,
    `/alerts/${alertId}/unmute`,
    "/alerts/bulk",
  ])
    expect((await scene.post(path, { id: alertId, do: "mute" }, "viewer")).status).toBe(403);
  expect(await auditOf()).toEqual([]);
});

describe("one alert", () => {
  test("shows matches with clauses, messages with attempts, its life, its route, silences and who did what", async () => {
    const alert = await addAlert(scene.db, {
      title: "Quay closed",
      route: "urgent",
      receiver: "duty",
      url: "https://site.example/quay",
    });
    await scene.db
      .insertInto("delivery")
      .values({
        id: "dl_1",
        group_id: alert.groupId,
        receiver: "duty",
        channel: "terminal-1",
        channel_kind: "terminal",
        event: "alert.opened",
        revision: 1,
        repeat: "at-least-once",
        message: "{}",
        state: "sent",
        stage: "closed",
        sent_at: new Date(),
      })
      .execute();
    await scene.db
      .insertInto("delivery_attempt")
      .values({ delivery_id: "dl_1", attempt: 1, result: "sent", status: 200, latency_ms: 42 })
      .execute();
    const muted = await addAlert(scene.db, {
      storyId: alert.storyId,
      state: "untold",
      receiver: "duty",
      route: "urgent",
    });
    const silenceId = await addSilence(scene.db, {
      matchers: ["a=b"],
      startsAt: minutesAgo(5),
      endsAt: minutesAgo(1),
      author: "grace",
      comment: "planned works",
    });
    await sql`update topic_match set outcome = 'suppressed', reason = 'silenced', detail = ${`silence ${silenceId} of grace (planned works), until 2026-03-02T09:00:00.000Z`}
      where id = ${muted.matchId}`.execute(scene.db);
    await scene.post(`/alerts/${alert.alertId}/acknowledge`, {}, "analyst");
    const { text } = await scene.get(`/alerts/${alert.groupId}`);
    for (const part of [
      "Quay closed",
      "matched by one of these, 1st",
      "<code>harbourmaster</code",
      "First message to duty",
      "42 ms",
      "Acknowledged by analyst",
      "analyst: acknowledged it",
      "Route urgent",
      "every 15 min, at most 3 times",
      "not told: a silence covers it",
      "by grace",
      "planned works",
      `href="/silences/${silenceId}"`,
    ])
      expect(text).toContain(part);
  });

  test.each(["al_99", "x", "0", "al_1%27", "9".repeat(30), "al_%00"])("is not there as %s", async (name) => {
    await addAlert(scene.db);
    const { status, text } = await scene.get(`/alerts/${name}`);
    expect(status).toBe(404);
    expect(text).toContain("Not found");
    expect((await scene.post(`/alerts/${name}/acknowledge`, {}, "analyst")).status).toBe(404);
    expect((await scene.post(`/alerts/${name}/mute`, {}, "analyst")).status).toBe(404);
  });
});

test("hostile texts are inert wherever they stand", async () => {
  const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)> \u202Etxt.exe ${"x".repeat(10_000)}`;
  const alert = await addAlert(scene.db, {
    title: hostile,
    topicId: hostile.slice(0, 80),
    sourceId: hostile.slice(0, 60),
    receiver: hostile.slice(0, 50),
    passage: hostile,
    url: "javascript:alert(1)",
  });
  await sql`update topic_match set topic_name = ${hostile}, clauses = ${JSON.stringify([{ clause: hostile, query: hostile, words: [hostile] }])}::jsonb`.execute(
    scene.db,
  );
  await addSilence(scene.db, {
    matchers: [`story="${alert.storyId}"`],
    startsAt: minutesAgo(1),
    endsAt: new Date(Date.now() + hourMs),
    author: hostile.slice(0, 60),
    comment: hostile,
  });
  for (const path of [
    "/alerts",
    `/alerts/${alert.alertId}`,
    `/alerts?q=${encodeURIComponent(hostile.slice(0, 100))}&matchers=${encodeURIComponent(hostile.slice(0, 50))}`,
    "/",
    "/silences",
    "/silences/1",
  ]) {
    const { status, text } = await scene.get(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(text).not.toMatch(/<img|<script(?![^>]* src="\/assets)|href="javascript|\u202E/u);
  }
});
