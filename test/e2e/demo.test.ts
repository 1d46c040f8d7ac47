import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, sql } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { isListening, processesWith } from "../support/processes.ts";
import { startProcess } from "../support/system.ts";
import type { TestProcess } from "../support/system.ts";
import { until } from "../support/until.ts";

/*
 * What a newcomer does: starts the demo, sees an alert, ends it with Ctrl-C, and starts it again. The home directory has a
 * space in its path; the working directory holds no configuration.
 */

interface InboxMessage {
  readonly id: string;
  readonly received: number;
}

/** One start of the demo, from its first moment to its last. */
interface Session {
  /** From the start until the first feed was read, and until the first alert was shown; milliseconds. */
  readonly firstPollMs: number;
  readonly firstAlertMs: number;
  readonly messages: readonly InboxMessage[];
  readonly processesWhileRunning: number;
  readonly exit: number | string;
  readonly stopMs: number;
  readonly leftProcesses: readonly string[];
  readonly databaseStillListens: boolean;
}

const firstAlertLimitMs = 60_000;

let folder: string;
let home: string;
let first: Session;
let second: Session;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wirewatch demo "));
  home = join(folder, "home of wirewatch");
  mkdirSync(home);
  first = await runSession();
  second = await runSession();
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("wirewatch up without a configuration", () => {
  it("shows a first alert within a minute, and sends it to the inbox", () => {
    expect(first.firstAlertMs).toBeLessThan(firstAlertLimitMs);
    expect(first.messages.length).toBeGreaterThan(0);
  });

  it("runs supervisor, demo, six services and the database as processes", () => {
    expect(first.processesWhileRunning).toBeGreaterThanOrEqual(9);
  });

  it.each([
    ["first", (): Session => first],
    ["second", (): Session => second],
  ])("ends the %s time on Ctrl-C with code 0, and leaves no process and no port", (_name, session) => {
    expect(session()).toMatchObject({ exit: 0, leftProcesses: [], databaseStillListens: false });
    expect(session().stopMs).toBeLessThan(30_000);
  });

  it("polls within seconds of its second start", () => {
    // 5 s on a quiet machine with two cores; a busy one gets three times that.
    expect(second.firstPollMs).toBeLessThan(15_000);
  });

  it("goes on after its second start without repeating an alert", async () => {
    const known = new Set(first.messages.map((message) => message.id));
    expect(second.messages.length).toBeGreaterThan(0);
    expect(second.messages.filter((message) => known.has(message.id) || message.received > 1)).toEqual([]);
    const { repeatedDeliveries, repeatedGroups, deliveries } = await readAlerts();
    expect(deliveries).toBeGreaterThanOrEqual(2 * (first.messages.length + second.messages.length));
    expect(repeatedDeliveries).toEqual([]);
    expect(repeatedGroups).toEqual([]);
  });
});

async function runSession(): Promise<Session> {
  const startedMs = performance.now();
  const run = startProcess(["up"], { WIREWATCH_HOME: home, PORT: "0" }, folder);
  try {
    await seen(run, /"stage":"poll"/, firstAlertLimitMs);
    const firstPollMs = performance.now() - startedMs;
    // The terminal channel's last line but one: by what the alert was found.
    await seen(run, /"service":"notifier","text":".*why: /, firstAlertLimitMs + 30_000);
    const firstAlertMs = performance.now() - startedMs;
    await until(async () => (await readInbox()).length > 0, 10_000, "a message in the inbox");

    const messages = await readInbox();
    const port = databasePort();
    const processesWhileRunning = processesWith(home).length;
    const stopStartedMs = performance.now();
    run.child.kill("SIGINT");
    const exit = await run.ended;
    return {
      firstPollMs,
      firstAlertMs,
      messages,
      processesWhileRunning,
      exit,
      stopMs: performance.now() - stopStartedMs,
      leftProcesses: processesWith(home),
      databaseStillListens: await isListening(port),
    };
  } finally {
    run.child.kill("SIGINT");
    await run.ended;
  }
}

async function seen(run: TestProcess, text: RegExp, limitMs: number): Promise<void> {
  await until(() => text.test(run.output()) || run.child.exitCode !== null, limitMs, `the output ${text.source}`).catch(
    (error: unknown) => {
      throw new Error(`${String(error)}:\n${run.output().slice(-3000)}`);
    },
  );
  if (!text.test(run.output())) throw new Error(`it ended by itself:\n${run.output().slice(-3000)}`);
}

/** The inbox is where the alerts of the configuration go. */
async function readInbox(): Promise<InboxMessage[]> {
  const { receivers } = parse(readFileSync(join(home, "demo", "config", "alerts.yaml"), "utf8")) as {
    receivers: { webhook: { url: string }[] }[];
  };
  const response = await fetch(new URL("/messages", receivers[0]?.webhook[0]?.url));
  return (await response.json()) as InboxMessage[];
}

function databasePort(): number {
  const { databaseUrl } = JSON.parse(readFileSync(join(home, "supervisor.json"), "utf8")) as { databaseUrl: string };
  return Number(new URL(databaseUrl).port);
}

/** Deliveries that were sent more than once, and topics that were told twice about one story, over both sessions. */
async function readAlerts(): Promise<{ deliveries: number; repeatedDeliveries: unknown[]; repeatedGroups: unknown[] }> {
  const server = await startEmbeddedPostgres(home);
  const db = openStore({ url: server.url, connections: 2 });
  try {
    const deliveries = await db.selectFrom("delivery").select(["id", "sends"]).execute();
    const groups = await sql`select topic_id, story_id from alert_group group by 1, 2 having count(*) > 1`.execute(db);
    return {
      deliveries: deliveries.length,
      repeatedDeliveries: deliveries.filter((delivery) => delivery.sends > 1),
      repeatedGroups: groups.rows,
    };
  } finally {
    await db.destroy();
    await server.stop();
  }
}
