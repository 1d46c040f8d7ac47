import ipaddr from "ipaddr.js";

/** Whether a request may be sent to an IP address, and if not, why (one clause for people). */
export type AddressVerdict =
  | { readonly kind: "public" }
  | { readonly kind: "listed" }
  | { readonly kind: "refused"; readonly reason: string };

/** Azure's wire server: host agent and metadata behind an address that looks public. */
const azureWireServer = "168.63.129.16";

const fourNumbers = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The part of IPv6 that is routed on the internet at all (RFC 4291 section 2.4, IANA allocation). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Tells public addresses from those inside somebody's network.
 *
 * IPv4 must be ordinary unicast; IPv6 must lie in 2000::/3 and be ordinary unicast, which leaves out mapped, 6to4,
 * NAT64 and Teredo spellings of IPv4 addresses. What is no address at all is refused.
 *
 * @param ip IPv4 or IPv6, with or without brackets, never a name
 * @param listed addresses and CIDR ranges the operator opened; other entries are ignored
 */
export function addressVerdict(ip: string, listed: readonly string[] = []): AddressVerdict {
  const address = parseAddress(ip);
  if (address === null) return { kind: "refused", reason: `${ip} is not an IP address` };
  if (isListed(address, listed)) return { kind: "listed" };
  const range = rangeOf(address);
  if (range === "unicast") return { kind: "public" };
  return { kind: "refused", reason: `${address.toString()} is not a public address (${range})` };
}

/** Is the host of a URL (as `URL.hostname` spells it) an IP address rather than a name? */
export function isAddress(hostname: string): boolean {
  return parseAddress(hostname) !== null;
}

/** One spelling per address, e.g. `::ffff:10.0.0.1` and `10.0.0.1` are the same; null for anything else. */
export function canonicalAddress(ip: string): string | null {
  const address = parseAddress(ip);
  return address === null ? null : unmapped(address).toString();
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function parseAddress(ip: string): Address | null {
  const bare = ip.startsWith("[") && ip.endsWith("]") ? ip.slice(1, -1) : ip;
  // A zone (fe80::1%eth0) names one of our own interfaces: never an address from outside.
  if (bare.includes("%")) return null;
  if (bare.includes(":")) return ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : null;
  // Asked for a name, ipaddr.js throws and catches an error: 20 µs, and every URL is judged several times.
  if (!fourNumbers.test(bare)) return null;
  return ipaddr.IPv4.isValidFourPartDecimal(bare) ? ipaddr.IPv4.parse(bare) : null;
}

function rangeOf(address: Address): string {
  if (address instanceof ipaddr.IPv4) {
    return address.toString() === azureWireServer ? "cloud provider's host agent" : address.range();
  }
  const range = address.range();
  if (range === "unicast" && !address.match(globalUnicast)) return "reserved";
  return range;
}

function isListed(address: Address, listed: readonly string[]): boolean {
  const plain = unmapped(address);
  return listed.some((entry) => {
    const range = parseRange(entry);
    return range !== null && range[0].kind() === plain.kind() && plain.match(range);
  });
}

/** A CIDR range, or a single address as the range of itself. */
function parseRange(entry: string): [Address, number] | null {
  if (entry.includes("/")) return ipaddr.isValidCIDR(entry) ? ipaddr.parseCIDR(entry) : null;
  const address = parseAddress(entry);
  return address === null ? null : [unmapped(address), address.kind() === "ipv4" || isMapped(address) ? 32 : 128];
}

function unmapped(address: Address): Address {
  return isMapped(address) ? address.toIPv4Address() : address;
}

function isMapped(address: Address): address is ipaddr.IPv6 {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}
