import type { Config, SourceConfig } from "@wirewatch/config";
import type { createDocumentReader } from "@wirewatch/fetcher";
import type { HttpClient, HttpResult } from "@wirewatch/runtime";
import type { createExtractPool } from "@wirewatch/stripper";

/** How one stage of the pipeline fared with a source, in words. */
export interface Check {
  /** What was looked at, e.g. `Feed https://…`. */
  readonly name: string;
  readonly isOk: boolean;
  /** One line each. */
  readonly facts: readonly string[];
  /** What to do about a failure; null when there is none. */
  readonly advice: string | null;
  /** The article that was found, where one was looked for and found. */
  readonly article?: { readonly title: string | null; readonly url: string; readonly text: string };
}

/** What the documents of a source are asked and read with. */
export interface SourceAccess {
  readonly source: SourceConfig;
  readonly config: Pick<Config, "network">;
  readonly http: HttpClient;
  readonly documents: Pick<ReturnType<typeof createDocumentReader>, "read">;
  /** Replaces references such as `${env:NAME}` by their secrets. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  /** Name sent as User-Agent; the source's own when it has one. */
  readonly userAgent: string;
}

/** What a test of a source works with. */
export interface SourceTest extends SourceAccess {
  readonly config: Pick<Config, "network" | "topics">;
  readonly extract: ReturnType<typeof createExtractPool>["extract"];
}

export function passed(name: string, facts: readonly string[]): Check {
  return { name, isOk: true, facts, advice: null };
}

export function failed(name: string, fact: string, advice: string | null, facts: readonly string[] = []): Check {
  return { name, isOk: false, facts: [...facts, fact], advice };
}

/** A failed check out of what is wrong. */
export function failedBy(name: string, { reason, advice }: Flaw, facts: readonly string[] = []): Check {
  return failed(name, reason, advice, facts);
}

/** What is wrong with an answer, and what to do about it. */
export interface Flaw {
  /** One sentence without its end. */
  readonly reason: string;
  readonly advice: string;
}

/** A request for the page of an item that led to no answer. */
export function withoutAnswer(result: Exclude<HttpResult, { readonly kind: "response" }>): Flaw {
  return {
    reason: result.reason,
    advice: result.kind === "refused" ? refusalAdvice(result.code) : failureAdvice(result.code),
  };
}

/** An answer that is not the page of an item; null when it is. */
export function badStatus(status: number): Flaw | null {
  if (status >= 200 && status < 300) return null;
  if (status === 404 || status === 410) {
    const advice = "Nothing to do if it is one page; else the source holds dead links.";
    return { reason: `the page is not there (${status})`, advice };
  }
  if ([401, 402, 403, 451].includes(status)) {
    const advice = "Ask the site for access or a licence; Wirewatch does not evade blocks.";
    return { reason: `blocked by the site (${status})`, advice };
  }
  if (status === 429) {
    const advice = "Wait a while; set a longer pause under per_host.";
    return { reason: "the site asks for fewer requests (429)", advice };
  }
  if (status >= 500)
    return { reason: `the server answered with an error (${status})`, advice: "It is tried again by itself." };
  return {
    reason: `the server answered ${status} instead of the page`,
    advice: "Open the address in a browser and compare.",
  };
}

function refusalAdvice(code: string): string {
  if (code === "robots")
    return "Use the feed's own text (full_text: feed), or ask the site; robots: ignore needs a written reason.";
  if (code === "address" || code === "name" || code === "port")
    return "If this server is yours, list host:port in the source under private_pages.";
  return "Check the spelling of the address.";
}

function failureAdvice(code: string): string {
  switch (code) {
    case "dns":
      return "Check that this machine can look names up; else the source holds dead links.";
    case "tls":
      return "The site's certificate or protocol is at fault; its operator can repair that.";
    case "tooLarge":
      return "Raise max_body of the source if this size is right.";
    case "timeout":
      return "Try again later; raise timeout of the source if the site is always this slow.";
    case "redirects":
      return "Open the address in a browser and see where it ends.";
    default:
      return "Try again later; if it stays so, open the address in a browser and compare.";
  }
}
