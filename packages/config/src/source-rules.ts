import { urlVerdict } from "@wirewatch/urls";
import { buildSource } from "./build-sources.ts";
import type { SourceConfig } from "./config.ts";
import { describeValue, valueAt } from "./describe-value.ts";
import { entriesAt, repeatedNames, textsAt, type Entry } from "./entries.ts";
import { urlFormat } from "./formats.ts";
import type { Complaint, Path } from "./locate.ts";
import { durationMs, durationPattern, formatDuration } from "./quantities.ts";
import type { SourcesFile } from "./sources-schema.ts";

/**
 * What the schema cannot say about `sources.yaml`, checked even when other parts of the file are wrong.
 *
 * @param allowPrivate null when it is not known, since its file could not be read
 */
export function sourceComplaints(root: unknown, allowPrivate: readonly string[] | null): readonly Complaint[] {
  const sources = entriesAt(root, ["sources"]);
  const ids = sources.flatMap((source) => textsAt(root, [...source.path, "id"]));
  const urls = sources.flatMap(({ path }) => [
    ...textsAt(root, [...path, "url"]),
    ...textsAt(root, [...path, "feeds"]),
  ]);
  return [
    ...repeatedNames("source", ids),
    ...[{ path: ["defaults"], value: null }, ...sources].flatMap(({ path }) => pollTwice(root, path)),
    ...sources.flatMap(({ path }) => headersTwice(root, path)),
    ...sources.flatMap(({ path }) => cookiesTwice(root, path)),
    ...[{ path: ["defaults"] }, ...sources].flatMap(({ path }) => recheckOrder(root, path)),
    ...(allowPrivate === null ? [] : urls.flatMap((entry) => refusedUrl(entry, allowPrivate))),
    ...(allowPrivate === null
      ? []
      : [["defaults"], ...sources.map(({ path }) => path)].flatMap((path) => refusedProxy(root, path, allowPrivate))),
  ];
}

/** What is wrong once defaults are inherited; the file fits its schema. */
export function inheritedComplaints(file: SourcesFile): readonly Complaint[] {
  const defaults = file.defaults ?? {};
  const inherited = buildSource({ id: "defaults", url: "https://example.org/" }, defaults);
  const ofDefaults = [...pollComplaints(inherited, ["defaults"]), ...robotsComplaints(inherited, ["defaults"])];
  const ofSources = (file.sources ?? []).flatMap((entry, index) => {
    const source = buildSource(entry, defaults);
    const path = ["sources", index];
    return [
      ...(entry.poll === undefined ? [] : pollComplaints(source, path)),
      ...(entry.robots === undefined ? [] : robotsComplaints(source, path)),
    ];
  });
  return [...ofDefaults, ...ofSources];
}

function pollTwice(root: unknown, path: Path): readonly Complaint[] {
  const [every] = textsAt(root, [...path, "every"]);
  if (every === undefined || every.value === "adaptive" || valueAt(root, [...path, "poll"]) === undefined) return [];
  const message =
    "`every` and `poll` exclude each other: `every` is a fixed interval, `poll` a target with limits. Remove one.";
  return [{ path: every.path, on: "key", found: "both `every` and `poll`", expected: "one of them", message }];
}

function headersTwice(root: unknown, path: Path): readonly Complaint[] {
  const inFetch = [...path, "fetch", "headers"];
  if (valueAt(root, inFetch) === undefined || valueAt(root, [...path, "headers"]) === undefined) return [];
  const message = "`headers` and `fetch.headers` are the same thing: write one of them.";
  return [{ path: inFetch, on: "key", found: "both `headers` and `fetch.headers`", expected: "one of them", message }];
}

function cookiesTwice(root: unknown, path: Path): readonly Complaint[] {
  if (valueAt(root, [...path, "cookies"]) === undefined) return [];
  const headers = [...path, "headers"];
  const written = valueAt(root, headers);
  const name = typeof written === "object" && written !== null ? Object.keys(written).find(isCookieHeader) : undefined;
  if (name === undefined) return [];
  const message = "`cookies` and the header Cookie are the same thing: write one of them.";
  return [{ path: [...headers, name], on: "key", found: "both", expected: "one of them", message }];
}

