import { Agent, type Dispatcher } from "undici";
import { guardedConnector, type Network, proxyConnector, tunnelConnector } from "./connect.ts";
import type { Proxy } from "./proxy.ts";

/** Everything that two requests must have in common to share connections. */
export interface Route {
  /** What may be private on the way: the host itself or, with a proxy, what lies behind it. */
  readonly opened: readonly string[];
  /** What a proxy's own address may be; of no account without one. */
  readonly openedForProxy: readonly string[];
  readonly proxy: Proxy | null;
  /** `forward`: a proxy is sent whole http addresses; `tunnel`: it connects us, and we speak TLS with the host. */
  readonly through: "forward" | "tunnel";
  /** The request may be repeated on another connection should it meet the closing of this one. */
  readonly repeatable: boolean;
}

/** Pools of connections, one per kind of route. */
export interface Agents {
  for(route: Route): Dispatcher;
  close(): Promise<void>;
}

/** Pools kept; one per list of `private_pages` and per proxy, so few. */
const maxAgents = 64;

/**
 * Connections to one origin. For pages pacing is the host gate's business, and this only bounds sockets; what is posted goes to services that many
 * receivers share, and one that hangs must not take all of them (`packages/alerting/src/destination-load.ts`).
 */
const connectionsPerOrigin = { repeatable: 8, once: 24 };

/** Silence after which a request is given up, before the headers and between two pieces of the body. */
export const silenceMs = 15_000;

/**
 * Idle connections are not used again after this, whatever the server offers. Many servers close theirs after 5 s, and a
 * request that meets the closing fails. Then a GET is sent again (`client.ts`); a POST cannot simply be repeated, so its
 * connections stay well clear of those 5 s (seen as resets on a busy machine). Long enough for the usual gap of 2 s between
 * two pages of a host.
 */
const idleMs = { repeatable: 4000, once: 1000 };

/** Cap on the headers of an answer. */
export const maxHeaderBytes = 32 * 1024;

/**
 * Keeps connections apart that an operator's permission made possible from those of links from outside: a link must
 * never be sent over a socket that leads into the private network. The same goes for proxies.
 */
export function createAgents(network: Network): Agents {
  const agents = new Map<string, Agent>();

  return {
    for(route) {
      const key = keyOf(route);
      const agent = agents.get(key) ?? createAgent(connectorFor(route, network), route.repeatable);
      agents.delete(key);
      agents.set(key, agent);
      const [oldest] = agents;
      if (agents.size > maxAgents && oldest !== undefined) {
        agents.delete(oldest[0]);
        void oldest[1].close();
      }
      return agent;
    },
    async close() {
      const open = [...agents.values()];
      agents.clear();
      await Promise.all(open.map((agent) => agent.close()));
    },
  };
}

function keyOf({ opened, openedForProxy, proxy, through, repeatable }: Route): string {
  if (proxy !== null) return JSON.stringify([repeatable, opened, openedForProxy, proxy, through]);
  return opened.length === 0 ? String(repeatable) : JSON.stringify([repeatable, opened]);
}

function connectorFor({ opened, openedForProxy, proxy, through }: Route, network: Network) {
  if (proxy === null) return guardedConnector(opened, network);
  if (through === "forward") return proxyConnector(proxy, openedForProxy, network);
  return tunnelConnector(proxy, { opened: openedForProxy, openedBehind: opened }, network);
}

function createAgent(connect: ReturnType<typeof guardedConnector>, repeatable: boolean): Agent {
  const keepAliveTimeout = repeatable ? idleMs.repeatable : idleMs.once;
  return new Agent({
    connect,
    connections: repeatable ? connectionsPerOrigin.repeatable : connectionsPerOrigin.once,
    pipelining: 1,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    keepAliveTimeout,
    keepAliveMaxTimeout: keepAliveTimeout,
  });
}
