import { mkdtempSync, rmSync, readFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { articlePage } from "../../support/articles.ts";
import { because, skippedScenario } from "../../support/chaos-choice.ts";
import { isDrained, openLab, readLab } from "../../support/chaos.ts";
import { redisMissing } from "../../support/redis.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { pipelineServices, startProcess, startSystem } from "../../support/system.ts";
import { until } from "../../support/until.ts";
import { isAlive } from "../../../packages/cli/src/is-alive.ts";
import { readHome } from "../../../packages/cli/src/home.ts";

describe.each(["postgres", "redis"] as const)("on %s queues", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;
  const a3 = skippedScenario(missing, backend === "redis");
  const a8 = skippedScenario(missing, backend === "postgres");

  it.skipIf(a3 !== null)(
    `A3: SIGTERM under load ends every process with code 0, the next start goes on without a repeat${because(a3)}`,
    async () => {
      const articles = 300;
      const lab = await openLab(backend, articles);
      try {
        const first = startSystem([...pipelineServices], lab.env);
        await until(() => lab.sink.messages.length >= 40, 60_000, "the first messages");
        const stoppedMs = performance.now();
        expect(await first.stop()).toEqual(pipelineServices.map(() => 0));
        expect(performance.now() - stoppedMs).toBeLessThan(30_000);
        expect(lab.sink.messages.length).toBeLessThan(2 * articles);

        const second = startSystem([...pipelineServices], lab.env);
        await until(
          async () => isDrained(await readLab(lab), articles),
          90_000,
          `the end of all work (seed ${lab.seed})`,
          250,
        );
        expect(await second.stop()).toEqual(pipelineServices.map(() => 0));
        expect((await readLab(lab)).outcomes).toEqual({ matched: articles });
        expect(lab.sink.messages.length, `requests at the receiver (seed ${lab.seed})`).toBe(2 * articles);
        expect(lab.sink.ids("/keyed").size).toBe(articles);
      } finally {
        await lab.close();
      }
    },
  );

  it.skipIf(a8 !== null)(
    `A8: a page that kills its process ends as failed after three tries, others go on${because(a8)}`,
    async () => {
      const articles = 40;
      const lab = await openLab(backend, articles);
      try {
        lab.site.publish([articlePage(999, seededRandom(lab.seed + 1), { path: "/poison" })]);
        const env = {
          ...lab.env,
          WIREWATCH_FAULTS: JSON.stringify([{ point: "gathered", stage: "strip", row: "/poison" }]),
        };
        const system = startSystem([...pipelineServices], env);
        await until(
          async () => isDrained(await readLab(lab), articles + 1),
          90_000,
          `the end of all work (seed ${lab.seed})`,
          250,
        );
        await system.stop();
        const state = await readLab(lab);
        expect(state.outcomes).toEqual({ matched: articles, failed: 1 });
        const poison = await lab.store.db
          .selectFrom("article_revision")
          .select(["reason", "outcome"])
          .where("page_url", "like", "%/poison")
          .executeTakeFirstOrThrow();
        expect(poison.reason).toMatch(/crashed the stripper 3 times/);
        const latest = lab.sink.messages.map((message) => message.atMs).toSorted((a, b) => a - b);
        expect(latest.length).toBe(2 * articles);
      } finally {
        await lab.close();
      }
    },
  );
});

describe("the supervisor", () => {
  it("A5: after its SIGKILL the next start takes over the database, and only one server runs", async () => {
    const home = mkdtempSync(join(tmpdir(), "wirewatch home "));
    const env = { WIREWATCH_HOME: home, PORT: "0", WIREWATCH_CONFIG: "" };
    try {
      const first = startProcess(["up"], env);
      await until(() => first.output().includes("Wirewatch is running"), 60_000, `the first start\n${first.output()}`);
      const pidFile = join(home, "postgres", "data", "postmaster.pid");
      const server = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
      const children = childrenOf(first.output());
      first.child.kill("SIGKILL");
      await first.ended;
      expect(isAlive(server)).toBe(true);
      expect(readHome(home)).toBeNull();

      const second = startProcess(["up"], env);
      await until(
        () => second.output().includes("Wirewatch is running"),
        60_000,
        `the second start\n${second.output()}`,
      );
      expect(second.output()).not.toMatch(/lock file|Error:|at file:/);
      expect(Number(readFileSync(pidFile, "utf8").split("\n")[0])).toBe(server);
      await until(() => children.every((pid) => !isAlive(pid)), 30_000, "the end of the first start's services");

      second.child.kill("SIGINT");
      expect(await second.ended).toBe(0);
      expect(isAlive(server)).toBe(false);
      expect(existsSync(pidFile)).toBe(false);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  it("refuses a second start in the same home in plain words", async () => {
    const home = mkdtempSync(join(tmpdir(), "wirewatch-home-"));
    const env = { WIREWATCH_HOME: home, PORT: "0", WIREWATCH_CONFIG: "" };
    try {
      const first = startProcess(["up"], env);
      await until(() => first.output().includes("Wirewatch is running"), 60_000, "the first start");
      const second = startProcess(["up"], env);
      expect(await second.ended).toBe(1);
      expect(second.output()).toMatch(/Wirewatch already runs here \(process \d+\)/);
      first.child.kill("SIGTERM");
      expect(await first.ended).toBe(0);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

/** Process ids of the services that said in the log that they started. */
function childrenOf(output: string): number[] {
  return output.split("\n").flatMap((line) => {
    if (!line.startsWith("{") || !line.includes('"started"')) return [];
    const { pid } = JSON.parse(line) as { pid?: number };
    return pid === undefined ? [] : [pid];
  });
}
