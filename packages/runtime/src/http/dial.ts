import { lookup as dnsLookup } from "node:dns/promises";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { FailedError } from "./failure.ts";

/** One address that passed the check, and how to speak there. */
export interface DialTarget {
  readonly address: string;
  readonly port: number;
  /** Name or address as in the URL, for the certificate. */
  readonly hostname: string;
  /** TLS, with the certificate checked for `hostname`. */
  readonly secure: boolean;
  /** What is offered in the TLS handshake (ALPN), best first. */
  readonly protocols: readonly string[];
  /** Ends the attempt: its time is up, or another address was faster. */
  readonly signal: AbortSignal;
  /** To be called when the address answers, which may be long before TLS is ready. */
  readonly onReached: () => void;
}

/** Opens a connection to exactly this address; no look-up may happen any more. */
export type Dial = (target: DialTarget) => Promise<Socket>;

/** Begins TLS on a connection that leads to the host already. */
export type StartTls = (socket: Socket, hostname: string, signal: AbortSignal) => Promise<Socket>;

export interface TlsOptions {
  /** Certificates trusted instead of the system's, PEM. */
  readonly ca?: string;
}

/** What we speak over TLS; the server chooses. */
export const httpProtocols: readonly string[] = ["h2", "http/1.1"];

/** Tickets that spare a known host a whole handshake; some 2 KB each. */
const maxSessions = 1000;

/** Look-up by the operating system, hosts file included. */
export async function systemLookup(hostname: string): Promise<readonly string[]> {
  const answers = await dnsLookup(hostname, { all: true, order: "verbatim" });
  return answers.map((answer) => answer.address);
}

/** Dials with Node's sockets. */
export function systemDial(tls: TlsOptions = {}): Dial {
  const sessions = new Map<string, Buffer>();

  return ({ address, port, hostname, secure, protocols, signal, onReached }) => {
    if (!secure) {
      const socket = connectTcp({ host: address, port, noDelay: true });
      return whenReady(socket, "connect", signal);
    }
    const key = `${hostname}:${port}`;
    const session = sessions.get(key);
    const options = { ...tls, ...clientHello(hostname, protocols), ...(session === undefined ? {} : { session }) };
    const socket = connectTls({ host: address, port, ...options });
    socket.setNoDelay(true);
    socket.once("connect", onReached);
    socket.on("session", (ticket) => {
      sessions.delete(key);
      sessions.set(key, ticket);
      const [oldest] = sessions.keys();
      if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
    });
    return whenReady(socket, "secureConnect", signal);
  };
}

/** TLS by Node, on top of a tunnel. */
export function systemTls(tls: TlsOptions = {}): StartTls {
  return (socket, hostname, signal) => {
    const options = { ...tls, ...clientHello(hostname, httpProtocols) };
    const secured = connectTls({ socket, host: hostname, ...options });
    return whenReady(secured, "secureConnect", signal);
  };
}

function clientHello(hostname: string, protocols: readonly string[]): ConnectionOptions {
  // An address is no server name (RFC 6066 section 3): Node then checks the certificate for `host`.
  const name = isIP(hostname) === 0 ? { servername: hostname } : {};
  return { ...name, ALPNProtocols: [...protocols] };
}

async function whenReady<S extends Socket | TLSSocket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = () => socket.destroy(signal.reason);
  const closed = () => reject(new FailedError("reset", "the connection was closed before it was ready"));
  // Stays: later errors are somebody else's to handle, but none may be without a listener.
  socket.on("error", reject);
  socket.once("close", closed);
  socket.once(event, resolve);
  if (signal.aborted) giveUp();
  else signal.addEventListener("abort", giveUp, { once: true });
  try {
    await promise;
    return socket;
  } finally {
    signal.removeEventListener("abort", giveUp);
    socket.off("close", closed);
  }
}
