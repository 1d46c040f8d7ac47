import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../../../test/support/until.ts";
import { ndjson } from "./ndjson.ts";

let app: FastifyInstance;
let url: string;
let asked: number;
let isOver: boolean;
const most = 1_000_000;

/** As rows of a database: in batches, each after a moment. */
async function* rows(): AsyncGenerator<{ readonly text: string }, void> {
  try {
    for (; asked < most; asked += 1) {
      if (asked % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield { text: "x".repeat(200) };
    }
  } finally {
    isOver = true;
  }
}

beforeEach(async () => {
  asked = 0;
  isOver = false;
  app = fastify();
  app.get("/", (_request, reply) => reply.send(ndjson(rows(), (row) => row)));
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(() => app.close());

async function open(): Promise<IncomingMessage> {
  const request = get(url);
  request.on("error", () => undefined);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.on("error", () => undefined);
  return response;
}

/** Waits until nothing more is asked for. */
async function still(): Promise<number> {
  for (;;) {
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (asked === before) return asked;
  }
}

test("a reader that takes nothing stops the reading of the database after what the connection holds", async () => {
  const response = await open();
  // What the kernel keeps for both ends is a few megabytes; the whole would be 200.
  expect(await still()).toBeLessThan(most / 10);
  expect(isOver).toBe(false);
  response.destroy();
});

test("a reader that goes away ends it at once: while it reads, and while it takes nothing", async () => {
  const reading = await open();
  await once(reading, "data");
  reading.destroy();
  await until(() => isOver, 2_000);
  expect(await still()).toBeLessThan(most);

  [asked, isOver] = [0, false];
  const waiting = await open();
  const before = await still();
  waiting.destroy();
  await until(() => isOver, 2_000);
  expect(asked - before).toBeLessThanOrEqual(1);
});
