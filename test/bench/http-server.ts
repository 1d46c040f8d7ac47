import { createServer, type Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { constants, createBrotliCompress, createGzip, createZstdCompress, gzipSync } from "node:zlib";
import { seededRandom } from "../support/seeded-random.ts";

/*
 * The server of http.ts, a process of its own: it writes finished answers to whatever is asked, so that as little as
 * possible of a measurement is the server. Says which ports it listens on, and how large the bombs are.
 *
 *   /not-modified             304
 *   /page, /page-gzip         60 KB of HTML, plain or packed
 *   /gzip, /br, /zstd         300 MB of zeros, packed
 *   /gzip-noise               2 MB that cannot be packed, then 300 MB of zeros
 *   /endless, /drip           a body without end; a byte every 50 ms
 */

/** What the server says to its parent once it listens. */
export interface Listening {
  readonly ports: readonly number[];
  /** Bytes on the wire, by path. */
  readonly sizes: Readonly<Record<string, number>>;
}

const bombMegabytes = 300;
const serverCount = 8;

const page = newsPage(60_000);
const bombs: Readonly<Record<string, Buffer>> = {
  "/gzip": await packed(createGzip()),
  "/br": await packed(createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })),
  "/zstd": await packed(createZstdCompress()),
  "/gzip-noise": await packed(createGzip(), 2),
};
const answers = new Map<string, Buffer>([
  [
    "/not-modified",
    Buffer.from('HTTP/1.1 304 Not Modified\r\netag: "a1"\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n'),
  ],
  ["/page", answer(page)],
  ["/page-gzip", answer(gzipSync(page), "gzip")],
  ...Object.entries(bombs).map(([path, body]) => [path, answer(body, /[a-z]+/.exec(path)?.[0])] as const),
]);
const sizes = Object.fromEntries(Object.entries(bombs).map(([path, body]) => [path, body.byteLength]));
const listening: Listening = { ports: await Promise.all(Array.from({ length: serverCount }, listen)), sizes };
process.send?.(listening);
process.on("disconnect", () => process.exit());

async function listen(): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      for (let end = text.indexOf("\r\n\r\n"); end !== -1; end = text.indexOf("\r\n\r\n")) {
        respond(socket, text.slice(text.indexOf(" ") + 1, text.indexOf(" HTTP/1.1")));
        text = text.slice(end + 4);
      }
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

function respond(socket: Socket, path: string): void {
  const ready = answers.get(path);
  if (ready !== undefined) {
    socket.write(ready);
    return;
  }
  socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n");
  if (path === "/drip") {
    const timer = setInterval(() => socket.write("x"), 50);
    socket.on("close", () => clearInterval(timer));
    return;
  }
  const piece = Buffer.alloc(64 * 1024, "x");
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", more);
  more();
}

function answer(body: Buffer, coding?: string): Buffer {
  const codingLine = coding === undefined ? "" : `content-encoding: ${coding}\r\n`;
  const head = `HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n${codingLine}content-length: ${body.byteLength}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** A page of about so many bytes that packs as news pages do, to a quarter. */
function newsPage(length: number): Buffer {
  const syllables = ["ka", "mi", "ster", "lo", "ver", "ta", "ning", "re", "po", "dal", "es", "un", "tor", "vi"];
  const next = pseudoRandom();
  const words = Array.from({ length: 900 }, () =>
    Array.from({ length: 1 + next(4) }, () => syllables[next(14)]).join(""),
  );
  let text = "<!doctype html><html><head><title>Page</title></head><body>";
  while (text.length < length) {
    text += `<p class="paragraph">${Array.from({ length: 40 }, () => words[next(900)]).join(" ")}.</p>\n`;
  }
  return Buffer.from(`${text}</body></html>`);
}

async function packed(packer: NodeJS.ReadWriteStream, noiseMegabytes = 0): Promise<Buffer> {
  const next = pseudoRandom();
  const noise = Buffer.from(Array.from({ length: 1024 * 1024 }, () => next(256)));
  const zeros = Buffer.alloc(1024 * 1024);
  const pieces = [...Array(noiseMegabytes).fill(noise), ...Array(bombMegabytes).fill(zeros)];
  const result = new PassThrough();
  const [, bytes] = await Promise.all([pipeline(Readable.from(pieces), packer, result), buffer(result)]);
  return bytes;
}

/** The same whole numbers in every run. */
function pseudoRandom(): (below: number) => number {
  const random = seededRandom(7);
  return (below) => Math.floor(random() * below);
}
