import { readFileSync } from "node:fs";
import { isEvent, parsePayload } from "./inbox-message.ts";
import type { InboxMessage } from "./inbox-message.ts";
import { inboxPage } from "./inbox-page.ts";
import { openLocalServer, plainReply } from "./local-server.ts";
import type { LocalRequest, Reply } from "./local-server.ts";
import { checkWebhook, newWebhookSecret } from "./webhook-check.ts";

export interface Inbox {
  /** Address of the page, without a final slash. */
  readonly url: string;
  /** Where webhooks are sent. */
  readonly webhookUrl: string;
  /** What the sender has to sign with. */
  readonly secret: string;
  /** Oldest first. */
  messages(): readonly InboxMessage[];
  close(): Promise<void>;
}

export interface InboxOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly now: () => Date;
  /** `whsec_` and base64; a fresh one when not given. */
  readonly secret?: string;
  /** Called when a message arrives for the first time. */
  readonly onMessage?: (message: InboxMessage) => void;
}

/** Path that takes webhooks. */
export const webhookPath = "/webhook";

/** Older messages are forgotten. */
const keptMessages = 500;

/** The page loads nothing but its own style and runs nothing. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style = readFileSync(new URL("../styles/inbox.css", import.meta.url));

/**
 * Starts a receiver of signed webhooks with a page that shows what arrived (`/`, and `/messages` as JSON).
 *
 * @throws {Error} when the port is taken
 */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const { host, port, now, secret = newWebhookSecret(), onMessage = () => undefined } = options;
  const messages = new Map<string, InboxMessage>();

  function receive({ headers, body }: LocalRequest): Reply {
    const check = checkWebhook(secret, headers, body, now());
    if (check.kind === "rejected") return plainReply(401, check.why);
    const payload = parsePayload(body);
    // Tests of a receiver, digests and words about sources arrive as well; only alerts are shown.
    if (payload === null && isEvent(body)) return { status: 204, mediaType: "text/plain", body: "" };
    if (payload === null) return plainReply(400, "the body is no event of Wirewatch");
    const at = now().toISOString();
    const known = messages.get(check.id);
    if (known !== undefined) {
      messages.set(check.id, { ...known, lastReceivedAt: at, received: known.received + 1 });
    } else {
      const message = {
        id: check.id,
        firstReceivedAt: at,
        lastReceivedAt: at,
        received: 1,
        payload,
      };
      messages.set(check.id, message);
      const oldest = messages.keys().next();
      if (messages.size > keptMessages && oldest.value !== undefined) messages.delete(oldest.value);
      onMessage(message);
    }
    return { status: 204, mediaType: "text/plain", body: "" };
  }

  function show(path: string): Reply {
    const all = [...messages.values()];
    switch (path) {
      case "/":
        return {
          status: 200,
          mediaType: "text/html; charset=utf-8",
          body: inboxPage(all.toReversed(), now()).markup,
        };
      case "/messages":
        return { status: 200, mediaType: "application/json", body: JSON.stringify(all, null, 1) };
      case "/inbox.css":
        return { status: 200, mediaType: "text/css; charset=utf-8", body: style };
      default:
        return plainReply(404, "The inbox has a page at / and JSON at /messages.");
    }
  }

  const server = await openLocalServer({
    host,
    port,
    answer(request) {
      const { method, url } = request;
      const isRead = method === "GET" || method === "HEAD";
      if (method === "POST" && url.pathname === webhookPath) return receive(request);
      const reply = isRead ? show(url.pathname) : plainReply(405, `Webhooks are sent with POST to ${webhookPath}.`);
      return {
        ...reply,
        headers: { "content-security-policy": contentSecurityPolicy, "cache-control": "no-store" },
      };
    },
  });
  return {
    url: server.url,
    webhookUrl: server.url + webhookPath,
    secret,
    messages: () => [...messages.values()],
    close: () => server.close(),
  };
}
