import type { Socket } from "node:net";
import { portOf, urlVerdict } from "@wirewatch/urls";
import { FailedError, RefusedError } from "./failure.ts";

/** A proxy the operator configured. */
export interface Proxy {
  readonly hostname: string;
  readonly port: number;
  /** TLS to the proxy itself. */
  readonly secure: boolean;
  /** For undici: `http://proxy.example:3128`. */
  readonly origin: string;
  /** Value of `proxy-authorization`. */
  readonly authorization: string | null;
}

/** The answer to CONNECT is a status line and a few headers. */
const maxTunnelHeadBytes = 16 * 1024;

/**
 * Reads `http://[user:password@]host:port`.
 *
 * The proxy's address is one the operator wrote, so it is judged as a source's: public, or listed.
 *
 * @param text user and password may be percent-encoded; a password may also hold `:`, `/` or `@` as they are
 * @throws {RefusedError} if the address may not be used, or is none; the message holds no password
 */
export function proxyOf(text: string, allowPrivate: readonly string[]): Proxy {
  const schemeEnd = text.indexOf("://") + "://".length;
  const hostStart = Math.max(text.lastIndexOf("@") + 1, schemeEnd);
  const bare = text.slice(0, schemeEnd) + text.slice(hostStart);
  const verdict = urlVerdict(bare, null, { surface: "source", allowPrivate, privatePages: [] });
  if (verdict.kind === "deny") {
    const reason = verdict.code === "invalid" || verdict.code === "scheme" ? "is not http://host:port" : verdict.reason;
    throw new RefusedError(verdict.code, `the proxy cannot be used: ${reason}`);
  }
  const { url } = verdict;
  const [user = "", ...password] = text.slice(schemeEnd, hostStart - 1).split(":");
  const credentials = hostStart === schemeEnd ? null : `${decoded(user)}:${decoded(password.join(":"))}`;
  return {
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: portOf(url),
    secure: url.protocol === "https:",
    origin: url.origin,
    authorization: credentials === null ? null : `Basic ${Buffer.from(credentials).toString("base64")}`,
  };
}

/**
 * Asks a proxy for a connection to a host (CONNECT, RFC 9110 section 9.3.6). Afterwards the socket leads there.
 *
 * @throws {FailedError} `connect` if the proxy does not want to or cannot; the socket is closed then
 */
export async function openTunnel(
  socket: Socket,
  target: { readonly hostname: string; readonly port: number },
  proxy: Proxy,
  signal: AbortSignal,
): Promise<void> {
  const host = target.hostname.includes(":") ? `[${target.hostname}]` : target.hostname;
  const authority = `${host}:${target.port}`;
  const authorization = proxy.authorization === null ? "" : `proxy-authorization: ${proxy.authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${authorization}\r\n`);
  try {
    const status = await tunnelStatus(socket, signal, proxy);
    if (status < 200 || status > 299) throw proxyRefusal(status, proxy, target.hostname);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** What a proxy's own refusal means, in words. */
export function proxyRefusal(status: number, proxy: Proxy, hostname: string): FailedError {
  const name = `the proxy ${proxy.hostname}`;
  if (status === 407) {
    const what = proxy.authorization === null ? "wants a user name and a password" : "does not accept the password";
    return new FailedError("connect", `${name} ${what} (407)`);
  }
  return new FailedError("connect", `${name} did not connect us to ${hostname} (${status})`);
}

async function tunnelStatus(socket: Socket, signal: AbortSignal, proxy: Proxy): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (what: string) => reject(new FailedError("connect", `the proxy ${proxy.hostname} ${what}`));
  let received = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf("\r\n\r\n");
    if (end === -1) {
      if (received.byteLength > maxTunnelHeadBytes) fail("answered with far too many headers");
      return;
    }
    const status = /^HTTP\/1\.[01] (?<status>\d{3})(?: |\r)/.exec(received.toString("latin1", 0, end + 2));
    if (status?.groups === undefined) return fail("does not speak HTTP");
    socket.pause();
    socket.off("data", onData);
    if (received.byteLength > end + 4) socket.unshift(received.subarray(end + 4));
    resolve(Number(status.groups["status"]));
  };
  const onEnd = () => fail("cut the connection");
  const onAbort = () => reject(signal.reason);
  socket.on("data", onData);
  socket.once("close", onEnd);
  socket.once("end", onEnd);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await promise;
  } finally {
    socket.off("data", onData);
    socket.off("close", onEnd);
    socket.off("end", onEnd);
    signal.removeEventListener("abort", onAbort);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
