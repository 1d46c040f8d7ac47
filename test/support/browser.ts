import { existsSync, mkdirSync } from "node:fs";
import puppeteer from "puppeteer-core";
import type { Browser, Page } from "puppeteer-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/** Chromium of this machine; null when there is none. */
export function findChromium(): string | null {
  return places.find((path) => existsSync(path)) ?? null;
}

/** Said by tests that are skipped for want of a browser. */
export const noChromium = "no Chromium here: apt-get install chromium (CI does)";

export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(noChromium);
  return puppeteer.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-GB"],
  });
}

/** How pages are looked at. */
export const screens = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844, isMobile: true, hasTouch: true },
} as const;

export type ScreenName = keyof typeof screens;

/** A tab that remembers what went wrong in it: errors of scripts, and what the policy of the page refused. */
export interface WatchedPage {
  readonly page: Page;
  readonly faults: string[];
  /** Bytes that came over the wire for the page that was loaded last, with all it loads. */
  readonly transferred: () => number;
}

export async function openTab(browser: Browser, screen: ScreenName): Promise<WatchedPage> {
  const page = await browser.newPage();
  await page.setViewport(screens[screen]);
  const faults: string[] = [];
  let bytes = 0;
  page.on("pageerror", (error) => faults.push(`script: ${String(error)}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()} ${message.location().url ?? ""}`);
  });
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  page.on("request", (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) bytes = 0;
  });
  return { page, faults, transferred: () => bytes };
}

/** Where screenshots of a run are kept, beside the other results. */
export function screenshotFolder(): string {
  const folder = new URL("../results/screenshots/", import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  return folder;
}
