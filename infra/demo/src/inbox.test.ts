import { exampleMessage, webhookBody } from "@wirewatch/alerting";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startInbox } from "./inbox.ts";
import type { Inbox } from "./inbox.ts";

const now = (): Date => new Date("2031-11-21T19:57:00Z");
let inbox: Inbox;

beforeEach(async () => {
  inbox = await startInbox({ host: "127.0.0.1", port: 0, now });
});

afterEach(() => inbox.close());

function deliver(id: string, body: string, secret = inbox.secret): Promise<Response> {
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(now().getTime() / 1000),
    "webhook-signature": new Webhook(secret).sign(id, now(), body),
  };
  return fetch(inbox.webhookUrl, { method: "POST", headers, body });
}

const message = exampleMessage({ topic: { id: "grain", name: "Grain <exports>" } });

test("shows what the notifier sends, with the matched words marked", async () => {
  expect((await deliver("msg_1", webhookBody(message))).status).toBe(204);
  const html = await (await fetch(inbox.url)).text();
  expect(html).toContain("Grain &lt;exports&gt;");
  expect(html).toContain(`href="${message.article.url}"`);
  expect(html).toMatch(/<mark>[^<]+<\/mark>/);
  expect(html).toContain("1 alert, none of them twice");
});

test("keeps a repeated delivery once and counts it", async () => {
  await deliver("msg_1", webhookBody(message));
  await deliver("msg_1", webhookBody(message));
  await deliver("msg_2", webhookBody(message));
  expect(inbox.messages().map(({ id, received }) => [id, received])).toEqual([
    ["msg_1", 2],
    ["msg_2", 1],
  ]);
  const listed: unknown = await (await fetch(`${inbox.url}/messages`)).json();
  expect(listed).toMatchObject([{ id: "msg_1", payload: { data: { topic: { id: "grain" } } } }, { id: "msg_2" }]);
  expect(await (await fetch(inbox.url)).text()).toContain("delivered 2 times");
});

test("refuses a wrong signature and keeps nothing of it", async () => {
  const response = await deliver(
    "msg_1",
    webhookBody(message),
    "whsec_c29tZW9uZSBlbHNlJ3Mgc2VjcmV0IHRoYXQgaXMgbG9uZw==",
  );
  expect(response.status).toBe(401);
  expect(inbox.messages()).toEqual([]);
});

test.each(["not JSON", '{"type":"alert.opened"}', "[]"])("refuses a signed body that is no alert: %s", async (body) => {
  expect((await deliver("msg_1", body)).status).toBe(400);
});

test("refuses a body of more than a megabyte", async () => {
  expect((await deliver("msg_1", " ".repeat(1024 * 1024 + 1))).status).toBe(413);
});

test("nothing that arrives can act in the page", async () => {
  const hostile = {
    type: "alert.opened",
    timestamp: message.at,
    data: {
      topic: { id: "x", name: "<img src=x>" },
      severity: '"><script>',
      story: { title: "", sources: 1 },
      article: {
        url: "javascript:alert(1)",
        title: "<script>alert(2)</script>",
        source: "<b>",
        published_at: null,
      },
      why: [
        {
          query: "<i>",
          snippet: "a <mark>b</mark> <script>alert(3)</script> &lt;u&gt; <mark><script></mark>",
        },
      ],
    },
  };
  expect((await deliver("msg_1", JSON.stringify(hostile))).status).toBe(204);
  const response = await fetch(inbox.url);
  const html = await response.text();
  expect(html).not.toMatch(/<script|<img|<u>|<i>|<b>|href="javascript/);
  expect(html).toContain("<mark>b</mark> &lt;script&gt;alert(3)&lt;/script&gt; &lt;u&gt; <mark>&lt;script&gt;</mark>");
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self'/);
});

test("serves its style itself and nothing else", async () => {
  expect((await fetch(`${inbox.url}/inbox.css`)).headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect((await fetch(`${inbox.url}/none`)).status).toBe(404);
  expect((await fetch(inbox.webhookUrl, { method: "PUT", body: "" })).status).toBe(405);
});
