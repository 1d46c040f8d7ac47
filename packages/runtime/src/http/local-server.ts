import { createServer, type RequestListener } from "node:http";
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type SecureServerOptions,
} from "node:http2";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from "node:tls";

/** Servers on 127.0.0.1 for the tests of this folder; they live until `close`. */
export interface LocalServers {
  /** @returns the server's address, without a final slash */
  http(listener: RequestListener): Promise<string>;
  /** A server that speaks whatever it likes, once the client has sent something. */
  tcp(behave: (socket: Socket) => void): Promise<string>;
  /** HTTP/2, and 1.1 for those who ask for it. */
  http2(
    options: SecureServerOptions,
    listener: (req: Http2ServerRequest, res: Http2ServerResponse) => void,
  ): Promise<string>;
  /** A server that speaks whatever it likes over TLS, once that is ready. */
  tls(options: TlsOptions, behave: (socket: TLSSocket) => void): Promise<string>;
  /** Any other server. */
  listen(server: Server): Promise<string>;
  /** Cuts all connections and stops all servers. */
  close(): Promise<void>;
}

export function createLocalServers(): LocalServers {
  const stops: (() => Promise<void>)[] = [];

  async function listen(server: Server, scheme = "http"): Promise<string> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    });
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    server.listen(0, "127.0.0.1", resolve);
    await listening;
    stops.push(async () => {
      for (const socket of sockets) socket.destroy();
      const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
      server.close(() => stop());
      await stopped;
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    return `${scheme}://127.0.0.1:${address.port}`;
  }

  return {
    http: (listener) => listen(createServer(listener)),
    tcp: (behave) =>
      listen(
        createTcpServer((socket) => {
          socket.on("error", () => socket.destroy());
          socket.once("data", () => behave(socket));
        }),
      ),
    http2: (options, listener) => listen(createSecureServer({ allowHTTP1: true, ...options }, listener), "https"),
    tls(options, behave) {
      const server = createTlsServer(options, (socket) => {
        socket.on("error", () => socket.destroy());
        behave(socket);
      });
      server.on("tlsClientError", () => {});
      return listen(server, "https");
    },
    listen,
    async close() {
      await Promise.all(stops.splice(0).map((stop) => stop()));
    },
  };
}
