import { Socket } from "node:net";
import type { Dial, Lookup } from "@wirewatch/runtime";

/** A network that exists only in memory: what names lead to, and what the servers answer. */
export interface NetworkScript {
  /** Answers per host name, look-up by look-up; the last repeats. Other names: localhost, or none. */
  readonly dns: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Answers in the order of the requests; after the last one: 200. */
  readonly hops: readonly { readonly status: number; readonly location?: string }[];
  /** Servers close the connection after each answer, so that the next request needs a new look-up. */
  readonly closeAfterHop: boolean;
}

/** A request as a server received it. */
export interface SentRequest {
  /** `ip:port` it went to. */
  readonly dial: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Look-up and dialler for an HTTP client, with a record of what they were used for. */
export interface ScriptedNetwork {
  readonly lookup: Lookup;
  readonly connect: Dial;
  /** Each `ip:port` connected to, once, in order; IPv6 in brackets. */
  readonly dials: readonly string[];
  readonly sent: readonly SentRequest[];
}

/** Plays a script; TLS is taken for granted, nothing leaves the process. */
export function scriptedNetwork(script: NetworkScript): ScriptedNetwork {
  const lookups = new Map<string, number>();
  const dials: string[] = [];
  const sent: SentRequest[] = [];

  const lookup: Lookup = async (hostname) => {
    const count = lookups.get(hostname) ?? 0;
    lookups.set(hostname, count + 1);
    const answers = Object.hasOwn(script.dns, hostname) ? script.dns[hostname] : undefined;
    if (answers !== undefined) return answers[Math.min(count, answers.length - 1)] ?? [];
    return /(?:^|\.)localhost$/.test(hostname) ? ["127.0.0.1"] : [];
  };

  const connect: Dial = async ({ address, port }) => {
    const dial = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
    if (!dials.includes(dial)) dials.push(dial);
    return new ScriptedSocket(address, (headers) => {
      const hop = script.hops[sent.length] ?? { status: 200 };
      sent.push({ dial, headers });
      return answerText(hop, script.closeAfterHop);
    });
  };

  return { lookup, connect, dials, sent };
}

/** A connection whose other end is a function from request headers to the text of an answer. */
class ScriptedSocket extends Socket {
  readonly #answer: (headers: Record<string, string>) => string;
  #received = "";

  constructor(remoteAddress: string, answer: (headers: Record<string, string>) => string) {
    super();
    this.#answer = answer;
    Object.defineProperty(this, "remoteAddress", { value: remoteAddress });
  }

  override _read(): void {}

  // There is no handle that could hold the event loop.
  override ref(): this {
    return this;
  }

  override unref(): this {
    return this;
  }

  override _final(callback: (error?: Error | null) => void): void {
    callback();
  }

  override _writev(chunks: { chunk: Buffer | string }[], callback: (error?: Error | null) => void): void {
    for (const { chunk } of chunks) this.#receive(chunk.toString());
    callback();
  }

  override _write(chunk: Buffer | string, _encoding: string, callback: (error?: Error | null) => void): void {
    this.#receive(chunk.toString());
    callback();
  }

  /** Bodies follow their headers and look like no header block: they are left lying. */
  #receive(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf("\r\n\r\n");
    if (end === -1) return;
    const block = this.#received.slice(0, end);
    this.#received = "";
    const answer = this.#answer(headersOf(block));
    this.push(answer);
    if (answer.includes("connection: close")) this.push(null);
  }
}

function headersOf(block: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of block.split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

function answerText(hop: { status: number; location?: string }, close: boolean): string {
  const location = hop.location === undefined ? "" : `location: ${hop.location}\r\n`;
  const connection = close ? "connection: close\r\n" : "";
  return `HTTP/1.1 ${hop.status} Scripted\r\n${location}${connection}content-length: 0\r\n\r\n`;
}
