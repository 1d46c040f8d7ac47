import { MissingSecretError } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { credentialsFor } from "@wirewatch/fetcher";
import type { DocumentRead } from "@wirewatch/fetcher";
import type { FetchedPage } from "@wirewatch/model";
import { problemOf } from "@wirewatch/polling";
import { byteSize, lengthOfTime, oneLine } from "../terminal-text.ts";
import type { SourceAccess } from "./check.ts";
import type { Robots } from "./robots.ts";

/** How a document is to be read; of a home page or an index what it leads to may have another kind than the source. */
export type ReadAs = Exclude<SourceConfig["kind"], "push">;

/** A document of a source, or why it could not be read. */
export type AskedDocument =
  | { readonly kind: "read"; readonly document: Exclude<DocumentRead, { kind: "unreadable" }>; readonly answer: string }
  | {
      readonly kind: "flaw";
      /** Null when there was none. */
      readonly answer: string | null;
      /** There is a document, but not one that this source could be read from. */
      readonly isDocument: boolean;
      /** One sentence without its end: what happened, and what to do. */
      readonly reason: string;
    };

/** Retrieves one document of a source as the fetcher would, and reads it. */
export async function askDocument(url: string, as: ReadAs, test: SourceAccess, robots: Robots): Promise<AskedDocument> {
  const { source, config } = test;
  const isListed = source.feeds.includes(url);
  const permissions = permissionsFor(url, isListed, source, config.network.allowPrivate);
  try {
    const { headers, proxy } = await credentialsFor(url, source, test.resolveSecrets);
    const elsewhere = { surface: "item-link", privatePages: source.privatePages, proxy } as const;
    const result = await test.http.request({
      ...permissions,
      url,
      proxy,
      headers: { ...accepted[as], ...headers },
      userAgent: source.userAgent ?? test.userAgent,
      timeoutMs: source.timeoutMs,
      maxWireBytes: source.maxBodyBytes,
      maxBodyBytes: source.maxBodyBytes * 2,
      ...(obeysRobots(as, isListed, source)
        ? { beforeHop: (hop, count) => robots.ask(hop, count === 0 ? { ...permissions, proxy } : elsewhere) }
        : {}),
    });
    if (result.kind !== "response") {
      return { kind: "flaw", answer: null, isDocument: false, reason: problemOf(result)?.reason ?? result.reason };
    }
    const { page } = result;
    const answer = answerLine(page, result.latencyMs);
    const problem = problemOf({ kind: "response", status: page.status, headers: page.headers, error: null });
    if (problem !== null) return { kind: "flaw", answer, isDocument: false, reason: problem.reason };
    const document = await test.documents.read(taskFor(page, as, source));
    const flaw = flawOf(page, document);
    if (flaw !== null) return { kind: "flaw", answer, ...flaw };
    return document.kind === "unreadable"
      ? { kind: "flaw", answer, isDocument: true, reason: document.message }
      : { kind: "read", document, answer };
  } catch (error) {
    if (!(error instanceof MissingSecretError)) throw error;
    const reason = `${error.message}: set it where this command and the fetcher run`;
    return { kind: "flaw", answer: null, isDocument: false, reason };
  }
}

/** E.g. `200, application/rss+xml; charset=utf-8, 35.2 kB in 120 ms`. */
export function answerLine({ status, headers, body }: FetchedPage, latencyMs: number): string {
  const type = oneLine(headers["content-type"] ?? "no content type", 100);
  return `${status}, ${type}, ${byteSize(body.byteLength)} in ${lengthOfTime(latencyMs)}`;
}

const html = { accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5" };
const accepted: Readonly<Record<ReadAs, Readonly<Record<string, string>>>> = {
  auto: {},
  feed: {},
  sitemap: { accept: "application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5" },
  listing: html,
  page: html,
};

/** What another document led to elsewhere is a link from outside; what was opened for the source is not opened for it. */
function permissionsFor(url: string, isListed: boolean, source: SourceConfig, allowPrivate: readonly string[]) {
  const origin = URL.parse(url)?.origin;
  const isOwn =
    isListed || [source.url, ...source.feeds].some((own) => own !== null && URL.parse(own)?.origin === origin);
  if (isOwn) return { surface: "source", allowPrivate } as const;
  return { surface: "item-link", privatePages: source.privatePages } as const;
}

/** Feeds that the operator listed are made to be asked; everything else is for robots.txt to decide. */
function obeysRobots(as: ReadAs, isListed: boolean, { robots }: SourceConfig): boolean {
  const isExempt = isListed && (as === "feed" || as === "auto");
  return robots === "always" || (robots === "obey" && !isExempt);
}

function taskFor({ body, headers, url }: FetchedPage, as: ReadAs, { listing, page }: SourceConfig) {
  const rest = { bytes: body, headers, url };
  if (as === "listing" && listing !== null) return { ...rest, as: { kind: as, rules: listing } };
  if (as === "page" && page !== null) return { ...rest, as: { kind: as, rules: page } };
  return { ...rest, as: { kind: as === "feed" || as === "sitemap" ? as : ("auto" as const) } };
}

/** What is wrong with a document, as the fetcher judges it. */
function flawOf(
  { status, headers }: FetchedPage,
  document: DocumentRead,
): { readonly reason: string; readonly isDocument: boolean } | null {
  const answer = { kind: "response", status, headers } as const;
  if (document.kind === "html") {
    const problem = problemOf({ ...answer, error: null, title: document.title });
    return problem === null ? null : { reason: problem.reason, isDocument: false };
  }
  if (document.kind !== "unreadable") return null;
  const { code, message, alternates } = document;
  const problem = problemOf({ ...answer, error: { code, message, alternates } });
  return problem === null ? null : { reason: problem.reason, isDocument: problem.state !== "blocked" };
}
