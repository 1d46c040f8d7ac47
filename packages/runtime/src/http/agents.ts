import { Agent } from "undici";
import { type Dial, guardedConnector } from "./connect.ts";
import type { Lookup } from "./types.ts";

/** Connections kept open per list of opened hosts; one per source with `private_pages`, so few. */
const maxAgents = 32;

/** Connections to one origin. Pacing is the host gate's business; this only bounds sockets. */
const connectionsPerOrigin = 8;

/** Silence after which a request is given up, before the headers and between two pieces of the body. */
const silenceMs = 15_000;

/**
 * Idle connections are not used again after this, whatever the server offers: many servers close theirs after 5 s, and a
 * request that meets the closing fails; a POST cannot simply be repeated by the client (seen as resets on a busy machine).
 */
const idleMs = 1000;

/** Cap on the headers of an answer. */
const maxHeaderBytes = 32 * 1024;

/** Pools of connections, one per list of opened hosts. */
export interface Agents {
  for(opened: readonly string[]): Agent;
  close(): Promise<void>;
}

/**
 * Keeps connections that only an operator's permission made possible apart from those of links from outside: a
 * link must never be sent over a socket that leads into the private network.
 */
export function createAgents(lookup: Lookup, dial: Dial): Agents {
  const agents = new Map<string, Agent>();

  return {
    for(opened) {
      const key = JSON.stringify(opened);
      const agent = agents.get(key) ?? createAgent(guardedConnector(opened, lookup, dial));
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

function createAgent(connect: ReturnType<typeof guardedConnector>): Agent {
  return new Agent({
    connect,
    connections: connectionsPerOrigin,
    pipelining: 1,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
  });
}
