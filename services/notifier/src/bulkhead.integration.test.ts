import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exampleMessage } from "@wirewatch/alerting";
import { sql } from "@wirewatch/store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useAlertScene } from "./alert-scene.ts";
import { sinkSecret as secret } from "./notifier-scene.ts";

const scene = useAlertScene();

/** A receiver that lets requests wait until it is told to take them. */
interface PatientReceiver {
  readonly url: string;
  readonly host: string;
  /** Ids of the requests that came. */
  readonly came: string[];
  takeAll(): void;
  close(): Promise<void>;
}

let patient: PatientReceiver;

/** On a busy machine. */
const patiently = { timeout: 20_000 };

beforeEach(async () => {
  patient = await startPatient();
});
afterEach(() => patient.close());

async function startPatient(): Promise<PatientReceiver> {
  const waiting: ServerResponse[] = [];
  const came: string[] = [];
  let takes = false;
  const server = createServer((request, response) => {
    came.push(String(request.headers["webhook-id"]));
    request.resume();
    if (takes) response.writeHead(204).end();
    else waiting.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    host: new URL(url).host,
    came,
    takeAll() {
      takes = true;
      for (const response of waiting.splice(0)) response.writeHead(204).end();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const hangs = ["hangs-1", "hangs-2", "hangs-3", "hangs-4"];

/** A desk of a receiver that works and four that hang, all of them webhooks. */
async function notifier() {
  const run = await scene.notifier({
    sources: { network: { allow_private: [scene.sink.host, patient.host] }, sources: [] },
    topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
    alerts: {
      route: { receiver: "fine" },
      receivers: [
        { name: "fine", webhook: [{ url: scene.sink.url, secret }] },
        ...hangs.map((name) => ({ name, webhook: [{ url: `${patient.url}/${name}`, secret }] })),
      ],
    },
  });
  return (deliveryId: string) => run("deliver", { deliveryId });
}

/** Writes that many deliveries for a receiver. @returns their ids */
async function addDeliveries(receiver: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `dl_${receiver}_${index}`);
  await sql`
    insert into delivery (id, receiver, channel, channel_kind, event, revision, repeat, message, stage)
    select id, ${receiver}, 'webhook-0', 'webhook', 'alert.opened', 1, 'at-least-once',
      ${JSON.stringify(exampleMessage({ id: "dl_0" }))}::jsonb || jsonb_build_object('id', id), 'deliver'
    from unnest(${ids}::text[]) id`.execute(scene.store.db);
  return ids;
}

const rowsOf = (ids: readonly string[]) =>
  scene.store.db.selectFrom("delivery").selectAll().where("id", "in", ids).execute();

/** Those that were looked at and are to come again later. */
const sentAway = async (ids: readonly string[]) =>
  (await rowsOf(ids)).filter((row) => row.claim === null && row.due_at.getTime() - row.created_at.getTime() > 400);

describe("while receivers hang", () => {
  test("the one that works gets all it is to get, and they hold few places", async () => {
    const deliver = await notifier();
    const stuck = (await Promise.all(hangs.map((name) => addDeliveries(name, 10)))).flat();
    const fine = await addDeliveries("fine", 30);
    const running = Promise.all(stuck.map(deliver));
    await expect.poll(() => patient.came.length, patiently).toBeGreaterThanOrEqual(hangs.length);
    // As the queue hands them on, so many at once. On a busy machine one may be sent away, which does no harm: it comes again.
    const deliverFine = async (id: string): Promise<void> => {
      for (let isOpen = true; isOpen; isOpen = (await rowsOf([id])).some(({ stage }) => stage === "deliver")) {
        await sql`update delivery set due_at = now() where id = ${id} and claim is null`.execute(scene.store.db);
        await deliver(id);
      }
    };
    const hands = Array.from({ length: 10 }, async (_, hand) => {
      for (const id of fine.filter((_id, index) => index % 10 === hand)) await deliverFine(id);
    });
    await Promise.all(hands);
    expect(new Set((await rowsOf(fine)).map(({ state }) => state))).toEqual(new Set(["sent"]));
    expect(patient.came.length).toBeLessThanOrEqual(8);
    patient.takeAll();
    await running;
  });

  test("what waits for them is untouched, and leaves once and under its id when they are back", async () => {
    const deliver = await notifier();
    const ids = await addDeliveries("hangs-1", 12);
    // Their worker died once.
    await sql`update delivery set tries = 1`.execute(scene.store.db);
    const running = ids.map(deliver);
    await expect.poll(async () => (await sentAway(ids)).length, patiently).toBe(10);
    const away = await sentAway(ids);
    for (const row of away) {
      expect(row).toMatchObject({ state: "pending", stage: "deliver", sends: 0, attempts: 0, tries: 1, reason: null });
    }
    expect(await scene.attempts()).toEqual([]);
    expect(await scene.store.db.selectFrom("channel_state").selectAll().execute()).toEqual([]);
    patient.takeAll();
    await Promise.all(running);
    for (let left = away; left.length > 0; left = (await rowsOf(ids)).filter(({ stage }) => stage === "deliver")) {
      await scene.makeDue("delivery");
      await Promise.all(left.map(({ id }) => deliver(id)));
    }
    expect(patient.came.toSorted()).toEqual(ids.toSorted());
  });

  test("one that is known to fail is probed by a process that was just started with one message", async () => {
    const deliver = await notifier();
    await sql`insert into channel_state (receiver, channel, failing_since) values ('hangs-1', 'webhook-0', now())`.execute(
      scene.store.db,
    );
    const ids = await addDeliveries("hangs-1", 5);
    const running = ids.map(deliver);
    await expect.poll(async () => (await sentAway(ids)).length, patiently).toBe(4);
    await expect.poll(() => patient.came.length, patiently).toBe(1);
    patient.takeAll();
    await Promise.all(running);
  });
});
