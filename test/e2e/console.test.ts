import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFeed } from "../support/read-feed.ts";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, noChromium, openTab, screenshotFolder, startBrowser } from "../support/browser.ts";
import type { WatchedPage } from "../support/browser.ts";
import { findingsOf, lookAt } from "../support/page-walk.ts";
import type { SeenPage } from "../support/page-walk.ts";
import { startProcess } from "../support/system.ts";
import type { TestProcess } from "../support/system.ts";
import { until } from "../support/until.ts";

/*
 * The console as people use it, in a browser, against the demo: what an analyst, an operator and an integrator do. Screenshots of
 * every page are kept in test/results/screenshots.
 */

const isMissing = findChromium() === null;
const password = "a quiet harbour at dawn";

let folder: string;
let run: TestProcess;
let base: string;
let browser: Browser;
let tab: WatchedPage;
let page: Page;

describe.skipIf(isMissing)(`the console in a browser${isMissing ? ` (${noChromium})` : ""}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "wirewatch console "));
    run = startProcess(["up"], { WIREWATCH_HOME: folder, PORT: "0" }, folder);
    await until(() => /one-time password/u.test(run.output()), 90_000, "the line with the first password");
    await until(() => /"service":"notifier","text":".*why: /u.test(run.output()), 90_000, "the first alert");
    base = /http:\/\/127\.0\.0\.1:\d+(?=[^"]*one-time password)/u.exec(run.output())?.[0] ?? "";
    browser = await startBrowser();
    tab = await openTab(browser, "desktop");
    page = tab.page;
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    run?.child.kill("SIGINT");
    await run?.ended;
    rmSync(folder, { recursive: true, force: true });
  });

  describe("the first minutes", () => {
    it("ask for the password that the start printed, and for another one at once", async () => {
      await page.goto(`${base}/alerts`);
      await fill("input[name=login]", "admin");
      await fill("input[name=password]", /one-time password ([\w-]+)/u.exec(run.output())?.[1] ?? "");
      await shot("log-in");
      await press("main button");
      await page.waitForSelector("input[name=again]");
      await shot("choose-password");
      await fill("input[name=password]", password);
      await fill("input[name=again]", password);
      await press("main button");
      await page.waitForSelector(".rail");
      expect(await heading()).not.toMatch(/password/iu);
    });

    it("show alerts on the overview without a reload", async () => {
      await page.goto(`${base}/`);
      const before = await page.$$eval("main .entry", (entries) => entries.length);
      expect(before).toBeGreaterThan(0);
      const text = await page.$eval("main", (main) => main.textContent);
      await page.waitForFunction(
        (old) => document.querySelector("main")?.textContent !== old,
        { timeout: 60_000 },
        text,
      );
    });
  });

  describe("an analyst", () => {
    it("sees while typing what a topic would find, and is shown the character that is wrong", async () => {
      await page.goto(`${base}/topics/new`);
      await fill("input[name=name]", "Ships and quays");
      await page.type("textarea[name=any]", "(quay OR berth");
      await page.waitForSelector("#preview .notice.bad, #preview .error, main .wrong", { timeout: 10_000 });
      await shot("editor-error");
      const startedMs = performance.now();
      await page.type("textarea[name=any]", ")");
      await page.waitForSelector("#preview .entry mark", { timeout: 10_000 });
      expect(performance.now() - startedMs).toBeLessThan(5000);
      expect(await text("#preview")).toMatch(/\d+ articles?.*stor(?:y|ies).*alerts? a day to\s+newsdesk/su);
      await shot("editor");
    });

    it("cannot save while a test fails, and is told by which sentence", async () => {
      await page.type("textarea[name=match]", "A sentence about bread");
      await press("#save");
      await page.waitForFunction(() =>
        /A sentence about bread/u.test(document.querySelector("#preview, main")?.textContent ?? ""),
      );
      await shot("editor-test-fails");
      expect(new URL(page.url()).pathname).toBe("/topics/new");
      await page.$eval("textarea[name=match]", (area) => {
        area.value = "The barge left the quay";
      });
      await press("#save");
      await page.waitForFunction(() => location.pathname.startsWith("/topics/ships"), { timeout: 10_000 });
    });

    it("gets an alert of the new topic without a restart, acknowledges it by a key, and mutes its story", async () => {
      await page.goto(`${base}/alerts?topic=ships-and-quays`);
      await page.waitForSelector("main .entry", { timeout: 90_000 });
      await page.keyboard.press("j");
      await page.waitForSelector("main .entry.here");
      await shot("alerts");
      await page.keyboard.press("m");
      await page.waitForFunction(() => /mute|silence/iu.test(document.querySelector("#note")?.textContent ?? ""), {
        timeout: 10_000,
      });
      await page.goto(`${base}/alerts?topic=ships-and-quays&state=all`);
      await page.waitForSelector("main .entry");
      await page.keyboard.press("j");
      await page.keyboard.press("a");
      await page.waitForFunction(() => /acknowledged/iu.test(document.querySelector("main")?.textContent ?? ""), {
        timeout: 10_000,
      });
      await page.goto(`${base}/silences`);
      expect(await text("main")).toMatch(/admin/u);
      await shot("silences");
    });

    it("is told why there was an alert, stage by stage", async () => {
      await page.goto(`${base}/alerts?state=all`);
      const why = await page.$$eval(
        "main .entry a",
        (links) => links.find((link) => link.textContent?.trim() === "Why")?.getAttribute("href") ?? "",
      );
      await page.goto(`${base}${why}`);
      const told = await text("main");
      for (const stage of ["fetch", "strip", "dedup", "classif"]) expect(told.toLowerCase()).toContain(stage);
      await shot("explain");
    });
  });

  describe("an operator", () => {
    it("sees who is at work, and a worker that was added within 15 s", async () => {
      await page.goto(`${base}/pipeline`);
      await page.waitForFunction(() => /fetcher/u.test(document.querySelector("main")?.textContent ?? ""));
      const workers = async (): Promise<number> => (await text("main")).match(/\bstripper\b/gu)?.length ?? 0;
      const before = await workers();
      const more = startProcess(["run", "stripper"], { WIREWATCH_HOME: folder, DATABASE_URL: databaseUrl() }, folder);
      try {
        await until(async () => (await workers()) > before, 30_000, "the second stripper on the page", 500);
      } finally {
        more.child.kill("SIGTERM");
        await more.ended;
      }
      await shot("pipeline");
    });

    it("pauses intake, sees so on every page, and lets it go on", async () => {
      page.once("dialog", (dialog) => void dialog.accept());
      await pressButton("Stop intake");
      await page.waitForFunction(() => /drained/iu.test(document.querySelector("#light")?.textContent ?? ""), {
        timeout: 10_000,
      });
      await shot("pipeline-drained");
      await page.goto(`${base}/pipeline`);
      await press('form[action="/pipeline/resume-intake"] button');
      await page.waitForFunction(() => /running/iu.test(document.querySelector("#light")?.textContent ?? ""), {
        timeout: 10_000,
      });
    });

    it("asks where an article is, and is told of the nearest source when nobody knows it", async () => {
      await page.goto(`${base}/explain`);
      await fill("main input[name=url]", "https://nobody.example/never-seen");
      await press("main form button");
      await page.waitForFunction(() => /nobody\.example/u.test(document.querySelector("main")?.textContent ?? ""));
      await shot("explain-unknown");
      expect((await text("main")).toLowerCase()).toMatch(/not known|unknown|never|no source/u);
    });

    it("looks at the worst source first, and tests one stage by stage", async () => {
      await page.goto(`${base}/sources/courier`);
      await shot("source");
      await pressButton("Test now");
      await page.waitForFunction(() => location.pathname.startsWith("/sources/tests/"), { timeout: 20_000 });
      await page.waitForFunction(
        () =>
          /newest|text|items?/iu.test(document.querySelector("main")?.textContent ?? "") &&
          document.querySelector("main [aria-busy=true]") === null,
        { timeout: 60_000 },
      );
      await shot("source-test");
    });
  });

  describe("an integrator", () => {
    it("makes a token, reads the API with it and nothing that it has no scope for", async () => {
      await page.goto(`${base}/settings/tokens`);
      await fill("main input[name=name]", "newsroom screen");
      await pressButton("Make the token");
      await page.waitForFunction(() => /wwt_[\w-]+/u.test(document.body.textContent ?? ""), { timeout: 10_000 });
      const token = /wwt_[\w-]+/u.exec(await text("body"))?.[0] ?? "";
      await page.goto(`${base}/settings/tokens`);
      await shot("tokens");
      const headers = { authorization: `Bearer ${token}` };
      const alerts = (await (await fetch(`${base}/api/v1/alerts?limit=2`, { headers })).json()) as {
        readonly data?: readonly object[];
        readonly items?: readonly object[];
      };
      expect((alerts.data ?? alerts.items ?? []).length).toBeGreaterThan(0);
      const description = (await (await fetch(`${base}/api/v1/openapi.json`, { headers })).json()) as {
        readonly openapi: string;
      };
      expect(description.openapi).toMatch(/^3\.1\./u);
      const refused = await fetch(`${base}/api/v1/system/drain`, {
        method: "PUT",
        headers,
      });
      expect(refused.status).toBe(403);
      expect((await fetch(`${base}/metrics`, { headers })).status).toBe(200);
      expect((await fetch(`${base}/metrics`)).status).toBe(401);
    });

    it("follows a topic in a feed reader", async () => {
      await page.goto(`${base}/feeds/for/topic/ships-and-quays`);
      await fill('main form[action$="/new"] input[name=name]', "the desk's reader");
      await press('main form[action$="/new"] button');
      await page.waitForFunction(() => /\/feeds\/[\w-]{40,}\.atom/u.test(document.body.innerHTML), { timeout: 10_000 });
      const address = /\/feeds\/[\w-]{40,}\.atom/u.exec(await page.content())?.[0] ?? "";
      const feed = await readFeed(`${base}${address}`);
      expect(feed.length).toBeGreaterThan(0);
    });
  });

  describe("every page", () => {
    it("is complete, light, quick, accessible and whole on desktop and phone", async () => {
      const seen: SeenPage[] = [];
      const sections = [
        "/",
        "/alerts",
        "/stories",
        "/topics",
        "/sources",
        "/search?q=grain",
        "/explain",
        "/pipeline",
        "/deliveries",
        "/silences",
        "/silences/new",
        "/settings",
        "/settings/configuration",
        "/settings/people",
        "/settings/audit",
        "/settings/about",
        "/account",
        "/topics/new",
        "/sources/import",
      ];
      await shareSession();
      for (const address of sections) {
        const desktop = await lookAt(browser, base, address, "desktop");
        seen.push(desktop, await lookAt(browser, base, address, "phone"));
        const [entry] = desktop.entries;
        if (
          entry !== undefined &&
          ["/alerts", "/stories", "/topics", "/sources", "/deliveries", "/silences", "/search?q=grain"].includes(
            address,
          )
        ) {
          for (const screen of ["desktop", "phone"] as const) {
            seen.push(
              await lookAt(browser, base, entry, screen, { name: `${address.slice(1).replace(/\?.*/u, "")}-one` }),
            );
          }
        }
      }
      seen.push(
        await lookAt(browser, base, "/", "desktop", { scheme: "dark" }),
        await lookAt(browser, base, "/alerts", "desktop", { scheme: "dark" }),
      );
      const about = ({ address, firstRenderMs, kilobytes }: SeenPage): string =>
        `${address} ${Math.round(kilobytes)} kB ${Math.round(firstRenderMs)} ms`;
      console.info(seen.map(about).join("\n"));
      expect(seen.filter(({ status }) => status !== 200).map(about)).toEqual([]);
      expect(seen.flatMap(({ address, faults }) => faults.map((fault) => `${address}: ${fault}`))).toEqual([]);
      expect(seen.flatMap(({ address, findings }) => findings.map((finding) => `${address}: ${finding}`))).toEqual([]);
      expect(
        seen.filter(({ overflowPx }) => overflowPx > 1).map(({ address, overflowPx }) => `${address} ${overflowPx} px`),
      ).toEqual([]);
      expect(seen.filter(({ kilobytes }) => kilobytes > 150).map(about)).toEqual([]);
      // A second on a quiet machine; a busy one gets three.
      expect(seen.filter(({ firstRenderMs }) => firstRenderMs > 3000).map(about)).toEqual([]);
    }, 300_000);

    it("had no error of a script, and nothing that its policy refused", async () => {
      expect(await findingsOf(page)).toEqual([]);
      expect(tab.faults).toEqual([]);
    });
  });
});

/** Tabs of the browser share its cookies; the walk opens tabs of its own. */
async function shareSession(): Promise<void> {
  await page.goto(`${base}/`);
}

async function fill(selector: string, value: string): Promise<void> {
  await page.waitForSelector(selector);
  await page.$eval(selector, (field) => ((field as HTMLInputElement).value = ""));
  await page.type(selector, value);
}

async function press(selector: string): Promise<void> {
  await page.waitForSelector(selector);
  await page.click(selector);
}

async function pressButton(label: string): Promise<void> {
  await page.click(`main ::-p-xpath(.//button[normalize-space(.)="${label}"])`);
}

async function heading(): Promise<string> {
  return page.$eval("h1", (element) => element.textContent ?? "");
}

async function text(selector: string): Promise<string> {
  return page.$eval(selector, (element) => (element as HTMLElement).innerText);
}

async function shot(name: string): Promise<void> {
  await page.screenshot({ path: join(screenshotFolder(), `journey-${name}.png`), fullPage: true });
}

function databaseUrl(): string {
  return (JSON.parse(readFileSync(join(folder, "supervisor.json"), "utf8")) as { readonly databaseUrl: string })
    .databaseUrl;
}
