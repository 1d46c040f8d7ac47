import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { until } from "../../../../test/support/until.ts";
import { isAlive } from "../is-alive.ts";
import { startServiceProcess } from "./service-process.ts";
import type { ServiceProcess } from "./service-process.ts";

let store: TestStore;
const running: ServiceProcess[] = [];

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});
afterAll(() => store.stop());

function start(args: readonly string[]) {
  const lines: string[] = [];
  const restarts: { reason: string; inMs: number }[] = [];
  const child = startServiceProcess({
    name: args.join(" "),
    args,
    env: { ...process.env, DATABASE_URL: store.url, PORT: "0", LOG_LEVEL: "info" },
    onLine: (_service, line) => lines.push(line),
    onRestart: (_service, reason, inMs) => restarts.push({ reason, inMs }),
  });
  running.push(child);
  return { child, lines, restarts };
}

describe("a service's process", () => {
  test("says when it works and where, hands on its lines, and drains when it is stopped", async () => {
    const { child, lines, restarts } = start(["run", "console"]);
    expect(child.state()).toBe("starting");
    expect(await child.started).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect(child.state()).toBe("running");
    const pid = child.pid() ?? 0;
    await child.stop(20_000);
    expect(child.state()).toBe("stopped");
    expect(isAlive(pid)).toBe(false);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain("stopped");
    expect(restarts).toEqual([]);
  });

  test("that is killed is started again", async () => {
    const { child, restarts } = start(["run", "console"]);
    await child.started;
    const pid = child.pid() ?? 0;
    process.kill(pid, "SIGKILL");
    await until(() => child.state() === "running" && child.pid() !== pid, 20_000, "its return");
    expect(restarts).toEqual([{ reason: "was ended by SIGKILL", inMs: 500 }]);
  });

  test("that cannot start is tried again after longer and longer pauses, and its last words are told", async () => {
    const { child, restarts } = start(["run", "nonsense"]);
    await until(() => restarts.length === 2, 30_000, "a second try");
    expect(restarts.map(({ inMs }) => inMs)).toEqual([500, 1000]);
    expect(restarts[0]?.reason).toMatch(/^ended with code \d+: .*there is no service "nonsense"/);
    expect(child.state()).toBe("restarting");
    await child.stop(1000);
    expect(child.state()).toBe("stopped");
  });
});
