import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";

/** Servers on 127.0.0.1 for the tests of this folder; they live until `close`. */
export interface LocalServers {
  /** @returns the server's address, without a final slash */
  http(listener: RequestListener): Promise<string>;
  /** A server that speaks whatever it likes, once the client has sent something. */
  tcp(behave: (socket: Socket) => void): Promise<string>;
  /** Cuts all connections and stops all servers. */
  close(): Promise<void>;
}

export function createLocalServers(): LocalServers {
  const stops: (() => Promise<void>)[] = [];

  async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
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
    return `http://127.0.0.1:${address.port}`;
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
    async close() {
      await Promise.all(stops.splice(0).map((stop) => stop()));
    },
  };
}
