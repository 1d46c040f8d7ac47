import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { createHttpClient } from "@wirewatch/runtime";
import { Agent, request } from "undici";
import type { BombFigures } from "./http-bomb.ts";
import type { Listening } from "./http-server.ts";

/*
 * What the guarded client costs next to bare undici, and what hostile answers cost it. README.md says what the figures mean.
 *
 *   node_modules/.bin/node test/bench/http.ts [--rounds 9]
 */

const { values } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1)
  throw new RangeError(`--rounds ${values.rounds} is not a number of rounds`);

type Get = (url: string) => Promise<number>;

/** One client's share of a round. */
interface Turn {
  readonly perSecond: number;
  /** Microseconds of this process per request, user and system. */
  readonly cpuUs: number;
}

const inFlight = 64;
const headers = { "if-none-match": '"a1"', "if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT" };
const cases = [
  { name: "304", path: "/not-modified", requests: 4000, goal: 0.25 },
  { name: "60 KB page", path: "/page", requests: 1500, goal: 0.75 },
  { name: "60 KB page, gzip", path: "/page-gzip", requests: 1000, goal: 0.75 },
];
const bombs = [
  { name: "gzip, 300 MB", path: "/gzip", timeoutMs: 10_000 },
  { name: "br, 300 MB", path: "/br", timeoutMs: 10_000 },
  { name: "zstd, 300 MB", path: "/zstd", timeoutMs: 10_000 },
  { name: "gzip behind 2 MB of noise", path: "/gzip-noise", timeoutMs: 10_000 },
  { name: "endless body", path: "/endless", timeoutMs: 10_000 },
  { name: "a byte every 50 ms, deadline 0.5 s", path: "/drip", timeoutMs: 500 },
];

const server = fork(fileURLToPath(new URL("http-server.ts", import.meta.url)));
const { ports, sizes } = await messageOf<Listening>(server);
const origins = ports.map((port) => `http://127.0.0.1:${port}`);

const client = createHttpClient({ userAgent: "Wirewatch/bench" });
const agent = new Agent({ connections: inFlight / ports.length, pipelining: 1 });

const lines = [
  `Median of ${rounds} rounds in which the two take turns; ${inFlight} requests at once over ${ports.length} origins, Node ${process.versions.node}`,
  row("", ["bare undici/s", "guarded/s", "ratio", "goal", "CPU us bare", "guarded", "ratio"]),
];
for (const { name, path, requests, goal } of cases) {
  const turns: { bare: Turn; ours: Turn }[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const turn = { bare: await measure(bareGet, path, requests), ours: await measure(guardedGet, path, requests) };
    if (round >= 0) turns.push(turn);
  }
  lines.push(
    row(name, [
      median(turns.map(({ bare }) => bare.perSecond)).toFixed(0),
      median(turns.map(({ ours }) => ours.perSecond)).toFixed(0),
      median(turns.map(({ bare, ours }) => ours.perSecond / bare.perSecond)).toFixed(2),
      goal.toFixed(2),
      median(turns.map(({ bare }) => bare.cpuUs)).toFixed(0),
      median(turns.map(({ ours }) => ours.cpuUs)).toFixed(0),
      median(turns.map(({ bare, ours }) => bare.cpuUs / ours.cpuUs)).toFixed(2),
    ]),
  );
}

lines.push("", row("hostile answers, 16 MB unpacked at most", ["wire KB", "ms", "RSS + MB"]));
for (const { name, path, timeoutMs } of bombs) {
  const child = fork(fileURLToPath(new URL("http-bomb.ts", import.meta.url)), [
    `${origins[0]}${path}`,
    String(timeoutMs),
  ]);
  const { outcome, ms, rssGrowthBytes } = await messageOf<BombFigures>(child);
  const wire = sizes[path] === undefined ? "" : (sizes[path] / 1024).toFixed(1);
  lines.push(`${row(name, [wire, ms.toFixed(0), (rssGrowthBytes / 1024 / 1024).toFixed(0)])}  ${outcome}`);
}
process.stdout.write(`${lines.join("\n")}\n`);

await client.close();
await agent.close();
server.disconnect();

/** The least that anybody would write, unpacking included; no guard, no cap, no deadline. */
async function bareGet(url: string): Promise<number> {
  const answer = await request(url, { dispatcher: agent, headers: { ...headers, "accept-encoding": "gzip" } });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return answer.headers["content-encoding"] === "gzip" ? gunzipSync(bytes).byteLength : bytes.byteLength;
}

async function guardedGet(url: string): Promise<number> {
  const limits = { timeoutMs: 30_000, maxWireBytes: 8 * 1024 * 1024, maxBodyBytes: 16 * 1024 * 1024 };
  const result = await client.request({ url, surface: "source", allowPrivate: ["127.0.0.1"], headers, ...limits });
  if (result.kind !== "response") throw new Error(result.reason);
  return result.page.body.byteLength;
}

async function measure(get: Get, path: string, requests: number): Promise<Turn> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let sent = 0;
  const oneAfterAnother = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      await get(`${origins[sent % origins.length]}${path}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: requests / ((performance.now() - startedAt) / 1000), cpuUs: (user + system) / requests };
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const [message] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`a process of the bench ended with ${code}`))),
  ]);
  return message;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(40) + cells.map((cell) => cell.padStart(14)).join("");
}
