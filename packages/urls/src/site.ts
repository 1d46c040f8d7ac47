/** Second-level labels that registries hand out under country domains, as in `bbc.co.uk` or `interieur.gouv.fr`. */
const registryLabels = new Set(
  [
    "ac asn co com edu gen go gob gop gouv gov govt gub gv id idv info int kr law lg ltd",
    "me mil mod ne net nhs nom or org plc police re sch school web",
  ].flatMap((line) => line.split(" ")),
);

/** Hosting services: every name below them is a site of its own. */
const hostingSuffixes = new Set([
  "altervista.org",
  "appspot.com",
  "azurewebsites.net",
  "blogspot.com",
  "canalblog.com",
  "cloudfront.net",
  "firebaseapp.com",
  "free.fr",
  "ghost.io",
  "github.io",
  "gitlab.io",
  "hatenablog.com",
  "herokuapp.com",
  "hypotheses.org",
  "jimdofree.com",
  "livejournal.com",
  "medium.com",
  "netlify.app",
  "over-blog.com",
  "pages.dev",
  "squarespace.com",
  "substack.com",
  "tistory.com",
  "tumblr.com",
  "typepad.com",
  "vercel.app",
  "web.app",
  "webnode.com",
  "weebly.com",
  "wixsite.com",
  "wordpress.com",
  "workers.dev",
]);

/**
 * True when both URLs belong to one publisher's site: the same registrable domain, as far as it can be told from the
 * name alone. An approximation of the Public Suffix List (https://publicsuffix.org) that needs no data file: two labels,
 * three below a registry's second level (`co.uk`, `gov.au`) and below known hosting services.
 *
 * IP addresses and single-label hosts have no registry: there the port is part of the site.
 *
 * @returns false as well when either is not an http(s) URL
 */
export function isSameSite(a: string, b: string): boolean {
  const site = siteOf(a);
  return site !== null && site === siteOf(b);
}

/** The registrable domain of a lower-case host name; the host itself when it has nothing above it. */
function registrableDomain(host: string): string {
  const labels = host.split(".");
  if (labels.length <= 2) return host;
  const tail = labels.slice(-2).join(".");
  return isRegistrySuffix(tail) ? labels.slice(-3).join(".") : tail;
}

/** True for a name below which strangers register theirs, such as `co.uk` or `github.io`. */
export function isRegistrySuffix(domain: string): boolean {
  if (hostingSuffixes.has(domain)) return true;
  const [label = "", country = ""] = domain.split(".");
  return country.length === 2 && registryLabels.has(label) && domain === `${label}.${country}`;
}

/** True for IPv4 and IPv6 literals and for names without a dot, as `URL.hostname` spells them. */
export function isBareHost(host: string): boolean {
  return !host.includes(".") || /^[\d.]+$/u.test(host);
}

function siteOf(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== "https:" && parsed.protocol !== "http:")) return null;
  const host = parsed.hostname.replace(/\.$/u, "");
  return isBareHost(host) ? parsed.host : registrableDomain(host.replace(/^www\./u, ""));
}
