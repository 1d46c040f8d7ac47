import type { SourceConfig } from "@wirewatch/config";
import { isSameSite } from "@wirewatch/urls";

/** What is sent along with the requests of a source, secrets filled in. */
export interface Credentials {
  /** Headers of the source, its cookies as one of them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: string | null;
}

/**
 * The headers, cookies and proxy of a source for one of its addresses. Headers and cookies go to the documents that the
 * operator listed and to the source's own site, never to another one, and never over http when the source is https; the
 * proxy is for everything.
 *
 * @param resolveSecrets throws a `MissingSecretError` for a secret that is not there
 */
export async function credentialsFor(
  url: string,
  source: SourceConfig,
  resolveSecrets: (text: string) => Promise<string>,
): Promise<Credentials> {
  const proxy = source.proxy === null ? null : await resolveSecrets(source.proxy);
  if (!isOwnAddress(url, source)) return { headers: {}, proxy };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(source.headers)) headers[name] = await resolveSecrets(value);
  const cookies: string[] = [];
  for (const [name, value] of Object.entries(source.cookies)) cookies.push(`${name}=${await resolveSecrets(value)}`);
  if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
  return { headers, proxy };
}

/** True for the documents that the operator listed and for addresses of the source's own site. Exported for its tests. */
export function isOwnAddress(url: string, source: Pick<SourceConfig, "url" | "feeds">): boolean {
  if (source.feeds.includes(url)) return true;
  if (source.url === null || !isSameSite(url, source.url)) return false;
  return !(source.url.startsWith("https:") && url.startsWith("http:"));
}
