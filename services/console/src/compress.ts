import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

const pack = promisify(gzip);
/** Less than this is not worth it, bytes. */
const leastBytes = 1_000;
const kinds = /^(?:text\/html|application\/(?:json|problem\+json|openapi\+json|feed\+json|atom\+xml))/u;

/** Packs texts for clients that take them so. Secrets of forms are another text on every page, see access/same-site.ts. */
export async function packAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== "string" || payload.length < leastBytes || reply.hasHeader("content-encoding")) return payload;
  if (!kinds.test(String(reply.getHeader("content-type") ?? ""))) return payload;
  reply.header("vary", "accept-encoding");
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\b)/u.test(request.headers["accept-encoding"] ?? "")) return payload;
  const packed = await pack(payload, { level: 5 });
  reply.header("content-encoding", "gzip").removeHeader("content-length");
  return packed;
}
