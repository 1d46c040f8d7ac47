import { addressVerdict, canonicalAddress, isAddress } from "./address.ts";

/**
 * Where a URL comes from: `source` and `webhook` are written by the operator, an `item-link` by anybody (links in
 * feeds and pages, and every redirect that leaves the configured host).
 */
export type UrlSurface = "source" | "item-link" | "webhook";

export interface UrlPolicy {
  readonly surface: UrlSurface;
  /** Hosts the operator opened for configured URLs: `host`, `host:port`, IP address or CIDR range. */
  readonly allowPrivate: readonly string[];
  /** Hosts opened for the item links of one source, spelled alike; a port outside the usual ones must be named. */
  readonly privatePages: readonly string[];
}

export type UrlRefusalCode = "length" | "invalid" | "scheme" | "userinfo" | "name" | "port" | "address" | "insecure";

export type UrlVerdict =
  | {
      readonly kind: "allow";
      readonly url: URL;
      /** The operator opened this very host: whatever address its name has may be dialled. */
      readonly privateAllowed: boolean;
    }
  | { readonly kind: "deny"; readonly code: UrlRefusalCode; readonly reason: string };

/** Longest URL that is fetched or stored, in characters, as written and as normalised. */
const maxUrlLength = 2048;

/** Ports a link from outside may name (design: reliability.md section 3, rule 1). */
const linkPorts: readonly number[] = [80, 443, 8080, 8443];

/**
 * Names that only mean something inside a network: RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN's .internal and its .home and
 * .corp that will never be given out, Kubernetes' .svc, custom.
 */
const privateSuffixes: readonly string[] = [
  "localhost",
  "local",
  "internal",
  "localdomain",
  "home.arpa",
  "home",
  "svc",
  "lan",
  "corp",
  "intranet",
  "onion",
];

/**
 * Decides whether a request may be sent to a URL, before any name is looked up.
 *
 * Names are judged by their spelling only: the client must still pass every address a name resolves to through
 * {@link addressVerdict} with {@link openedHosts}.
 *
 * @param rawUrl as found; relative ones need `base`
 * @param base URL of the document or redirect it was found in; null for a configured URL
 * @returns the parsed URL, or a code for programs with a sentence for people
 * @example urlVerdict("http://2130706433/", null, { surface: "item-link", allowPrivate: [], privatePages: [] })
 * // { kind: "deny", code: "address", reason: "127.0.0.1 is not a public address (loopback); if it is meant …" }
 */
export function urlVerdict(rawUrl: string, base: string | URL | null, policy: UrlPolicy): UrlVerdict {
  if (rawUrl.length > maxUrlLength) return deny("length", `the address is longer than ${maxUrlLength} characters`);
  const url = URL.parse(rawUrl, base ?? undefined);
  if (url === null) return deny("invalid", `"${excerpt(rawUrl)}" is not a valid address`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return deny("scheme", `only http and https are fetched, not ${url.protocol.slice(0, 40)}`);
  }
  if (url.href.length > maxUrlLength) return deny("length", `the address is longer than ${maxUrlLength} characters`);
  if (url.username !== "" || url.password !== "") return deny("userinfo", userinfoReason(policy.surface));
  return hostVerdict(url, policy);
}

/** The list that is in force for a surface: what may be private for this request. */
export function openedHosts(policy: UrlPolicy): readonly string[] {
  return policy.surface === "item-link" ? policy.privatePages : policy.allowPrivate;
}

/** The port a URL leads to, also when it is the scheme's own. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function hostVerdict(url: URL, policy: UrlPolicy): UrlVerdict {
  const opened = openedHosts(policy);
  const host = bareHost(url);
  const port = portOf(url);
  const listed = listing(host, port, opened);
  const isLink = policy.surface === "item-link";

  if (!listed.host) {
    const code = isAddress(host) ? "address" : "name";
    const reason = code === "address" ? addressReason(host) : nameReason(host);
    if (reason !== null) return deny(code, `${reason}; ${howToOpen(policy.surface)}`);
  }
  if (isLink && !listed.port && !linkPorts.includes(port)) {
    return deny("port", `port ${port} is not one that links may name (${linkPorts.join(", ")})`);
  }
  if (policy.surface === "webhook" && url.protocol === "http:" && !listed.host) {
    return deny("insecure", `webhooks need https; ${host} may use http only if network.allow_private lists it`);
  }
  return { kind: "allow", url, privateAllowed: listed.host };
}

/** Is the host on the operator's list, and was its port named there too? */
function listing(host: string, port: number, opened: readonly string[]): { host: boolean; port: boolean } {
  const named = opened.some((entry) => {
    const [entryHost, entryPort] = hostAndPort(entry);
    return entryPort === port && sameHost(entryHost, host);
  });
  const open = opened.some((entry) => hostAndPort(entry)[1] === null && sameHost(hostAndPort(entry)[0], host));
  const inRange = isAddress(host) && addressVerdict(host, opened).kind === "listed";
  return { host: named || open || inRange, port: named };
}

function hostAndPort(entry: string): readonly [host: string, port: number | null] {
  const match = /^(?<host>\[[^\]]+\]|[^:]+):(?<port>\d{1,5})$/.exec(entry.trim());
  if (match?.groups === undefined) return [entry.trim(), null];
  return [match.groups["host"] ?? "", Number(match.groups["port"])];
}

function sameHost(entry: string, host: string): boolean {
  const address = canonicalAddress(entry);
  if (address !== null) return address === canonicalAddress(host);
  return entry.toLowerCase().replace(/\.$/, "") === host;
}

/** Host without the trailing dot that DNS permits: `localhost.` is `localhost`. */
function bareHost(url: URL): string {
  return url.hostname.endsWith(".") ? url.hostname.slice(0, -1) : url.hostname;
}

function addressReason(host: string): string | null {
  const verdict = addressVerdict(host);
  return verdict.kind === "refused" ? verdict.reason : null;
}

/** Why a name is refused; null for a name of the public DNS. Limits: RFC 1035 section 2.3.4. */
function nameReason(host: string): string | null {
  const labels = host.split(".");
  if (host.length > 253 || labels.some((label) => label === "" || label.length > 63)) {
    return `"${excerpt(host)}" is not a valid host name`;
  }
  if (privateSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)) || labels.length === 1) {
    return `${host} is a name of a private network`;
  }
  return null;
}

function howToOpen(surface: UrlSurface): string {
  const list = surface === "item-link" ? "the source's private_pages" : "network.allow_private";
  return `if it is meant to be reached, add it to ${list}`;
}

function userinfoReason(surface: UrlSurface): string {
  if (surface === "item-link") return "links that contain a user name or password are not fetched";
  return "the address contains a user name or password: put them into a header of the configuration instead";
}

function deny(code: UrlRefusalCode, reason: string): UrlVerdict {
  return { kind: "deny", code, reason };
}

function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