function isCookieHeader(name: string): boolean {
  return name.toLowerCase() === "cookie";
}

/** Ages are looked at one after the other. */
function recheckOrder(root: unknown, path: Path): readonly Complaint[] {
  const ages = entriesAt(root, [...path, "recheck"]).map((entry) => ({
    ...entry,
    ms: typeof entry.value === "string" && durationPattern.test(entry.value) ? durationMs(entry.value) : Number.NaN,
  }));
  const wrong = ages.find(({ ms }, index) => ms <= (ages[index - 1]?.ms ?? 0));
  if (wrong === undefined) return [];
  const found = String(wrong.value);
  const message = `recheck: found ${found} behind ${String(valueAt(root, [...wrong.path.slice(0, -1), Number(wrong.path.at(-1)) - 1]))}, expected each age to be longer than the one before.`;
  return [{ path: wrong.path, found, expected: "a longer age", message }];
}

function refusedUrl(
  { path, value }: Entry & { readonly value: string },
  allowPrivate: readonly string[],
): readonly Complaint[] {
  if (!urlFormat.pattern.test(value)) return [];
  const verdict = urlVerdict(value, null, { surface: "source", allowPrivate, privatePages: [] });
  if (verdict.kind === "allow") return [];
  const found = describeValue(value, path);
  if (verdict.code === "invalid") {
    return [
      {
        path,
        found,
        expected: urlFormat.expected,
        message: `${String(path.at(-1))}: ${found} is not a valid address.`,
      },
    ];
  }
  return [
    {
      path,
      found,
      expected: "an address that may be fetched",
      message: `${found} cannot be fetched: ${verdict.reason}.`,
    },
  ];
}

/** A proxy is reached as a source is: its address is public, or listed. A reference that stands for it is not known here. */
function refusedProxy(root: unknown, path: Path, allowPrivate: readonly string[]): readonly Complaint[] {
  const [proxy] = textsAt(root, [...path, "proxy"]);
  const host = proxy === undefined ? "" : proxy.value.replace(/^(https?:\/\/)[^/]*@/i, "$1");
  if (proxy === undefined || host.includes("$") || !urlFormat.pattern.test(host)) return [];
  const verdict = urlVerdict(host, null, { surface: "source", allowPrivate, privatePages: [] });
  if (verdict.kind === "allow" || verdict.code === "invalid") return [];
  const found = describeValue(proxy.value, proxy.path);
  const message = `the proxy ${found} cannot be used: ${verdict.reason}.`;
  return [{ path: proxy.path, found, expected: "an address that may be reached", message }];
}

function pollComplaints({ poll }: SourceConfig, path: Path): readonly Complaint[] {
  if (poll.minMs <= poll.targetMs && poll.targetMs <= poll.maxMs) return [];
  const [min, target, max] = [poll.minMs, poll.targetMs, poll.maxMs].map(formatDuration);
  const found = `min ${min}, target ${target}, max ${max}`;
  const message = `poll: found ${found} (what is not written here is inherited), expected min ≤ target ≤ max. For a fixed interval write \`every: ${target}\`.`;
  return [
    {
      path: [...path, "poll", "target"],
      found,
      expected: "min ≤ target ≤ max",
      suggestion: `every: ${target}`,
      message,
    },
  ];
}

function robotsComplaints({ robots, robotsReason }: SourceConfig, path: Path): readonly Complaint[] {
  if (robots !== "ignore" || robotsReason !== null) return [];
  const message =
    "`robots: ignore` needs `robots_reason`: say in a sentence why this publisher's robots.txt may be ignored.";
  return [{ path: [...path, "robots"], found: "no robots_reason", expected: "robots_reason", message }];
}
