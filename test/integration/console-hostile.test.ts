import { load } from "cheerio";
import { expect, test } from "vitest";
import { useConsole } from "../support/console-scene.ts";
import { addHostileArchive } from "../support/hostile-archive.ts";
import { xssPayloads } from "../support/xss-payloads.ts";

/*
 * Whatever outside texts say, they are only ever text: every page that can be reached is read as a browser reads it, and may hold nothing
 * that its templates do not.
 */

const scene = useConsole({
  sources: {
    sources: xssPayloads.map((name, at) => ({
      id: `source-${at}`,
      name: storable(name),
      url: `https://feeds.example/${at}`,
      tags: ["desk"],
    })),
  },
  topics: xssPayloads.map((name, at) => ({
    id: `topic-${at}`,
    name: storable(name),
    any: ["quay"],
    owner: storable(name).slice(0, 60),
  })),
  alerts: { route: { receiver: "desk" }, receivers: [{ name: "desk", terminal: true }] },
});

/** As the files may say it: in one line. */
function storable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/** Elements that no template has. */
const foreign =
  "iframe, object, embed, base, style, video, audio, marquee, math, template, animate, set, foreignObject, frame, applet, x";
/** Pages that are looked at; a crawl that finds more than this found a way to go in circles. */
const maxPages = 1500;

test("no text from outside becomes anything else on any page", { timeout: 300_000 }, async () => {
  await addHostileArchive(scene.db, xssPayloads);
  const seen = new Set<string>();
  let loaded = 0;
  const waiting = [
    "/",
    "/alerts",
    "/stories",
    "/topics",
    "/sources",
    "/search",
    "/explain",
    "/pipeline",
    "/deliveries",
    "/silences",
    "/settings",
    "/account",
  ];
  const kinds = new Map<string, number>();
  const faults: string[] = [];
  const shown = new Set<number>();
  while (waiting.length > 0 && loaded < maxPages) {
    const address = waiting.shift() ?? "/";
    if (seen.has(address)) continue;
    seen.add(address);
    const kind = kindOf(address);
    // Every text stands in the lists; pages of single entries are made by the same templates for each.
    const count = kinds.get(kind) ?? 0;
    kinds.set(kind, count + 1);
    if (count >= (address.includes("?") ? 8 : 30)) continue;
    loaded += 1;
    const { status, headers, text } = await scene.get(address);
    if (status >= 500) faults.push(`${address}: ${status}`);
    if (!(headers.get("content-type") ?? "").startsWith("text/html")) {
      if (headers.get("x-content-type-options") !== "nosniff") faults.push(`${address}: a browser may guess its type`);
      continue;
    }
    const page = load(text);
    faults.push(...faultsOf(page).map((fault) => `${address}: ${fault}`));
    const words = page.text();
    for (const [at, payload] of xssPayloads.entries()) if (words.includes(payload.slice(0, 30).trim())) shown.add(at);
    for (const link of page("a[href]").toArray()) {
      const href = page(link).attr("href") ?? "";
      if (href.startsWith("/") && !href.startsWith("//") && !/^\/(?:assets|events|feeds|api)\//u.test(href))
        waiting.push(href);
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
  expect(loaded).toBeLessThan(maxPages);
  // Otherwise the texts were not on the pages at all, and nothing was shown.
  expect(shown.size).toBeGreaterThan(100);
});

test("what a query, a path or a form says comes back as text", { timeout: 120_000 }, async () => {
  const faults: string[] = [];
  for (const section of [
    "alerts",
    "stories",
    "topics",
    "sources",
    "search",
    "explain",
    "deliveries",
    "silences",
    "settings",
    "pipeline",
  ]) {
    for (const payload of xssPayloads.filter((_, at) => at % 4 === 0)) {
      const value = encodeURIComponent(payload.toWellFormed());
      for (const address of [
        `/${section}?q=${value}&topic=${value}&state=${value}&after=${value}&url=${value}&source=${value}`,
        `/${section}/${value}`,
      ]) {
        const { status, text, headers } = await scene.get(address);
        if (status >= 500) faults.push(`${address}: ${status}`);
        if ((headers.get("content-type") ?? "").startsWith("text/html"))
          faults.push(...faultsOf(load(text)).map((fault) => `${address}: ${fault}`));
      }
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
});

/** What stands on the page that no template wrote. */
function faultsOf(page: ReturnType<typeof load>): string[] {
  const faults: string[] = [];
  for (const element of page(foreign).toArray()) faults.push(`<${element.tagName}>`);
  for (const element of page("*").toArray()) {
    if (!("attribs" in element)) continue;
    const { tagName, attribs } = element;
    const isOurScript =
      tagName === "script" && (attribs["src"] ?? "").startsWith("/assets/") && page(element).text() === "";
    if (tagName === "script" && !isOurScript) faults.push("<script>");
    if (tagName === "img" && !(attribs["src"] ?? "").startsWith("/")) faults.push("<img>");
    if (tagName === "meta" && attribs["http-equiv"] !== undefined) faults.push("<meta http-equiv>");
    if (tagName === "link" && !/^\/(?:assets\/|favicon|feeds\/)/u.test(attribs["href"] ?? "")) faults.push("<link>");
    for (const [name, value] of Object.entries(attribs)) {
      if (/^on|^style$|^srcdoc$|["'<>`]/iu.test(name)) faults.push(`<${tagName} ${name}>`);
      if (["href", "src", "action", "formaction", "xlink:href", "data", "poster"].includes(name) && !isAddress(value)) {
        faults.push(`<${tagName} ${name}="${value.slice(0, 60)}">`);
      }
    }
  }
  return faults;
}

function isAddress(value: string): boolean {
  return /^(?:\/(?!\/)|#|\?|https?:\/\/|mailto:)/u.test(value) && !/["<>]/u.test(value);
}

/** Pages of the same kind: without what names one entry. */
function kindOf(address: string): string {
  const [path = "", query = ""] = address.split("?");
  const names = [...new URLSearchParams(query).keys()].toSorted().join("&");
  return `${path.replaceAll(/(?<=\/)(?:al_|dl_|source-|topic-|made-)?\d+(?=\/|$)/gu, "*")}?${names}`;
}
