import type { FetchedPage } from "@wirewatch/model";
import { retryAfterMs } from "@wirewatch/polling";
import type { SiteAnswer } from "./ask-site.ts";

/** What the answer to a page's request means. */
export type PageDecision =
  | { readonly kind: "page"; readonly page: FetchedPage }
  | {
      readonly kind: "end";
      readonly outcome: "gone" | "refused" | "notArticle" | "unchanged";
      readonly reason: string;
      readonly status: number | null;
    }
  | { readonly kind: "retry"; readonly reason: string; readonly delayMs?: number; readonly blockMs?: number };

/** What was asked, and what there is to compare the answer with. */
export interface PageFacts {
  readonly answer: SiteAnswer | { readonly kind: "noSource" };
  /** The page as it was, when it is looked at again for corrections. */
  readonly before: Uint8Array | null;
  readonly now: Date;
}

/** Until a page whose source lacks a secret is tried again: somebody has to set it. */
const missingSecretMs = 1800_000;

/** Reads an answer: a page, an end with its reason, or another attempt. Pure. */
export function decidePage({ answer, before, now }: PageFacts): PageDecision {
  switch (answer.kind) {
    case "noSource":
      return end("refused", "its source is no longer in the configuration", null);
    case "robots":
      return answer.isTemporary ? { kind: "retry", reason: answer.reason } : end("refused", answer.reason, null);
    case "secret":
      return { kind: "retry", reason: answer.reason, delayMs: missingSecretMs };
    case "refused":
      return end("refused", answer.reason, null);
    case "failed":
      return answer.code === "tooLarge"
        ? end("notArticle", answer.reason, null)
        : { kind: "retry", reason: answer.reason };
    case "response":
      return decideResponse(answer.page, before, now);
  }
}

function end(
  outcome: Extract<PageDecision, { kind: "end" }>["outcome"],
  reason: string,
  status: number | null,
): PageDecision {
  return { kind: "end", outcome, reason, status };
}

function decideResponse(page: FetchedPage, before: Uint8Array | null, now: Date): PageDecision {
  const { status } = page;
  if (status === 304 && before !== null)
    return end("unchanged", "the site says that the page is as it was (304)", status);
  if (status === 404 || status === 410) return end("gone", `the page is not there (${status})`, status);
  if (status === 401 || status === 402 || status === 403 || status === 451)
    return end("refused", `blocked by the site (${status})`, status);
  if (status === 429 || status === 503) {
    const waitMs = retryAfterMs(page.headers["retry-after"] ?? null, now);
    const reason = status === 429 ? "the site asks for fewer requests (429)" : "the site is not available (503)";
    return waitMs === null ? { kind: "retry", reason } : { kind: "retry", reason, delayMs: waitMs, blockMs: waitMs };
  }
  if (status === 408 || status === 425)
    return { kind: "retry", reason: `the server was not ready for the request (${status})` };
  if (status >= 500) return { kind: "retry", reason: `the server answered with an error (${status})` };
  if (status < 200 || status >= 300)
    return end("notArticle", `the server answered ${status} instead of a page`, status);
  const type = (page.headers["content-type"] ?? "text/html").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^(text\/(html|plain)|application\/(xhtml\+xml|xml|octet-stream)|text\/xml)$/.test(type))
    return end("notArticle", `it is not a page but ${type}`, status);
  if (page.body.byteLength === 0) return end("notArticle", "the page is empty", status);
  if (before !== null && Buffer.compare(before, page.body) === 0)
    return end("unchanged", "the page is as it was", status);
  return { kind: "page", page };
}
