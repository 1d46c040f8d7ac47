import { createHttpClient, type HttpRequest, type HttpResult } from "@wirewatch/runtime";
import { z } from "zod";
import { CommandError, type JsonRecord, runJsonLines } from "./json-lines.ts";
import { type SentRequest, scriptedNetwork } from "./scripted-network.ts";

/** One URL and the network it is tried in. */
const checkUrlRecord = z.object({
  url: z.string(),
  surface: z.enum(["source", "item-link", "webhook"]),
  method: z.enum(["GET", "HEAD", "POST", "PUT"]).default("GET"),
  headers: z.record(z.string(), z.string()).default({}),
  dns: z.record(z.string(), z.array(z.array(z.string()))).default({}),
  hops: z.array(z.object({ status: z.int(), location: z.string().exactOptional() })).default([]),
  // A number (the hop after which a server closes) is taken as: after every hop.
  closeAfterHop: z.union([z.boolean(), z.number()]).default(false),
  allowPrivate: z.array(z.string()).default([]),
});

/** What the client did with a URL. */
export interface UrlCheck {
  readonly decision: "allow" | "deny";
  readonly reason: string;
  readonly dials: readonly string[];
  readonly sent: readonly SentRequest[];
}

const limits = { timeoutMs: 5000, maxWireBytes: 1024 * 1024, maxBodyBytes: 1024 * 1024 };

/**
 * `wirewatch check-url`: what our HTTP client would do with addresses, told by the client itself. Names are looked
 * up in each record's `dns`, answers come from its `hops`; nothing leaves the process.
 *
 * @returns exit code
 */
export function checkUrlCommand(
  input: NodeJS.ReadableStream | AsyncIterable<string | Buffer>,
  output: NodeJS.WritableStream,
): Promise<number> {
  return runJsonLines(input, output, checkUrl);
}

/**
 * Sends one record's request through the real client.
 *
 * @throws {CommandError} `badRecord` when a field is missing or of the wrong kind
 */
export async function checkUrl(record: JsonRecord): Promise<UrlCheck> {
  const parsed = checkUrlRecord.safeParse(record);
  if (!parsed.success) throw new CommandError("badRecord", z.prettifyError(parsed.error));
  const { url, surface, method, headers, dns, hops, closeAfterHop, allowPrivate } = parsed.data;
  const network = scriptedNetwork({ dns, hops, closeAfterHop: closeAfterHop !== false });
  const client = createHttpClient({ userAgent: "Wirewatch", lookup: network.lookup, connect: network.connect });
  const request: HttpRequest = { url, surface, method, headers, allowPrivate, ...limits };
  try {
    const result = await client.request(method === "POST" || method === "PUT" ? { ...request, body: "{}" } : request);
    return { ...decisionOf(result), dials: network.dials, sent: network.sent };
  } finally {
    await client.close();
  }
}

function decisionOf(result: HttpResult): Pick<UrlCheck, "decision" | "reason"> {
  if (result.kind !== "response") return { decision: "deny", reason: result.reason };
  return { decision: "allow", reason: `answered with status ${result.page.status}` };
}
