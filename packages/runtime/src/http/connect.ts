import type { Socket } from "node:net";
import { callbackify } from "node:util";
import { addressVerdict, canonicalAddress, urlVerdict } from "@wirewatch/urls";
import type { buildConnector } from "undici";
import { unlessAborted } from "./deadline.ts";
import { type Dial, httpProtocols, type StartTls } from "./dial.ts";
import { durationInWords, FailedError, failureOf, RefusedError } from "./failure.ts";
import { firstAddress } from "./first-address.ts";
import { openTunnel, type Proxy } from "./proxy.ts";
import type { Lookup } from "./types.ts";

/** What connections are made with, and when that ends. */
export interface Network {
  readonly lookup: Lookup;
  readonly dial: Dial;
  readonly startTls: StartTls;
  /** The client was closed: attempts that still run are given up. */
  readonly closed: AbortSignal;
}

/** A host to connect to, and what may be private about it. */
interface Destination {
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
  readonly opened: readonly string[];
}

/** For the look-up, all attempts, TLS and a proxy's answer together. */
const connectTimeoutMs = 10_000;

/**
 * The last gate before the network: looks a name up once, checks every address, dials a checked one, and checks what it
 * is connected to. undici calls it for each new connection, IP literals included.
 *
 * @param opened hosts, addresses and ranges that may be private for this Agent
 */
export function guardedConnector(opened: readonly string[], network: Network): buildConnector.connector {
  return connectorOf(network, (options, signal) => {
    return connectChecked({ ...destinationOf(options), opened }, httpProtocols, network, signal);
  });
}

/**
 * Connects to a proxy, whatever undici wants to reach: for http the proxy is sent whole addresses instead of paths.
 *
 * @param opened hosts, addresses and ranges that may be private; the proxy is checked as any host
 */
export function proxyConnector(proxy: Proxy, opened: readonly string[], network: Network): buildConnector.connector {
  return connectorOf(network, (_, signal) => connectProxy(proxy, opened, network, signal));
}

/**
 * Connects through a proxy by a tunnel with TLS in it. Of the host behind it the guard can only check the spelling: it is
 * the proxy that looks names up.
 *
 * @param lists what may be private: the proxy, and what lies behind it
 */
export function tunnelConnector(
  proxy: Proxy,
  lists: { readonly opened: readonly string[]; readonly openedBehind: readonly string[] },
  network: Network,
): buildConnector.connector {
  return connectorOf(network, async (options, signal) => {
    const target = { ...destinationOf(options), opened: lists.openedBehind };
    checkSpelling(target);
    const socket = await connectProxy(proxy, lists.opened, network, signal);
    await openTunnel(socket, target, proxy, signal);
    return network.startTls(socket, target.hostname, signal);
  });
}

const openedAt = new WeakMap<object, number>();

/** When the connection that broke with this error was ready, by `performance.now`; null if no connection broke. */
export function connectionReadyAt(error: unknown): number | null {
  return (typeof error === "object" && error !== null ? openedAt.get(error) : undefined) ?? null;
}

function connectorOf(
  network: Network,
  connect: (options: buildConnector.Options, signal: AbortSignal) => Promise<Socket>,
): buildConnector.connector {
  const connectInTime = callbackify(async (options: buildConnector.Options) => {
    const limit = new AbortController();
    const { hostname } = options;
    const stop = () => limit.abort(new FailedError("aborted", "the client was closed"));
    const timer = setTimeout(() => {
      const within = durationInWords(connectTimeoutMs);
      limit.abort(new FailedError("timeout", `${hostname} could not be connected within ${within}`));
    }, connectTimeoutMs);
    network.closed.addEventListener("abort", stop, { once: true });
    try {
      const socket = await connect(options, limit.signal);
      const readyAt = performance.now();
      socket.on("error", (error) => openedAt.set(error, readyAt));
      return socket;
    } finally {
      clearTimeout(timer);
      network.closed.removeEventListener("abort", stop);
    }
  });
  return (options, callback) => {
    connectInTime(options, (error, socket) => (error === null ? callback(null, socket) : callback(error, null)));
  };
}

async function connectProxy(
  proxy: Proxy,
  opened: readonly string[],
  network: Network,
  signal: AbortSignal,
): Promise<Socket> {
  try {
    return await connectChecked({ ...proxy, opened }, ["http/1.1"], network, signal);
  } catch (error) {
    if (error instanceof RefusedError) throw new RefusedError(error.code, `the proxy cannot be used: ${error.message}`);
    throw failureOf(error, `the proxy ${proxy.hostname}`);
  }
}

function destinationOf(options: buildConnector.Options): Omit<Destination, "opened"> {
  const secure = options.protocol === "https:";
  const port = options.port === "" ? (secure ? 443 : 80) : Number(options.port);
  return { hostname: options.hostname.replace(/\.$/, ""), port, secure };
}

async function connectChecked(
  target: Destination,
  protocols: readonly string[],
  network: Network,
  signal: AbortSignal,
): Promise<Socket> {
  const { hostname, port, secure } = target;
  const addresses = await checkedAddresses(target, network.lookup, signal);
  return firstAddress(
    addresses,
    async (address, attemptSignal, onReached) => {
      const how = { hostname, port, secure, protocols, signal: attemptSignal, onReached };
      return sameAddress(await network.dial({ address, ...how }), address);
    },
    signal,
  );
}

async function checkedAddresses(target: Destination, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  const { hostname, opened } = target;
  const { privateAllowed } = checkSpelling(target);
  if (canonicalAddress(hostname) !== null) return [hostname];

  const addresses = [...new Set(await lookupInTime(hostname, lookup, signal))];
  if (addresses.length === 0) throw new FailedError("dns", `the host name ${hostname} does not exist`);
  if (privateAllowed) return addresses;
  for (const address of addresses) {
    const answer = addressVerdict(address, opened);
    if (answer.kind === "refused")
      throw new RefusedError("address", `${hostname} leads to ${address}: ${answer.reason}`);
  }
  return addresses;
}

/** The surface's own rules (ports, https) were checked for the hop; here it is about hosts and addresses. */
function checkSpelling({ hostname, port, secure, opened }: Destination): { privateAllowed: boolean } {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const policy = { surface: "source", allowPrivate: opened, privatePages: [] } as const;
  const verdict = urlVerdict(`${secure ? "https" : "http"}://${host}:${port}/`, null, policy);
  if (verdict.kind === "deny") throw new RefusedError(verdict.code, verdict.reason);
  return verdict;
}

async function lookupInTime(hostname: string, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await unlessAborted(lookup(hostname), signal);
  } catch (error) {
    if (!(error instanceof FailedError && error.code === "timeout")) throw error;
    const within = durationInWords(connectTimeoutMs);
    throw new FailedError("dns", `the host name ${hostname} could not be looked up within ${within}`, { cause: error });
  }
}

function sameAddress(socket: Socket, dialled: string): Socket {
  const actual = socket.remoteAddress ?? "";
  if (canonicalAddress(actual) === canonicalAddress(dialled)) return socket;
  socket.destroy();
  throw new RefusedError("address", `connected to ${actual || "an unknown address"} instead of ${dialled}`);
}
