import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoConfig, startInbox, startNewsroom } from "@wirewatch/demo";
import type { Inbox, Newsroom } from "@wirewatch/demo";

/** Where the demo keeps what has to be the same after a restart. */
export interface DemoHome {
  readonly configFolder: string;
  /** Secret that signs alerts to the demo's inbox. */
  readonly secret: string;
  readonly folder: string;
}

interface DemoPorts {
  readonly newsroom: number;
  readonly inbox: number;
}

/** Prepares the demo's folder; the secret is made once. */
export function openDemoHome(home: string): DemoHome {
  const folder = join(home, "demo");
  const configFolder = join(folder, "config");
  mkdirSync(configFolder, { recursive: true, mode: 0o700 });
  const file = join(folder, "secret");
  if (!existsSync(file)) writeFileSync(file, `whsec_${randomBytes(32).toString("base64")}`, { mode: 0o600 });
  return { folder, configFolder, secret: readFileSync(file, "utf8") };
}

/** The demo's servers, running. */
export interface Demo {
  readonly newsroom: Newsroom;
  readonly inbox: Inbox;
  close(): Promise<void>;
}

/**
 * Starts newsroom and inbox on the addresses they had before, with everything published before, and writes the
 * configuration that watches them.
 */
export async function startDemo(demoHome: DemoHome): Promise<Demo> {
  const portsFile = join(demoHome.folder, "ports.json");
  const historyFile = join(demoHome.folder, "history.txt");
  const history = existsSync(historyFile)
    ? readFileSync(historyFile, "utf8")
        .split("\n")
        .filter((line) => !Number.isNaN(Date.parse(line)))
    : [];
  const ports: DemoPorts = existsSync(portsFile)
    ? (JSON.parse(readFileSync(portsFile, "utf8")) as DemoPorts)
    : { newsroom: 0, inbox: 0 };
  const local = { host: "127.0.0.1", now: () => new Date() };
  let seen = 0;
  const newsroom = await onPort(ports.newsroom, (port) =>
    startNewsroom({
      ...local,
      port,
      history,
      onPublish: (page) => {
        seen += 1;
        if (seen > history.length) appendFileSync(historyFile, `${page.at}\n`);
      },
    }),
  );
  const inbox = await onPort(ports.inbox, (port) => startInbox({ ...local, port, secret: demoHome.secret }));
  writeFileSync(portsFile, JSON.stringify({ newsroom: portOf(newsroom.url), inbox: portOf(inbox.url) }));
  const files = demoConfig({ newsroomUrl: newsroom.url, inboxUrl: inbox.url });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(demoHome.configFolder, name), text);
  newsroom.start();
  return {
    newsroom,
    inbox,
    async close() {
      await newsroom.close();
      await inbox.close();
    },
  };
}

/** Tries the port of the last start, else any free one. */
async function onPort<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  if (port === 0) return start(0);
  return start(port).catch(() => start(0));
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
