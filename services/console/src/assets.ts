import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { Problem } from "./problem.ts";

/** A file that pages load, ready to be sent. */
interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

const script = "text/javascript; charset=utf-8";
let loaded: { readonly files: ReadonlyMap<string, Asset>; readonly version: string } | null = null;

/** Reads and packs all files once. Their version is in the address, so that browsers may keep them for ever. */
function assets(): NonNullable<typeof loaded> {
  if (loaded !== null) return loaded;
  const files = new Map<string, Asset>();
  const add = (name: string, type: string, content: string): void => void files.set(name, packed(type, content));
  add("console.css", "text/css; charset=utf-8", readHere("assets/console.css"));
  add("favicon.svg", "image/svg+xml", readHere("assets/favicon.svg"));
  add("idiomorph.js", script, readFileSync(new URL(import.meta.resolve("idiomorph")), "utf8"));
  for (const name of readdirSync(new URL("client/", import.meta.url))) {
    if (name.endsWith(".ts") && !name.includes(".test.")) add(name, script, withoutTypes(readHere(`client/${name}`)));
  }
  const hash = createHash("sha256");
  for (const [name, { plain }] of files) hash.update(name).update(plain);
  loaded = { files, version: hash.digest("base64url").slice(0, 12) };
  return loaded;
}

function readHere(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

/** Scripts of pages are TypeScript like all the rest; Node takes the types out, as it does for itself. */
function withoutTypes(source: string): string {
  // The function is a release candidate, of which Node says so on every use; nobody who runs the console can do anything about it.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

function packed(type: string, content: string): Asset {
  const plain = Buffer.from(content);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return { type, plain, gzip: gzipSync(plain), brotli: brotliCompressSync(plain, { params }) };
}

/** Addresses of what every page loads. */
export function assetAddresses(): { readonly style: string; readonly script: string } {
  const { version } = assets();
  return { style: `/assets/${version}/console.css`, script: `/assets/${version}/main.ts` };
}

const headers = { "cross-origin-resource-policy": "same-origin", vary: "accept-encoding" } as const;

/** `GET /assets/<version>/<name>`: only what was read at the start, whatever the name says. */
export async function assetRoutes(app: FastifyInstance): Promise<void> {
  const open = { config: { access: { open: true } } } as const;
  app.get<{ Params: { name: string } }>("/assets/:version/:name", open, async (request, reply) => {
    const asset = assets().files.get(request.params.name);
    if (asset === undefined) throw new Problem(404, "there is no such file");
    const encoding = encodingFor(request.headers["accept-encoding"]);
    if (encoding !== null) reply.header("content-encoding", encoding === "brotli" ? "br" : "gzip");
    return reply
      .headers({ ...headers, "cache-control": "public, max-age=31536000, immutable" })
      .type(asset.type)
      .send(asset[encoding ?? "plain"]);
  });
  app.get("/favicon.svg", open, async (_request, reply) => {
    const icon = assets().files.get("favicon.svg");
    return reply
      .headers({ ...headers, "cache-control": "public, max-age=86400" })
      .type("image/svg+xml")
      .send(icon?.plain);
  });
}

function encodingFor(accepted: string | string[] | undefined): "brotli" | "gzip" | null {
  const text = String(accepted ?? "");
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?\b)/u.test(text)) return "brotli";
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\b)/u.test(text) ? "gzip" : null;
}
