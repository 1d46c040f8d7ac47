import type { Config, SourceConfig } from "@wirewatch/config";
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
}

/** What a test of a source works with. */
export interface SourceTest {
  readonly source: SourceConfig;
  readonly config: Pick<Config, "network" | "topics">;
  readonly http: HttpClient;
  readonly extract: ReturnType<typeof createExtractPool>["extract"];
  /** Replaces references such as `${env:NAME}` by their secrets. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  /** Name sent as User-Agent; the source's own when it has one. */
  readonly userAgent: string;
}

export function passed(name: string, facts: readonly string[]): Check {
  return { name, isOk: true, facts, advice: null };
}

export function failed(name: string, fact: string, advice: string, facts: readonly string[] = []): Check {
  return { name, isOk: false, facts: [...facts, fact], advice };
}

/** A request that led to no answer, and what to do about it. */
export function withoutAnswer(
  name: string,
  result: Exclude<HttpResult, { readonly kind: "response" }>,
  kind: "feed" | "page",
): Check {
  return failed(
    name,
    result.reason,
    result.kind === "refused" ? refusalAdvice(result.code, kind) : failureAdvice(result.code),
  );
}

/** An answer that is not the wanted document, and what to do about it; null when it is. */
export function badStatus(name: string, status: number, kind: "feed" | "page"): Check | null {
  if (status >= 200 && status < 300) return null;
  if (status === 404 || status === 410) {
    const advice =
      kind === "feed"
        ? "Look on the site for the feed's new address."
        : "Nothing to do if it is one page; else the feed holds dead links.";
    return failed(name, `the ${kind} is not there (${status})`, advice);
  }
  if ([401, 402, 403, 451].includes(status)) {
    return failed(
      name,
      `blocked by the site (${status})`,
      "Ask the site for access, a licence or another feed; Wirewatch does not evade blocks.",
    );
  }
  if (status === 429)
    return failed(
      name,
      "the site asks for fewer requests (429)",
      "Wait a while; set a longer poll interval for the source.",
    );
  if (status >= 500)
    return failed(name, `the server answered with an error (${status})`, "Try again later; polling goes on by itself.");
  return failed(
    name,
    `the server answered ${status} instead of the ${kind}`,
    "Open the address in a browser and compare.",
  );
}

function refusalAdvice(code: string, kind: "feed" | "page"): string {
  if (code === "robots") {
    return kind === "feed"
      ? "Ask the site for permission, or set robots: obey, which exempts feeds listed in sources.yaml."
      : "Use the feed's own text (full_text: feed), or ask the site; robots: ignore needs a written reason.";
  }
  if (code === "address" || code === "name" || code === "port") {
    return kind === "feed"
      ? "If this server is yours, list host:port in sources.yaml under network, allow_private."
      : "If this server is yours, list host:port in the source under private_pages.";
  }
  return "Check the spelling of the address.";
}

function failureAdvice(code: string): string {
  switch (code) {
    case "dns":
      return "Check the spelling of the host, and that this machine can look names up.";
    case "tls":
      return "The site's certificate or protocol is at fault; its operator can repair that.";
    case "tooLarge":
      return "Raise max_body of the source if this size is right.";
    case "timeout":
      return "Try again later; raise timeout of the source if the site is always this slow.";
    case "redirects":
      return "Use the address that the redirects lead to.";
    default:
      return "Try again later; if it stays so, open the address in a browser and compare.";
  }
}
