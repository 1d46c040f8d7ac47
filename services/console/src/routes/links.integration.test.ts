import { createHash } from "node:crypto";
import type { LinkAction } from "@wirewatch/alerting";
import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, startLinkScene } from "./links-scene.ts";
import type { LinkScene } from "./links-scene.ts";

let scene: LinkScene;
beforeAll(async () => {
  scene = await startLinkScene();
});
beforeEach(async () => {
  await scene.reset();
  await sql`truncate audit`.execute(scene.db);
});
afterEach(() => scene.endTest());
afterAll(() => scene.stop());

const silences = () => scene.db.selectFrom("silence").select(["id", "matchers", "author", "ends_at"]).execute();

const audited = async (): Promise<string[]> => {
  const lines = await scene.db.selectFrom("audit").selectAll().orderBy("id").execute();
  return lines.map(
    ({ actor, actor_kind, action, target_id, address }) =>
      `${actor_kind} ${actor}: ${action} ${target_id?.replace(/\d+$/u, "") ?? ""} from ${address ?? ""}`,
  );
};

describe("a link to acknowledge", () => {
  test("asks first, and changes nothing however often it is looked at", async () => {
    const url = `${await scene.start()}/l/${scene.token("ack")}`;
    for (const method of ["GET", "HEAD", "GET"]) expect((await ask(url, method)).status).toBe(200);
    const { text } = await ask(url);
    expect(text).toContain("Harbour · normal");
    expect(text).toContain('<form method="post"><button type="submit">Acknowledge</button></form>');
    expect(await scene.acknowledged()).toEqual({ acknowledged_at: null, acknowledged_by: null });
  });

  test.each([
    ["as a browser sends the button", { body: "", headers: { "content-type": "application/x-www-form-urlencoded" } }],
    ["without a body", {}],
    ["from another site, which has to have the token", { headers: { origin: "https://evil.example" } }],
  ])("does it with a POST %s", async (_, init) => {
    const url = `${await scene.start()}/l/${scene.token("ack")}`;
    const { status, text } = await ask(url, "POST", init);
    expect(status).toBe(200);
    expect(text).toContain("Acknowledged by desk, by a link in a message, ");
    expect(await scene.acknowledged()).toMatchObject({ acknowledged_by: "desk, by a link in a message" });
  });

  test("a second time changes nothing, and says who did it", async () => {
    const url = await scene.start();
    await ask(`${url}/l/${scene.token("ack")}`, "POST");
    const first = await scene.acknowledged();
    const again = await ask(`${url}/l/${scene.token("ack", { receiver: "delhi" })}`, "POST");
    expect(again.text).toContain("Acknowledged by desk, by a link");
    expect(again.text).toContain("(Asia/Kolkata)");
    expect(await scene.acknowledged()).toEqual(first);
    expect(await audited()).toEqual(["link desk, by a link in a message: alert.acknowledged al_ from 127.0.0.1"]);
    const page = await ask(`${url}/l/${scene.token("ack")}`);
    expect(page.text).toContain("Acknowledged by desk");
    expect(page.text).not.toContain("<form");
  });
});

describe("a link to mute", () => {
  test("asks, then mutes the story for a day, once", async () => {
    const url = `${await scene.start()}/l/${scene.token("mute")}`;
    expect((await ask(url)).text).toContain("Mute for 24 hours</button>");
    expect(await silences()).toEqual([]);
    const { text } = await ask(url, "POST");
    expect(text).toContain("This story is muted until ");
    for (let i = 0; i < 3; i++) expect((await ask(url, "POST")).status).toBe(200);
    const [silence, ...more] = await silences();
    expect(more).toEqual([]);
    expect(silence?.matchers).toContain(`story="${scene.storyId()}"`);
    expect(silence?.author).toBe("desk, by a link in a message");
    expect(await audited()).toEqual(["link desk, by a link in a message: alert.muted al_ from 127.0.0.1"]);
    expect((silence?.ends_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(86_000_000);
    const page = await ask(url);
    expect(page.text).toContain(`silence ${silence?.id}`);
    expect(page.text).not.toContain("<form");
  });
});

describe("a link to look at", () => {
  test.each(["open", "why"] as const)(
    "%s shows the alert, its articles, messages and how long it took",
    async (action) => {
      const { status, text } = await ask(`${await scene.start()}/l/${scene.token(action)}`);
      expect(status).toBe(200);
      expect(text).toContain("Nobody has acknowledged it since its last news.");
      expect(text).toContain("First told 5 min after publication, 61 s after its match");
      expect(text).toContain("published 2026-03-02 09:00 · seen ");
      expect(text).toContain("All times are those of Europe/London");
      expect(text).toContain("The <mark>harbourmaster</mark> &lt;/blockquote&gt;");
      expect(text).toContain("matched by one of these, 1st: <code>harbourmaster</code>");
      expect(text).toContain("alert.opened: sent (200)");
      expect(text).toContain('href="https://site.example/news/quay?a=1&amp;b=%22"');
      expect(text).not.toContain("<form");
    },
  );

  test("unsubscribe says how, and who has to do it; a POST as well", async () => {
    const url = `${await scene.start()}/l/${scene.token("unsubscribe")}`;
    for (const method of ["GET", "POST"]) {
      const { status, text } = await ask(url, method);
      expect(status).toBe(200);
      expect(text).toContain("receiver <code>desk</code> in <code>alerts.yaml</code>");
    }
  });

  test.each(["open", "ack", "mute"] as const)("%s of an alert that is not kept any more says so", async (action) => {
    const url = `${await scene.start()}/l/${scene.token(action, { alert: "al_999999" })}`;
    for (const method of ["GET", "POST"]) {
      expect(await ask(url, method)).toMatchObject({
        status: 404,
        text: expect.stringContaining("not there any more"),
      });
    }
  });
});

describe("every page", () => {
  test("has the style that its policy lets through, and no other", async () => {
    const { text, headers } = await ask(`${await scene.start()}/l/${scene.token("ack")}`);
    const [style, ...more] = [...text.matchAll(/<style>([^]*?)<\/style>/gu)].map(([, inner = ""]) => inner);
    const hash = createHash("sha256")
      .update(style ?? "")
      .digest("base64");
    expect(headers.get("content-security-policy")).toContain(`style-src 'sha256-${hash}'`);
    expect(more).toEqual([]);
    expect(text).not.toContain(" style=");
  });

  const pages: readonly (readonly [LinkAction, string])[] = [
    ["ack", "GET"],
    ["ack", "POST"],
    ["mute", "GET"],
    ["mute", "POST"],
    ["open", "GET"],
    ["unsubscribe", "GET"],
  ];

  test.each(pages)(
    "%s by %s runs nothing, loads nothing and escapes what came from outside",
    async (action, method) => {
      const { text, headers } = await ask(`${await scene.start()}/l/${scene.token(action)}`, method);
      expect(text).not.toMatch(/<script|<img|<link|<iframe|javascript:|\son\w+="/u);
      expect(text).not.toContain("\u202E");
      expect(text).not.toContain("\u0007");
      if (action !== "unsubscribe") expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img");
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/u,
      );
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      });
    },
  );
});
