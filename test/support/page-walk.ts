import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { openTab, screenshotFolder } from "./browser.ts";
import type { ScreenName } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page is like on a screen. */
export interface SeenPage {
  readonly address: string;
  readonly status: number;
  /** Errors of scripts, and what the policy refused. */
  readonly faults: readonly string[];
  /** Serious and critical findings of axe-core. */
  readonly findings: readonly string[];
  /** Over the wire, with style sheet and scripts, nothing cached; kilobytes. */
  readonly kilobytes: number;
  /** From the request to the first text; milliseconds. */
  readonly firstRenderMs: number;
  /** How far the page is wider than the screen; CSS pixels. */
  readonly overflowPx: number;
  /** Addresses of the first entries of its lists. */
  readonly entries: readonly string[];
}

/** Loads a page with an empty cache, keeps a screenshot of it, and looks it over. @param scheme light unless said otherwise */
export async function lookAt(
  browser: Browser,
  base: string,
  address: string,
  screen: ScreenName,
  { scheme = "light", name = nameOf(address) }: { readonly scheme?: "light" | "dark"; readonly name?: string } = {},
): Promise<SeenPage> {
  const { page, faults, transferred } = await openTab(browser, screen);
  try {
    await page.setCacheEnabled(false);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    const response = await page.goto(`${base}${address}`, { waitUntil: "load" });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const firstRenderMs = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    );
    const kilobytes = transferred() / 1000;
    await page.screenshot({
      path: join(screenshotFolder(), `${name}-${screen}${scheme === "dark" ? "-dark" : ""}.png`),
      fullPage: true,
    });
    const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const entries = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>("main a.row-link, main .entry h2 a, main .entry h3 a")]
        .map((link) => link.getAttribute("href") ?? "")
        .filter((href) => href.startsWith("/")),
    );
    return {
      address,
      status: response?.status() ?? 0,
      faults: [...faults],
      findings: await findingsOf(page),
      kilobytes,
      firstRenderMs,
      overflowPx,
      entries,
    };
  } finally {
    await page.close();
  }
}

/** Serious and critical findings of axe-core on the page that is open. */
export async function findingsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
  });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}

function nameOf(address: string): string {
  return address === "/"
    ? "overview"
    : address
        .slice(1)
        .replaceAll(/[^\w-]+/gu, "-")
        .slice(0, 60);
}
