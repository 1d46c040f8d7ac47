import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** A request with its whole body. */
export interface LocalRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string | Buffer;
  /** Time of the last change; makes a 200 conditional together with an ETag over the body. */
  readonly modifiedAt?: Date;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LocalServer {
  /** `http://host:port`, without a final slash. */
  readonly url: string;
  /** Stops listening and cuts open connections. */
  close(): Promise<void>;
}

export interface LocalServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly answer: (request: LocalRequest) => Reply;
}

/** Longer request bodies are refused with 413. */
const maxBodyBytes = 1024 * 1024;

/**
 * A small HTTP server that answers from memory, with conditional GET.
 *
 * @throws {Error} when the address is taken or not allowed
 * @see RFC 9110 section 13 (If-None-Match before If-Modified-Since)
 */
export async function openLocalServer({ host, port, answer }: LocalServerOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    collectBody(request).then(
      (body) => respond(request, response, body === null ? tooLarge : safely(answer, request, body)),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** A short answer in words. */
export function plainReply(status: number, text: string): Reply {
  return { status, mediaType: "text/plain; charset=utf-8", body: `${text}\n` };
}

const tooLarge = plainReply(413, "the body is too large");

function safely(answer: LocalServerOptions["answer"], request: IncomingMessage, body: Buffer): Reply {
  const url = URL.parse(request.url ?? "/", "http://local.invalid");
  if (url === null) return plainReply(400, "the address cannot be read");
  try {
    return answer({ method: request.method ?? "GET", url, headers: request.headers, body });
  } catch (error) {
    return plainReply(500, error instanceof Error ? error.message : "unknown error");
  }
}

/** Null when the body is longer than allowed; what follows is read and thrown away. */
async function collectBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    else if (bytes > 16 * maxBodyBytes) throw new Error("the body does not end");
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks);
}

function respond(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  const headers: Record<string, string> = {
    "content-type": reply.mediaType,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    ...reply.headers,
  };
  if (reply.modifiedAt !== undefined && reply.status === 200) {
    headers["etag"] = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    headers["last-modified"] = reply.modifiedAt.toUTCString();
    if (isUnchanged(request.headers, headers["etag"], reply.modifiedAt)) {
      response.writeHead(304, headers).end();
      return;
    }
  }
  headers["content-length"] = String(body.length);
  response.writeHead(reply.status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
}

function isUnchanged(headers: IncomingHttpHeaders, etag: string, modifiedAt: Date): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined) {
    return tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag || tag.trim() === "*");
  }
  const since = Date.parse(headers["if-modified-since"] ?? "");
  return !Number.isNaN(since) && Math.floor(modifiedAt.getTime() / 1000) * 1000 <= since;
}
