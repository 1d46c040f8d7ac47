import { openQueues } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import type { Config } from "@wirewatch/config";
import { openSession, saveConfig } from "@wirewatch/store";
import type { Database, Kysely, Role, SessionPerson } from "@wirewatch/store";
import { afterAll, beforeAll } from "vitest";
import type { ConsoleDeps } from "../../services/console/src/deps.ts";
import { startConsole } from "../../services/console/src/main.ts";
import type { Console } from "../../services/console/src/main.ts";
import { configFrom, readerOf } from "./config.ts";
import type { ConfigFiles } from "./config.ts";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";

/** A page as a person of some role gets it. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Address after redirects. */
  readonly url: string;
}

/** A console with a store of its own, people of every role, and what they see and send. */
export interface ConsoleScene {
  readonly db: Kysely<Database>;
  readonly store: TestStore;
  readonly queues: StageQueues;
  readonly url: string;
  config(): Config;
  /** Puts another configuration in force. */
  setConfig(files: ConfigFiles): Promise<void>;
  /** Loads a page; follows redirects. @param role null: not logged in */
  get(path: string, role?: Role | null, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Sends a form as a page of ours would, with the token of the session; follows redirects. */
  post(path: string, fields: Readonly<Record<string, string | readonly string[]>>, role?: Role): Promise<Seen>;
  /** `Cookie` header of somebody of that role. */
  cookieOf(role: Role): Promise<string>;
}

/**
 * Starts store and console for a test file.
 *
 * @param files the configuration in force at first
 * @param more what the program that starts it gives beside
 */
export function useConsole(files: ConfigFiles, more: Pick<ConsoleDeps, "sourceProbe"> = {}): ConsoleScene {
  let store: TestStore;
  let queues: StageQueues;
  let served: Console;
  let config: Config;
  let version = 1;
  const cookies = new Map<Role, string>();

  async function setConfig(next: ConfigFiles): Promise<void> {
    config = await configFrom(next);
    version += 1;
    await saveConfig(store.db, `scene ${version}`, config);
  }

  beforeAll(async () => {
    store = await startTestStore();
    queues = openQueues({ databaseUrl: store.url, onError: () => undefined });
    await setConfig(files);
    const quiet = (): void => undefined;
    served = await startConsole({
      db: store.db,
      queues,
      config: { current: () => readerOf(config, String(version)).current() },
      resolveSecrets: (text) => Promise.resolve(text),
      environment: null,
      ...more,
      now: () => new Date(),
      log: { info: quiet, warn: quiet, error: quiet },
      host: "127.0.0.1",
      port: 0,
    });
  });
  afterAll(async () => {
    await served.close();
    await queues.close();
    await store.stop();
  });

  async function cookieOf(role: Role): Promise<string> {
    const known = cookies.get(role);
    if (known !== undefined) return known;
    const person = await addPerson(store.db, role);
    const token = await openSession(store.db, person.id, { address: "127.0.0.1", agent: "test" });
    const made = `wirewatch_session=${token}`;
    cookies.set(role, made);
    return made;
  }

  async function ask(path: string, role: Role | null, init: RequestInit): Promise<Seen> {
    const cookie = role === null ? {} : { cookie: await cookieOf(role) };
    const headers = { accept: "text/html", ...cookie, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(path, served.url), { ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text(), url: response.url };
  }

  return {
    get db() {
      return store.db;
    },
    get store() {
      return store;
    },
    get queues() {
      return queues;
    },
    get url() {
      return served.url;
    },
    config: () => config,
    setConfig,
    cookieOf,
    get: (path, role = "admin", headers = {}) => ask(path, role, { headers }),
    async post(path, fields, role = "admin") {
      const body = new URLSearchParams({ _token: await formTokenOf(role) });
      for (const [name, value] of Object.entries(fields)) {
        for (const one of [value].flat()) body.append(name, one);
      }
      return ask(path, role, { method: "POST", body });
    },
  };

  /** As a browser has it: from a form of a page. */
  async function formTokenOf(role: Role): Promise<string> {
    const { text } = await ask("/explain", role, {});
    const found = /name="_token" value="([^"]+)"/u.exec(text)?.[1];
    if (found === undefined) throw new Error("the page has no form with a token");
    return found;
  }
}

/** A person whose login is the role's name. */
async function addPerson(db: Kysely<Database>, role: Role): Promise<Pick<SessionPerson, "id">> {
  return db
    .insertInto("person")
    .values({ login: role, name: `Some ${role}`, role })
    .returning("id")
    .executeTakeFirstOrThrow();
}
