import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that came. */
export interface Arrival {
  readonly path: string;
  /** The `webhook-id`, else the title that stands in the text. */
  readonly key: string;
  /** Title of the article (`Alert 17`), empty where there is none. */
  readonly title: string;
  /** `performance.now()` */
  readonly atMs: number;
  readonly type: string;
  /** Taken, and the sender was told so. */
  readonly isTaken: boolean;
}

/** What a receiver does with a request; `hang`: it never answers. */
export type Fate = "take" | "hang" | "reset" | "500" | "429";

/** Receivers at the addresses below one, for measurements: signatures are not checked. */
export interface BenchReceivers {
  readonly url: string;
  readonly host: string;
  readonly arrivals: Arrival[];
  /** From now on. */
  behave(fateOf: (path: string) => Fate): void;
  close(): Promise<void>;
}

export async function startReceivers(): Promise<BenchReceivers> {
  const arrivals: Arrival[] = [];
  let fateOf = (_path: string): Fate => "take";
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "/";
      const text = Buffer.concat(chunks).toString("utf8");
      const fate = fateOf(path);
      const id = request.headers["webhook-id"];
      const title = /Alert \d+/u.exec(text)?.[0] ?? "";
      const type = /"type":"((?:alert|system)\.[a-z]+)"/u.exec(text)?.[1] ?? "";
      const key = typeof id === "string" ? id : title;
      arrivals.push({ path, key, title, type, atMs: performance.now(), isTaken: fate === "take" });
      if (fate === "take") response.writeHead(200).end("ok");
      else if (fate === "500") response.writeHead(500).end("not now");
      else if (fate === "429") response.writeHead(429, { "retry-after": "2" }).end();
      else if (fate === "reset") request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    host: new URL(url).host,
    arrivals,
    behave: (next) => {
      fateOf = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
