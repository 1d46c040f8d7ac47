#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { environmentVariables, EnvironmentError, readEnvironment } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { HelpWanted, isHelpWanted } from "./command-words.ts";

/** Words after the command's name. */
type Words = readonly string[];

interface Command {
  readonly usage: string;
  readonly about: string;
  /** Left out of the list of commands: for our own child processes. */
  readonly hidden?: boolean;
  /** Its first word says what to do, and each such verb says itself how it is written. */
  readonly hasVerbs?: boolean;
  /** @returns the exit code, or nothing when the command goes on until a signal */
  run(words: Words, env: Environment): Promise<number | void>;
}

const write = (text: string): void => void process.stdout.write(text);
const variables = environmentVariables();

/** One entry per command; each loads only the code it needs. */
const commands: Readonly<Record<string, Command>> = {
  up: {
    usage: "up",
    about: "start everything on this machine; with no configuration, the demo",
    run: async (_words, env) => (await import("./commands/up.ts")).up(env, variables),
  },
  run: {
    usage: "run <service…> [--concurrency n]",
    about: "run one or several services in this process",
    run: async (words, env) => {
      const { values, positionals } = parseArgs({
        args: [...words],
        allowPositionals: true,
        options: { concurrency: { type: "string" } },
      });
      const { run } = await import("./commands/run.ts");
      return run(env, await databaseFor(env), [...new Set(positionals)], {
        concurrency: values.concurrency === undefined ? undefined : wholeNumber(values.concurrency),
      });
    },
  },
  migrate: {
    usage: "migrate",
    about: "create or upgrade the tables in DATABASE_URL",
    run: async (_words, env) => (await import("./commands/migrate.ts")).migrate(env, write),
  },
  init: {
    usage: "init [folder]",
    about: "write a commented configuration to start from",
    run: async ([folder], env) =>
      (await import("./commands/init.ts")).runInit({ folder: folder ?? env.configFolder, write }),
  },
  check: {
    usage: "check [--write-schemas folder]",
    about: "check the configuration and run the topics' tests",
    run: async (words, env) => {
      const { values } = parseArgs({ args: [...words], options: { "write-schemas": { type: "string" } } });
      const check = await import("./commands/check.ts");
      if (values["write-schemas"] !== undefined)
        return check.runWriteSchemas({ folder: values["write-schemas"], write });
      const { lookAtConsole } = await import("./console-look.ts");
      const made = await lookAtConsole(env);
      if (made.note !== null) process.stderr.write(`${made.note}\n`);
      return check.runCheck({ folder: env.configFolder, env: variables, readFile, made, write });
    },
  },
  config: {
    hasVerbs: true,
    usage: "config export [--output folder]",
    about: "the configuration as YAML, with what was made in the console",
    run: async (words, env) => (await import("./commands/config.ts")).configCommand(words, env, write),
  },
  status: {
    usage: "status [--json]",
    about: "what is where: stages, feeds, deliveries, workers",
    run: async (words, env) => (await import("./commands/status.ts")).status(words, env, write),
  },
  drain: {
    usage: "drain [--end]",
    about: "stop intake and wait until running work is done; --end lets intake go on",
    run: async (words, env) => (await import("./commands/drain.ts")).drain(words, env, write),
  },
  explain: {
    usage: "explain <url> [--topic id] [--json]",
    about: "why there was, or was no, alert for a URL, or a topic in it",
    run: async (words, env) => (await import("./commands/explain.ts")).explain(words, env, write),
  },
  sources: {
    hasVerbs: true,
    usage: "sources list | test <id or url> | import <file> | export",
    about: "sources and their health; test one; take over and hand out lists",
    run: async (words, env) => (await import("./commands/sources.ts")).sources(words, env, write),
  },
  topics: {
    hasVerbs: true,
    usage: "topics list | test [id…] | lint [id…] | backtest <id> | rematch <id…> | usage",
    about: "the topics; run their tests; what is doubtful in them; try one over the archive; what they cost",
    run: async (words, env) => (await import("./commands/topics.ts")).topics(words, env, write),
  },
  routes: {
    hasVerbs: true,
    usage: "routes show | test --topic <id>",
    about: "who is told about what; which way a match goes, and when it is told",
    run: async (words, env) => (await import("./commands/routes.ts")).routes(words, env, write),
  },
  receivers: {
    hasVerbs: true,
    usage: "receivers list | test <name>",
    about: "the receivers; send one a marked sample and show the answer",
    run: async (words, env) => (await import("./commands/receivers.ts")).receivers(words, env, write),
  },
  alerts: {
    hasVerbs: true,
    usage: "alerts list | show <id> | ack <id…> | mute <id>",
    about: "the alerts and what became of them; acknowledge them; mute a story",
    run: async (words, env) => (await import("./commands/alerts.ts")).alerts(words, env, write),
  },
  silence: {
    hasVerbs: true,
    usage: "silence add <matcher…> | list | expire <id>",
    about: "what nobody wants to be told for a while",
    run: async (words, env) => (await import("./commands/silence.ts")).silence(words, env, write),
  },
  deliveries: {
    hasVerbs: true,
    usage: "deliveries list [--state s] | replay <id…|--like id>",
    about: "what was sent, is retried, has failed; send failed ones again",
    run: async (words, env) => (await import("./commands/deliveries.ts")).deliveries(words, env, write),
  },
  users: {
    hasVerbs: true,
    usage:
      "users list | add <login> --role r --name n | password <login> | role <login> <role> | disable|enable <login>",
    about: "who may use the console; new people and passwords for one log-in",
    run: async (words, env) => (await import("./commands/users.ts")).users(words, env, write),
  },
  extract: {
    usage: "extract [--by-source] < pages.jsonl",
    about: "the article of each page",
    run: async (words) => (await import("./commands/extract.ts")).extractCommand(process.stdin, process.stdout, words),
  },
  dedupe: {
    usage: "dedupe < articles.jsonl",
    about: "copies, revisions and stories, in order of arrival",
    run: async () => (await import("./commands/dedupe.ts")).dedupe(process.stdin, process.stdout),
  },
  reindex: {
    usage: "reindex similarity | search",
    about: "make what copies are recognised by anew from the stored texts, while the system runs",
    run: async (words, env) => (await import("./commands/reindex.ts")).reindex(words, env, write),
  },
  match: {
    usage: "match --topics topics.yaml < articles.jsonl",
    about: "the topics in each article",
    run: async (words) => {
      const { values } = parseArgs({ args: [...words], options: { topics: { type: "string" } } });
      return (await import("./commands/match-topics.ts")).matchTopics(values.topics);
    },
  },
  "parse-feed": {
    usage: "parse-feed < feeds.jsonl",
    about: "the items of each feed",
    run: async () => (await import("./commands/parse-feed.ts")).parseFeedCommand(process.stdin, process.stdout),
  },
  "check-url": {
    usage: "check-url < requests.jsonl",
    about: "whether and how an address would be requested",
    run: async () => (await import("./commands/check-url.ts")).checkUrlCommand(process.stdin, process.stdout),
  },
  demo: {
    usage: "demo",
    about: "",
    hidden: true,
    run: async (_words, env) => (await import("./commands/demo.ts")).demo(env),
  },
  probe: {
    usage: "probe",
    about: "",
    hidden: true,
    run: async () => (await import("./commands/probe.ts")).probe(write),
  },
  "run-alone": {
    usage: "run-alone <stage> <message> <claim>",
    about: "",
    hidden: true,
    run: async (words, env) => (await import("./commands/run-alone.ts")).runAlone(env, await databaseFor(env), words),
  },
};

