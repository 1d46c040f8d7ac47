import { lookup as dnsLookup } from "node:dns/promises";
import type { Socket } from "node:net";
import { callbackify } from "node:util";
import { addressVerdict, canonicalAddress, urlVerdict } from "@wirewatch/urls";
import { buildConnector } from "undici";
import { durationInWords, FailedError, RefusedError } from "./failure.ts";
import type { Lookup } from "./types.ts";

/** One address that passed the check, and how to speak there. */
export interface DialTarget {
  readonly address: string;
  readonly port: number;
  /** Name or address as in the URL, for the certificate. */
  readonly hostname: string;
  /** TLS, with the certificate checked for `hostname`. */
  readonly secure: boolean;
  readonly timeoutMs: number;
}

/** Opens a connection to exactly this address; no look-up may happen any more. */
export type Dial = (target: DialTarget) => Promise<Socket>;

/** For the look-up and all attempts together. */
const connectTimeoutMs = 10_000;
/** For one address while others are left to try, e.g. IPv6 that leads nowhere. */
const attemptTimeoutMs = 2500;
/** Addresses of one host that are tried. */
const maxAttempts = 4;

/**
 * The last gate before the network: looks a name up once, checks every address, dials the checked one, and checks
 * what it is connected to. undici calls it for each new connection, IP literals included.
 *
 * @param opened hosts, addresses and ranges that may be private for this Agent
 */
export function guardedConnector(opened: readonly string[], lookup: Lookup, dial: Dial): buildConnector.connector {
  const connect = callbackify((options: buildConnector.Options) => connectChecked(options, opened, lookup, dial));
  return (options, callback) => {
    connect(options, (error, socket) => (error === null ? callback(null, socket) : callback(error, null)));
  };
}

/** Look-up by the operating system, hosts file included. */
export async function systemLookup(hostname: string): Promise<readonly string[]> {
  const answers = await dnsLookup(hostname, { all: true, order: "verbatim" });
  return answers.map((answer) => answer.address);
}

/** Dials with Node's sockets; HTTP/1.1 only, which every server speaks. */
export function systemDial(): Dial {
  const connectors = new Map<number, buildConnector.connector>();
  return ({ address, port, hostname, secure, timeoutMs }) => {
    const connector = connectors.get(timeoutMs) ?? buildConnector({ timeout: timeoutMs, allowH2: false });
    connectors.set(timeoutMs, connector);
    const target = { hostname: address, host: hostname, port: String(port), protocol: secure ? "https:" : "http:" };
    return new Promise((resolve, reject) => {
      connector(target, (error, socket) => (error === null ? resolve(socket) : reject(error)));
    });
  };
}

async function connectChecked(
  options: buildConnector.Options,
  opened: readonly string[],
  lookup: Lookup,
  dial: Dial,
): Promise<Socket> {
  const secure = options.protocol === "https:";
  const hostname = options.hostname.replace(/\.$/, "");
  const port = options.port === "" ? (secure ? 443 : 80) : Number(options.port);
  const addresses = await checkedAddresses({ hostname, port, secure }, opened, lookup);

  const failures: unknown[] = [];
  for (const address of addresses.slice(0, maxAttempts)) {
    const timeoutMs = address === addresses.at(-1) ? connectTimeoutMs : attemptTimeoutMs;
    try {
      const socket = await dial({ address, port, hostname, secure, timeoutMs });
      return sameAddress(socket, address);
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures.length === 1
    ? failures[0]
    : new AggregateError(failures, `no address of ${hostname} could be connected`);
}

async function checkedAddresses(
  target: { hostname: string; port: number; secure: boolean },
  opened: readonly string[],
  lookup: Lookup,
): Promise<readonly string[]> {
  const { hostname, port, secure } = target;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  // The surface's own rules (ports, https) were checked for the hop; here it is about hosts and addresses.
  const policy = { surface: "source", allowPrivate: opened, privatePages: [] } as const;
  const verdict = urlVerdict(`${secure ? "https" : "http"}://${host}:${port}/`, null, policy);
  if (verdict.kind === "deny") throw new RefusedError(verdict.code, verdict.reason);
  if (canonicalAddress(hostname) !== null) return [hostname];

  const addresses = [...new Set(await lookupInTime(hostname, lookup))];
  if (addresses.length === 0) throw new FailedError("dns", `the host name ${hostname} does not exist`);
  if (verdict.privateAllowed) return addresses;
  for (const address of addresses) {
    const answer = addressVerdict(address, opened);
    if (answer.kind === "refused")
      throw new RefusedError("address", `${hostname} leads to ${address}: ${answer.reason}`);
  }
  return addresses;
}

async function lookupInTime(hostname: string, lookup: Lookup): Promise<readonly string[]> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const within = durationInWords(connectTimeoutMs);
    reject(new FailedError("dns", `the host name ${hostname} could not be looked up within ${within}`));
  }, connectTimeoutMs);
  try {
    return await Promise.race([lookup(hostname), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function sameAddress(socket: Socket, dialled: string): Socket {
  const actual = socket.remoteAddress ?? "";
  if (canonicalAddress(actual) === canonicalAddress(dialled)) return socket;
  socket.destroy();
  throw new RefusedError("address", `connected to ${actual || "an unknown address"} instead of ${dialled}`);
}
