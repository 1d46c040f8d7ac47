import { valueAt } from "./describe-value.ts";
import { entriesAt, type Entry } from "./entries.ts";
import { urlFormat } from "./formats.ts";
import type { Complaint, Path } from "./locate.ts";
import { nearest } from "./suggest.ts";
import { placeOfKey } from "./unsupported.ts";

/** Keys that only some kinds of source read; a source without `kind` is `auto`. */
const kindKeys = [
  { key: "listing", kinds: ["listing"] },
  { key: "page", kinds: ["page"] },
  { key: "ingest", kinds: ["push"] },
  { key: "sitemap", kinds: ["auto", "sitemap"] },
  { key: "push", kinds: ["auto", "feed"] },
] as const;

/** What a kind needs to be told, with an example to copy. */
const needs: Readonly<Record<string, { readonly key: string; readonly why: string }>> = {
  listing: {
    key: "listing",
    why: "say with a CSS selector which elements of the page are its articles, e.g. `listing: { item: article }`",
  },
  page: { key: "page", why: "say with a CSS selector which part of the page counts, e.g. `page: { select: main }`" },
  push: {
    key: "ingest",
    why: 'say who may hand articles in, e.g. `ingest: { token: "${env:DESK_INGEST_TOKEN}" }`',
  },
};

/** What a source that is never polled cannot use. */
const pollingKeys = ["url", "feeds", "poll", "every", "headers", "fetch", "cookies"] as const;

/** Keys of one source that are looked at; the schema knows half as many. */
const maxKeys = 100;

/** Which keys belong to which kind of source; checked even when other parts of the file are wrong. */
export function kindComplaints(root: unknown): readonly Complaint[] {
  return entriesAt(root, ["sources"]).flatMap((source) => {
    if (typeof source.value !== "object" || source.value === null) return [];
    const kind = valueAt(source.value, ["kind"]) ?? "auto";
    if (typeof kind !== "string") return [];
    return [
      ...missingAddress(source, kind),
      ...missingPart(source, kind),
      ...strangeKeys(source, kind),
      ...(kind === "push" ? pollingOfPush(source) : []),
      ...doubledParts(source),
    ];
  });
}

/**
 * `push: websub` without the address at which hubs can reach us.
 *
 * @param publicUrl as alerts.yaml has it; undefined when it has none
 */
export function webSubComplaints(root: unknown, publicUrl: unknown): readonly Complaint[] {
  if (publicUrl !== undefined) return [];
  const places: Path[] = [["defaults"], ...entriesAt(root, ["sources"]).map(({ path }) => path)];
  return places
    .filter((path) => valueAt(root, [...path, "push"]) === "websub")
    .slice(0, 1)
    .map((path) => ({
      path: [...path, "push"],
      found: "no public_url",
      expected: "public_url in alerts.yaml",
      message:
        "`push: websub` needs `public_url` in alerts.yaml: the feed's hub hands new items in there, so it must be an address that hub can reach.",
    }));
}

/** True when the key is there, perhaps misspelt: then the schema says so, and nothing is missing. */
function hasKeyLike(value: unknown, key: string): boolean {
  const written = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return written.slice(0, maxKeys).some((name) => nearest(name, [key]) !== null);
}

/** True when keys of the part stand beside it: then the schema says where they belong. */
function hasPartOf(value: unknown, part: string): boolean {
  const written = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return written.slice(0, maxKeys).some((name) => placeOfKey("sources", name)?.startsWith(`${part}:`) === true);
}

function missingAddress({ path, value }: Entry, kind: string): readonly Complaint[] {
  if (kind === "push" || hasKeyLike(value, "url")) return [];
  const { expected } = urlFormat;
  return [{ path: [...path, "url"], found: "nothing", expected, message: `url is missing: expected ${expected}.` }];
}

function missingPart({ path, value }: Entry, kind: string): readonly Complaint[] {
  const need = needs[kind];
  if (need === undefined || hasKeyLike(value, need.key) || hasPartOf(value, need.key)) return [];
  const message = `\`kind: ${kind}\` needs \`${need.key}\`: ${need.why}.`;
  return [{ path: [...path, "kind"], on: "key", found: `no ${need.key}`, expected: need.key, message }];
}

function strangeKeys({ path, value }: Entry, kind: string): readonly Complaint[] {
  const written = kindKeys.filter(({ key }) => valueAt(value, [key]) !== undefined);
  return written.flatMap(({ key, kinds }): Complaint[] => {
    if (kinds.some((known) => known === kind)) return [];
    const only = kinds.filter((known) => known !== "auto").map((known) => `\`kind: ${known}\``);
    const advice =
      valueAt(value, ["kind"]) === undefined ? `add ${only.join("")}` : "remove the one or change the other";
    const where = kinds.length > 1 ? `${only.join("")} or without \`kind\`` : only.join("");
    const message = `\`${key}\` is read only with ${where}: ${advice}.`;
    return [{ path: [...path, key], on: "key", found: `${key} with kind ${kind}`, expected: where, message }];
  });
}

function pollingOfPush({ path, value }: Entry): readonly Complaint[] {
  return pollingKeys
    .filter((key) => valueAt(value, [key]) !== undefined)
    .map((key) => ({
      path: [...path, key],
      on: "key",
      found: `${key} with kind push`,
      expected: "a source that is handed its articles",
      message: `\`kind: push\` is never polled, so \`${key}\` says nothing: remove it.`,
    }));
}

function doubledParts({ path, value }: Entry): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const ingest = valueAt(value, ["ingest"]);
  if (typeof ingest === "object" && ingest !== null) {
    const [token, secret, secrets] = ["token", "secret", "secrets"].map((key) => valueAt(ingest, [key]) !== undefined);
    if (secret === true && secrets === true) {
      const message = "`secret` and `secrets` are the same thing: write one of them.";
      complaints.push({ path: [...path, "ingest", "secrets"], on: "key", found: "both", expected: "one", message });
    } else if (token !== true && secret !== true && secrets !== true) {
      const message =
        '`ingest` needs `token: "${env:NAME}"`, or `secret` (whsec_…) for callers that sign by the Standard Webhooks rules.';
      complaints.push({ path: [...path, "ingest"], on: "key", found: "neither", expected: "token or secret", message });
    }
  }
  const listing = valueAt(value, ["listing"]);
  if (valueAt(listing, ["max_pages"]) !== undefined && valueAt(listing, ["next"]) === undefined) {
    const message = "`max_pages` says nothing without `next`, the selector of the link to the next page.";
    complaints.push({
      path: [...path, "listing", "max_pages"],
      on: "key",
      found: "no next",
      expected: "next",
      message,
    });
  }
  return complaints;
}
