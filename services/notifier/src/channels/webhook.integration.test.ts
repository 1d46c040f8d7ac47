import { createHttpClient } from "@wirewatch/runtime";
import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "@wirewatch/alerting";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { answer, cut, silence, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { testChannel } from "./test-channel.ts";
import type { Fault } from "./test-channel.ts";
import { createWebhookChannel } from "./webhook.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const secret = `whsec_${Buffer.from("a secret of twenty-nine bytes").toString("base64")}`;
const oldSecret = `whsec_${Buffer.from("the secret that is on its way out").toString("base64")}`;
const environment: Readonly<Record<string, string>> = {
  "${env:NEW}": secret,
  "${env:OLD}": oldSecret,
};

const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret(text: string): string {
    if (text.includes("MISSING")) throw new Error("the environment variable MISSING is not set");
    return environment[text] ?? text;
  },
};

const faults: Readonly<Record<Exclude<Fault, "rejected">, Respond>> = {
  unavailable: answer(500),
  rateLimited: answer(429, { "retry-after": "7" }),
  gone: answer(410),
  redirect: answer(301, { location: "/stray" }),
  silence,
  reset: cut,
};

testChannel(
  "a webhook",
  async (timeoutMs) => {
    const receiver = await startHttpReceiver(answer(204));
    const hooks = (): HttpReceiver["requests"] => receiver.requests.filter(({ path }) => path === "/hook");
    return {
      channel: createWebhookChannel(
        { url: `${receiver.origin}/hook`, secrets: ["${env:NEW}"] },
        { ...deps, timeoutMs },
      ),
      received: () =>
        hooks().map(({ headers, body }) => {
          const { data }: { readonly data: unknown } = JSON.parse(body);
          const snippets = textsOf(data, "snippet");
          return {
            id: String(headers["webhook-id"]),
            text: [textsOf(data), snippets.replaceAll("&#39;", "'")].join("\n"),
            markup: snippets,
          };
        }),
      failNext: (...names) =>
        receiver.answerNext(...names.map((name) => (name === "rejected" ? answer(500) : faults[name]))),
      strayRequests: () => receiver.requests.length - hooks().length,
      stop: () => receiver.stop(),
    };
  },
  {
    faults: ["unavailable", "rateLimited", "gone", "redirect", "silence", "reset"],
    carriesId: true,
  },
);

/** All texts and numbers in a JSON value, or those with this name. */
function textsOf(value: unknown, name: string | null = null): string {
  if (typeof value === "string" || typeof value === "number") return name === null ? String(value) : "";
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .map(([key, each]) => textsOf(each, key === name ? null : name))
    .join("\n");
}

describe("a webhook", () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startHttpReceiver(answer(200, {}, "thanks"));
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  test("verifies with an unmodified Standard Webhooks library, with either secret during rotation", async () => {
    const channel = createWebhookChannel(
      { url: `${receiver.origin}/hook`, secrets: ["${env:NEW}", "${env:OLD}"] },
      deps,
    );
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "sent",
      status: 200,
      excerpt: "thanks",
    });
    const [request] = receiver.requests;
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    for (const key of [secret, oldSecret]) {
      expect(new Webhook(key).verify(request?.body ?? "", headers)).toMatchObject({
        type: "alert.opened",
      });
    }
    expect(() => new Webhook(secret).verify(`${request?.body ?? ""} `, headers)).toThrow("No matching signature");
    expect(request?.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  test("verifies for messages of every kind, also hostile ones, while a secret is replaced", async () => {
    const channel = createWebhookChannel(
      { url: `${receiver.origin}/hook`, secrets: ["${env:NEW}", "${env:OLD}"] },
      deps,
    );
    const examples = [exampleMessage(), exampleNotice(), exampleDigest(), exampleSystem()];
    const random = Array.from({ length: 200 }, (_, seed) => randomMessage(seededRandom(seed)));
    for (const message of [...examples, ...random]) {
      expect(await channel.send(message, signal)).toMatchObject({ kind: "sent" });
      const { headers, body } = receiver.requests.at(-1) ?? { headers: {}, body: "" };
      const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      for (const key of [secret, oldSecret]) {
        expect(new Webhook(key).verify(body, sent)).toMatchObject({ type: message.event, timestamp: message.at });
      }
      expect(sent["webhook-id"]).toBe(message.id);
      expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    }
  });

  test("dates each attempt anew, with the same body", async () => {
    let now = new Date("2026-03-02T09:00:00Z");
    const channel = createWebhookChannel(
      { url: `${receiver.origin}/hook`, secrets: [secret] },
      { ...deps, now: () => now },
    );
    await channel.send(exampleMessage(), signal);
    now = new Date("2026-03-02T09:05:00.900Z");
    await channel.send(exampleMessage(), signal);
    const [first, second] = receiver.requests;
    expect(first?.headers["webhook-timestamp"]).toBe("1772442000");
    expect(second?.headers["webhook-timestamp"]).toBe("1772442300");
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
  });

  test("without a secret is sent unsigned", async () => {
    const channel = createWebhookChannel({ url: `${receiver.origin}/hook`, secrets: [] }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({ kind: "sent" });
    expect(receiver.requests[0]?.headers).not.toHaveProperty("webhook-signature");
  });

  test.each<[string, Respond, object]>([
    [
      "asks to stop this message",
      answer(500, { "webhook-delivery": "abort-message" }),
      { kind: "permanent", status: 500 },
    ],
    ["is overloaded", answer(502), { kind: "retry", retryAfterMs: 15_000 }],
    [
      "does not know the path",
      answer(404, {}, "no such hook"),
      { kind: "retry", status: 404, excerpt: "no such hook" },
    ],
    ["answers a megabyte and more", answer(200, {}, "x".repeat(1_100_000)), { kind: "retry", status: null }],
    ["answers what a terminal would obey", answer(500, {}, "\u001B[2J\0no\r\n"), { kind: "retry", excerpt: "[2Jno" }],
  ])("whose receiver %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    const channel = createWebhookChannel({ url: `${receiver.origin}/hook`, secrets: [secret] }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test.each([
    [
      "a secret is missing",
      "https://hooks.example.com/",
      "${env:MISSING}",
      "the environment variable MISSING is not set",
    ],
    [
      "a secret is malformed",
      "https://hooks.example.com/",
      "whsec_c2hvcnQ=",
      "webhook secret 1 has 5 bytes; 24 to 64 are needed",
    ],
    ["the address is none", "hooks", secret, "the receiver's address is not a valid URL"],
    ["the address is private", "http://10.0.0.1/", secret, expect.stringContaining("10.0.0.1")],
  ])("is a dead letter at once when %s", async (_, url, key, reason) => {
    const channel = createWebhookChannel({ url, secrets: [key] }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "permanent",
      reason,
    });
  });

  test("shows no secret in its results, also when the receiver echoes them", async () => {
    const url = `${receiver.origin}/hook/T0K3N-in-the-path?key=T0K3N-in-the-query`;
    receiver.answerNext(
      (request, response) => void response.writeHead(500).end(`cannot ${request.path}, ${secret}`),
      cut,
    );
    const channel = createWebhookChannel({ url, secrets: [secret] }, deps);
    const results = [await channel.send(exampleMessage(), signal), await channel.send(exampleMessage(), signal)];
    expect(results.map(({ kind }) => kind)).toEqual(["retry", "retry"]);
    expect(results[0]?.excerpt).toBe("cannot ***, ***");
    expect(JSON.stringify(results)).not.toMatch(/T0K3N|whsec_/);
  });
});