async function databaseFor(env: Environment): Promise<string> {
  if (env.databaseUrl !== undefined) return env.databaseUrl;
  const { readHome } = await import("./home.ts");
  const running = readHome(env.home);
  if (running !== null) return running.databaseUrl;
  throw new UsageProblem('there is no store: set DATABASE_URL, or start "wirewatch up" in another terminal first');
}

/** Thrown for wrong words; its message is all the user needs. */
class UsageProblem extends Error {}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageProblem(`"${text}" is not a number of runs, e.g. --concurrency 4`);
  return Number(text);
}

/** Columns of the usages in the list of commands; longer ones have a line of their own. */
const usageWidth = 46;

function help(): string {
  const lines = Object.values(commands)
    .filter((command) => command.hidden !== true)
    .map(({ usage, about }) =>
      usage.length > usageWidth
        ? `  wirewatch ${usage}\n${" ".repeat(usageWidth + 13)}${about}`
        : `  wirewatch ${usage.padEnd(usageWidth)} ${about}`,
    );
  return `Wirewatch watches news sources and tells your team when a topic you track appears.\n\n${lines.join("\n")}\n\n"wirewatch help alerts list", for one, has the options of a command.\n`;
}

async function main([name = "help", ...words]: Words): Promise<number | void> {
  const [topic] = words;
  if (name === "help" && topic !== undefined && /^[^-]/u.test(topic) && topic !== "help")
    return main([...words, "--help"]);
  if (["help", "--help", "-h"].includes(name)) {
    write(help());
    return 0;
  }
  if (["version", "--version", "-v"].includes(name)) {
    write(
      `${(JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version}\n`,
    );
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw await unknownCommand(name);
  const isAsked = isHelpWanted(words);
  const isOfVerb = command.hasVerbs === true && topic !== undefined && !topic.startsWith("-");
  if (isAsked && !isOfVerb) {
    write(`wirewatch ${command.usage}\n${command.about}\n`);
    return 0;
  }
  try {
    return await command.run(words, readEnvironment(variables, process.cwd()));
  } catch (error) {
    if (!(error instanceof HelpWanted)) throw error;
    write(`wirewatch ${error.usage}\n`);
    return 0;
  }
}

async function unknownCommand(name: string): Promise<UsageProblem> {
  const { nearest } = await import("@wirewatch/config");
  const known = Object.entries(commands).flatMap(([word, { hidden }]) => (hidden === true ? [] : [word]));
  const near = nearest(name, known);
  const meant = near === null ? "" : ` did you mean "wirewatch ${near}"?`;
  return new UsageProblem(`there is no command "${name.slice(0, 80)}";${meant} "wirewatch help" lists them`);
}

/** Errors a person can act on are one sentence; anything else keeps its stack when asked for. */
function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`wirewatch: ${message}\n`);
  const expected = error instanceof UsageProblem || error instanceof EnvironmentError;
  if (!expected && variables["LOG_LEVEL"] === "debug" && error instanceof Error)
    process.stderr.write(`${error.stack ?? ""}\n`);
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  complain(error);
  process.exit(1);
}
