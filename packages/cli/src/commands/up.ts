import { existsSync } from "node:fs";
import { join } from "node:path";
import { migrateQueues, checkRedis } from "@wirewatch/pipeline";
import { onShutdown } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { migrateStore, openStore, readOverview } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { demoSecretVariable } from "@wirewatch/demo";
import { consoleLine } from "../console-line.ts";
import { createConfigLoader, problemReport, refusalLine } from "../config-loader.ts";
import { openDemoHome } from "../demo.ts";
import type { DemoHome } from "../demo.ts";
import { lockHome, publishHome } from "../home.ts";
import { startEmbeddedPostgres } from "../postgres/server.ts";
import type { EmbeddedPostgres } from "../postgres/server.ts";
import { serviceNames } from "../services.ts";
import { refuseTakenPort } from "../supervisor/taken-port.ts";
import { createLiveView } from "../supervisor/live-view.ts";
import type { LiveView } from "../supervisor/live-view.ts";
import { startServiceProcess } from "../supervisor/service-process.ts";
import type { ServiceProcess, StartMessage } from "../supervisor/service-process.ts";
import { counted } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

/** Longest time for the services to drain; then they are killed, and the next start goes on with their work. */
const drainLimitMs = 28_000;

/** For so long a start says nothing of processes that are not there yet. */
const patienceMs = 15_000;

/** What `up` says, to people on a terminal or as JSON lines elsewhere. */
interface Voice {
  say(text: string, fields?: object): void;
  line(service: string, line: string): void;
  draw(services: readonly ServiceProcess[]): Promise<void>;
  end(): void;
}

/** Runs everything on this machine until a signal ends it: store, schema, configuration, all services. */
export async function up(env: Environment, variables: NodeJS.ProcessEnv): Promise<void> {
  const lock = lockHome(env.home);
  const demoHome = usesDemo(env) ? openDemoHome(env.home) : null;
  await refuseTakenPort(env.port, env.host).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const configFolder = demoHome?.configFolder ?? env.configFolder;

  const server = env.databaseUrl === undefined ? await startEmbeddedPostgres(env.home) : null;
  const databaseUrl = server?.url ?? env.databaseUrl ?? "";
  const db = openStore({ url: databaseUrl, name: "wirewatch supervisor", connections: 3 });
  const voice = process.stdout.isTTY ? terminalVoice(db) : jsonVoice();
  const children: ServiceProcess[] = [];
  let stopping = false;
  const close = async (): Promise<void> => {
    stopping = true;
    await Promise.all(children.map((child) => child.stop(drainLimitMs)));
    await db.destroy();
    await server?.stop();
    lock.release();
  };
  onShutdown(process, {
    limitMs: 40_000,
    exit: (code) => {
      for (const child of children) child.kill();
      if (code !== 0) {
        server?.leave();
        lock.release();
      }
      process.exit(code);
    },
    say: (message) => voice.say(message),
    drain: async () => {
      voice.say("stopping: running work ends first (Ctrl-C again stops at once)");
      await close();
      voice.say("stopped");
      voice.end();
    },
  });

  try {
    await prepareStores(db, databaseUrl, env, voice, server);
    publishHome(env.home, databaseUrl);
    const childEnvironment = environmentFor(variables, env, databaseUrl, configFolder, demoHome);
    const start = (name: string, args: readonly string[]): ServiceProcess => {
      const child = startServiceProcess({
        name,
        args,
        env: childEnvironment,
        onLine: (service, line) => voice.line(service, line),
        // At each start: a console that starts anew may have made a new password for the first log-in.
        onStart: ({ url, firstAccess }) => {
          if (typeof url === "string") voice.say(consoleLine(url, firstAccess ?? null));
        },
        onRestart: (service, reason, inMs) =>
          voice.say(`${service} ${reason}; it starts again in ${inMs / 1000} s`, { service }),
      });
      children.push(child);
      return child;
    };
    const demo = demoHome === null ? null : await start("demo", ["demo"]).started;
    await loadConfiguration(db, configFolder, childEnvironment, voice);
    for (const name of serviceNames) start(name, ["run", name]);
    const all = Promise.all(children.map((child) => child.started));
    const told = await Promise.race([all, new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs))]);
    voice.say(stateLine(children, told));
    if (demo !== null) greetDemo(voice, demo);
    // Whoever waits for the rest is told when it is there.
    if (told === null)
      void all.then((late) => (stopping ? undefined : voice.say(stateLine(children, late)))).catch(() => undefined);
  } catch (error) {
    await close();
    throw error;
  }

  const watch = setInterval(() => {
    if (stopping) clearInterval(watch);
    else void voice.draw(children).catch(() => undefined);
  }, 1000);
  if (server !== null) keepAlive(server, () => stopping, voice);
}

/** Without a configuration of the user's own the demo runs. */
function usesDemo(env: Environment): boolean {
  if (existsSync(join(env.configFolder, "sources.yaml"))) return false;
  if (env.configNamed) {
    throw new UsageError(
      `there is no sources.yaml in ${env.configFolder}; "wirewatch init" writes files to start from, or unset WIREWATCH_CONFIG for the demo`,
    );
  }
  return true;
}

