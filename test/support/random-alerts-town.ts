import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { seededRandom } from "./seeded-random.ts";
import type { Town } from "./random-alerts-config.ts";

/** A message that came. */
export interface Arrival {
  /** Empty where the protocol has none. */
  readonly id: string;
  readonly path: string;
  /** By the clock of the test. */
  readonly at: Date;
  readonly type: string;
  /** Alert and revision; empty for what is about no alert or several. */
  readonly subject: string;
  /** Taken, as far as the receiver is concerned. */
  readonly isTaken: boolean;
  /** It was taken, but the sender was not told. */
  readonly isUnheard: boolean;
}

/** Receivers that take most of what comes, at the addresses below one. */
export interface RandomTown extends Town {
  readonly secret: string;
  readonly arrivals: readonly Arrival[];
  /** Messages whose signature is wrong. */
  readonly forged: readonly string[];
  close(): Promise<void>;
}

/** A time in which a receiver takes nothing. */
export interface Outage {
  readonly path: string;
  readonly from: Date;
  readonly until: Date;
}

export interface TownOptions {
  readonly seed: number;
  readonly now: () => Date;
  /** Share of requests that fail one way or the other. */
  readonly failing: number;
  readonly outages?: readonly Outage[];
}

/** Starts receivers that fail by lot: with 500, 503, 429, 400, a connection cut before or after the message was taken. */
export async function startRandomTown({ seed, now, failing, outages = [] }: TownOptions): Promise<RandomTown> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const verifier = new Webhook(secret);
  const random = seededRandom(seed);
  const arrivals: Arrival[] = [];
  const forged: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const path = request.url ?? "/";
      const id = String(request.headers["webhook-id"] ?? "");
      const at = now();
      const { type, subject } = id === "" ? { type: "", subject: "" } : aboutOf(text);
      if (id !== "") {
        const sentAt = new Date(Number(request.headers["webhook-timestamp"]) * 1000);
        // The library refuses what is not of this hour.
        if (verifier.sign(id, sentAt, text) !== request.headers["webhook-signature"]) forged.push(id);
      }
      const isOut = outages.some((outage) => outage.path === path && outage.from <= at && at < outage.until);
      const fate = isOut ? 0 : random() < failing ? Math.floor(random() * 13) : null;
      const isTaken = fate === null || fate >= 11;
      arrivals.push({ id, path, at, type, subject, isTaken, isUnheard: isTaken && fate !== null });
      if (fate === null) response.writeHead(200).end("ok");
      else if (fate < 4) response.writeHead(500).end("not now");
      else if (fate < 6) response.writeHead(503, { "retry-after": "40" }).end();
      else if (fate < 8) response.writeHead(429, { "retry-after": "7" }).end();
      else if (fate === 8) response.writeHead(400).end("I do not understand");
      else request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    host: new URL(url).host,
    secret,
    arrivals,
    forged,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Body {
  readonly type: string;
  readonly data: { readonly alert_id?: string; readonly revision?: number };
}

function aboutOf(text: string): Pick<Arrival, "type" | "subject"> {
  const { type, data } = JSON.parse(text) as Body;
  return { type, subject: data.alert_id === undefined ? "" : `${data.alert_id}/${data.revision}` };
}
