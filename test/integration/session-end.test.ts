import { openSession, sql } from "@wirewatch/store";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, noChromium, openTab, startBrowser } from "../support/browser.ts";
import type { WatchedPage } from "../support/browser.ts";
import { useConsole } from "../support/console-scene.ts";
import { findingsOf } from "../support/page-walk.ts";
import { hashPassword } from "../../services/console/src/access/password.ts";

const isMissing = findChromium() === null;
const password = "correct horse battery";
const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

/*
 * In a browser: what a page does is decided by its scripts, and what prolongs a session by what they send along.
 */
describe.skipIf(isMissing)(`a page in a browser${isMissing ? ` (${noChromium})` : ""}`, () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let personId: string;

  beforeAll(async () => {
    browser = await startBrowser();
    const { rows } = await sql<{ id: string }>`insert into person (login, name, role, password_hash)
      values ('anna', 'Anna', 'admin', ${await hashPassword(password)}) returning id`.execute(scene.db);
    personId = rows[0]?.id ?? "";
  });
  afterAll(() => browser.close());

  async function openPage(path: string): Promise<WatchedPage> {
    const token = await openSession(scene.db, personId, { address: "127.0.0.1", agent: "test" });
    const tab = await openTab(browser, "desktop");
    await browser.setCookie({ name: "wirewatch_session", value: token, domain: "127.0.0.1" });
    await tab.page.goto(`${scene.url}${path}`, { waitUntil: "load" });
    return tab;
  }
  const endSessions = () => sql`delete from session where person_id = ${personId}`.execute(scene.db);
  const bar = (page: Page) => page.waitForSelector(".session-end", { timeout: 40_000 });

  test("says that its session has ended, keeps what was typed, and leads through the log-in back to where it was", async () => {
    const { page, faults } = await openPage("/explain?ref=x");
    await page.type(".global-search input", "harbour");
    await endSessions();
    await bar(page);
    expect(new URL(page.url()).pathname).toBe("/explain");
    expect(await page.$eval(".session-end", (found) => found.textContent)).toContain("Your session has ended");
    expect(await page.$eval("input[name=q]", (input) => input.value)).toBe("harbour");
    expect(await findingsOf(page)).toEqual([]);
    expect(faults).toEqual([]);
    await Promise.all([page.waitForNavigation(), page.click(".session-end a")]);
    await page.type("input[name=login]", "anna");
    await page.type("input[name=password]", password);
    await Promise.all([page.waitForNavigation(), page.click("main button")]);
    expect(page.url()).toBe(`${scene.url}/explain?ref=x`);
    await page.close();
  });

  test("says so when a form is sent, and the form stays as it is", async () => {
    const { page } = await openPage("/silences/new");
    await page.type("main textarea, main input[type=text]", "quiet");
    await endSessions();
    await page.$eval("main form", (form) => form.requestSubmit());
    await bar(page);
    expect(new URL(page.url()).pathname).toBe("/silences/new");
    await page.close();
  });

  test("prolongs its session when somebody is there, not by being open", async () => {
    const { page } = await openPage("/pipeline");
    const seenMinutesAgo = async (): Promise<number> => {
      const { seen_at: at } = await scene.db
        .selectFrom("session")
        .select("seen_at")
        .where("person_id", "=", personId)
        .executeTakeFirstOrThrow();
      return (Date.now() - at.getTime()) / 60_000;
    };
    await sql`update session set seen_at = now() - interval '1 hour'`.execute(scene.db);
    const refreshed = () => page.waitForResponse((response) => response.url() === `${scene.url}/pipeline`);
    await refreshed();
    expect(await seenMinutesAgo()).toBeGreaterThan(50);
    await page.keyboard.press("j");
    await refreshed();
    await refreshed();
    expect(await seenMinutesAgo()).toBeLessThan(5);
    await page.close();
  });
});