async function prepareStores(
  db: Kysely<Database>,
  databaseUrl: string,
  env: Environment,
  voice: Voice,
  server: EmbeddedPostgres | null,
): Promise<void> {
  if (server?.adopted === true) voice.say("took over the database server of an earlier start");
  await migrateStore(db).catch((error: unknown) => {
    if (server !== null) throw error;
    throw new Error(
      `the database at ${new URL(databaseUrl).host} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  if (env.redisUrl === undefined) return migrateQueues(databaseUrl);
  const { refused, warnings } = await checkRedis(env.redisUrl);
  if (refused !== null) throw new Error(refused);
  for (const warning of warnings) voice.say(warning);
}

async function loadConfiguration(
  db: Kysely<Database>,
  folder: string,
  env: NodeJS.ProcessEnv,
  voice: Voice,
): Promise<void> {
  const loaded = await createConfigLoader(db, folder, env)();
  if (loaded.kind === "problems") {
    throw new UsageError(`the configuration cannot be used\n\n${problemReport(loaded.problems)}`);
  }
  if (loaded.kind !== "loaded") return;
  const { sources, topics, alerts } = loaded.config;
  voice.say(
    `configuration: ${counted(sources.length, "source")}, ${counted(topics.length, "topic")}, ${counted(alerts.receivers.length, "receiver")} (${folder})`,
  );
  for (const refused of loaded.refused) voice.say(refusalLine(refused));
}

function environmentFor(
  variables: NodeJS.ProcessEnv,
  env: Environment,
  databaseUrl: string,
  configFolder: string,
  demoHome: DemoHome | null,
): NodeJS.ProcessEnv {
  return {
    ...variables,
    DATABASE_URL: databaseUrl,
    WIREWATCH_CONFIG: configFolder,
    WIREWATCH_HOME: env.home,
    // What services print comes through here.
    FORCE_COLOR: variables["FORCE_COLOR"] ?? (process.stdout.isTTY ? "1" : "0"),
    // Compiled code is kept between starts: 0.8 instead of 1.4 s of processor time for each process (measured).
    NODE_COMPILE_CACHE: join(env.home, "cache", "node"),
    // Look-ups of names share these threads: with the default of 4 a few dead name servers hold up all others.
    UV_THREADPOOL_SIZE: variables["UV_THREADPOOL_SIZE"] ?? "16",
    ...(demoHome === null ? {} : { [demoSecretVariable]: demoHome.secret, WIREWATCH_ENVIRONMENT: "demo" }),
  };
}

/** @param told what all processes said when they had started; null while some have not */
function stateLine(children: readonly ServiceProcess[], told: readonly StartMessage[] | null): string {
  const running = children.filter((child) => child.state() === "running").length;
  const url = told?.find((message) => typeof message.url === "string")?.url;
  const health = url === undefined ? "" : `, health at ${url}/health/ready`;
  return `Wirewatch is ${told === null ? "starting" : "running"}: ${running} of ${children.length} processes${health}`;
}

function greetDemo(voice: Voice, demo: StartMessage): void {
  voice.say(`this is the demo: it watches a small newsroom on this machine, ${demo.newsroomUrl ?? ""}/`);
  voice.say(`alerts appear here and in the demo's inbox, ${demo.inboxUrl ?? ""}/`);
  voice.say('"wirewatch init" writes a configuration of your own to start from');
}

/** A server that died is started again on its port; the services reconnect by themselves. */
function keepAlive(server: EmbeddedPostgres, isStopping: () => boolean, voice: Voice): void {
  let busy = false;
  const timer = setInterval(() => {
    if (isStopping()) clearInterval(timer);
    if (busy || isStopping()) return;
    busy = true;
    server
      .revive()
      .then((revived) => {
        if (revived) voice.say("the database server had died and was started again; nothing is lost");
      })
      .catch((error: unknown) => voice.say(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        busy = false;
      });
  }, 500);
}

function terminalVoice(db: Kysely<Database>): Voice {
  const view: LiveView = createLiveView(process.stdout);
  return {
    say: (text) => view.print(text),
    line: (service, line) => {
      const shown = terminalLine(service, line);
      if (shown !== null) view.print(shown);
    },
    async draw(children) {
      const overview = await readOverview(db).catch(() => null);
      view.draw(
        overview,
        children.map((child) => ({ name: child.name, state: child.state() })),
      );
    },
    end: () => view.end(),
  };
}

/** Alerts of the terminal channel as they are; of the log only what a person has to know. */
export function terminalLine(service: string, line: string): string | null {
  if (!line.startsWith("{")) return line;
  try {
    const record = JSON.parse(line) as {
      level?: number;
      msg?: string;
      at?: string;
      stage?: string;
      err?: { message?: string };
    };
    if ((record.level ?? 0) < 40) return null;
    const about = [record.stage, record.at, record.err?.message].filter((part) => part !== undefined && part !== "");
    return `${service}: ${record.msg ?? ""}${about.length === 0 ? "" : ` (${about.join(": ")})`}`;
  } catch {
    return line;
  }
}

function jsonVoice(): Voice {
  const write = (fields: object): void =>
    void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...fields })}\n`);
  return {
    say: (text, fields = {}) => write({ service: "supervisor", ...fields, msg: text }),
    line: (service, line) => {
      if (line.startsWith("{")) process.stdout.write(`${line}\n`);
      else if (line.trim() !== "") write({ service, text: line });
    },
    draw: () => Promise.resolve(),
    end: () => undefined,
  };
}
