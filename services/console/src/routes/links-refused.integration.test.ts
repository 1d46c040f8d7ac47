import { signLink } from "@wirewatch/alerting";
import { openStore } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, startLinkScene } from "./links-scene.ts";
import type { LinkScene } from "./links-scene.ts";

let scene: LinkScene;
beforeAll(async () => {
  scene = await startLinkScene();
});
beforeEach(() => scene.reset());
afterEach(() => scene.endTest());
afterAll(() => scene.stop());

const silences = () => scene.db.selectFrom("silence").select(["id", "matchers", "author", "ends_at"]).execute();

describe("a link that is not ours", () => {
  test("or was changed, is a plain page with 404, and changes nothing", async () => {
    const url = await scene.start();
    const good = scene.token("ack");
    const other = signLink(new Uint8Array(32).fill(7), {
      action: "ack",
      alertId: scene.alertId(),
      receiver: "desk",
      expiresAt: new Date(Date.now() + 1e6),
    });
    const [head = "", , signature = ""] = good.split(".");
    const forged = Buffer.from(JSON.stringify(["ack", scene.alertId(), "desk", 4_000_000_000])).toString("base64url");
    const wrong = [
      good.slice(0, -1),
      `${good}x`,
      other,
      `${head}.${forged}.${signature}`,
      "x",
      "%00",
      "%E0%A4%A",
      "a/b",
      "<b>",
    ];
    for (const one of wrong) {
      for (const method of ["GET", "POST"]) {
        const { status, text } = await ask(`${url}/l/${one}`, method);
        expect([404, 400], one).toContain(status);
        expect(text).not.toContain("<b>");
      }
    }
    expect(await scene.acknowledged()).toMatchObject({ acknowledged_at: null });
  });

  test("has expired: 410, and nothing is done", async () => {
    const url = `${await scene.start()}/l/${scene.token("ack", { expiresAt: new Date("2026-03-03T09:00:00Z") })}`;
    for (const method of ["GET", "POST"]) {
      const { status, text } = await ask(url, method);
      expect(status).toBe(410);
      expect(text).toContain("It held until 2026-03-03 09:00 (Europe/London)");
    }
    expect(await scene.acknowledged()).toMatchObject({ acknowledged_at: null });
  });

  test("is not asked for often from one address, while right ones go on", async () => {
    const url = await scene.start();
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) statuses.push((await ask(`${url}/l/${i}`)).status);
    expect(statuses.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 404));
    expect(statuses.at(-1)).toBe(429);
    const { status, headers } = await ask(`${url}/l/x`);
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(`${url}/l/${scene.token("ack")}`)).status).toBe(200);
  });
});

describe("too much of a right one", () => {
  test("is slowed down, without an effect on others", async () => {
    const url = await scene.start();
    const one = `${url}/l/${scene.token("mute")}`;
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) statuses.push((await ask(one, "POST")).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await ask(`${url}/l/${scene.token("ack")}`)).status).toBe(200);
    expect(await silences()).toHaveLength(1);
  });
});

test("other methods are refused, with those there are", async () => {
  const { status, headers } = await ask(`${await scene.start()}/l/${scene.token("ack")}`, "DELETE");
  expect(status).toBe(405);
  expect(headers.get("allow")).toBe("GET, HEAD, POST");
});

test("a body of any size or kind is not read into memory", async () => {
  const url = `${await scene.start()}/l/${scene.token("ack")}`;
  const { status } = await ask(url, "POST", { body: "x".repeat(5_000_000) });
  expect(status).toBe(413);
  expect(await scene.acknowledged()).toMatchObject({ acknowledged_at: null });
});

test("while the store is away a page says so", async () => {
  const away = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/none" });
  const { status, text, headers } = await ask(`${await scene.start({ db: away })}/l/${scene.token("ack")}`);
  await away.destroy();
  expect(status).toBe(503);
  expect(headers.get("retry-after")).toBe("60");
  expect(text).toContain("cannot reach its store");
  expect(text).not.toContain("ECONNREFUSED");
});
