import { exampleMessage } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { answer, cut, silence, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { createSlackChannel } from "./slack.ts";
import { testChannel } from "./test-channel.ts";
import type { ChannelStand, ChannelTraits, Fault, ReceivedMessage } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const token = "xoxb-0123456789-abcdef";
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => text.replace("${env:SLACK_TOKEN}", token),
  apiUrl: "https://slack.example/api/chat.postMessage",
};

interface SlackRequest {
  readonly channel?: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly block_id?: string;
    readonly text?: { readonly type: string; readonly text: string };
    readonly elements?: readonly { readonly text: string }[];
  }[];
}

function slackRequest(body: string): SlackRequest {
  const request: SlackRequest = JSON.parse(body);
  return request;
}

function receivedBySlack(body: string): ReceivedMessage {
  const { text, blocks } = slackRequest(body);
  const texts = blocks.flatMap((block) => [
    ...(block.text === undefined ? [] : [block.text.text]),
    ...(block.elements ?? []).map((element) => element.text),
  ]);
  const markup = blocks.flatMap((block) => [
    ...(block.text?.type === "mrkdwn" ? [block.text.text] : []),
    ...(block.elements ?? []).map((element) => element.text),
  ]);
  return {
    id: blocks[0]?.block_id ?? null,
    text: texts.join("\n"),
    markup: [text, ...markup].join("\n"),
  };
}

function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Respond {
  return answer(status, { "content-type": "application/json", ...headers }, JSON.stringify(value));
}

const accepted = json({ ok: true, channel: "C0123", ts: "1772442600.000100" });

function slackStand(
  faults: Readonly<Record<Fault, Respond>>,
  accept: Respond,
  createFor: (origin: string, timeoutMs: number) => ChannelStand["channel"],
): (timeoutMs: number) => Promise<ChannelStand> {
  return async (timeoutMs) => {
    const receiver = await startHttpReceiver(accept);
    const posts = (): HttpReceiver["requests"] => receiver.requests.filter(({ path }) => path === "/slack");
    return {
      channel: createFor(receiver.origin, timeoutMs),
      received: () => posts().map(({ body }) => receivedBySlack(body)),
      failNext: (...names) => receiver.answerNext(...names.map((name) => faults[name])),
      strayRequests: () => receiver.requests.length - posts().length,
      stop: () => receiver.stop(),
    };
  };
}

const transportFaults = { redirect: answer(302, { location: "/stray" }), silence, reset: cut };
const traits: ChannelTraits = {
  faults: ["unavailable", "rateLimited", "rejected", "gone", "redirect", "silence", "reset"],
  carriesId: true,
};

testChannel(
  "a Slack incoming webhook",
  slackStand(
    {
      ...transportFaults,
      unavailable: answer(500, {}, "rollup_error"),
      rateLimited: answer(429, { "retry-after": "7" }),
      rejected: answer(404, {}, "no_service"),
      gone: answer(410, {}, "channel_is_archived"),
    },
    answer(200, {}, "ok"),
    (origin, timeoutMs) => {
      const config = { url: `${origin}/slack`, channel: null, token: null };
      return createSlackChannel(config, { ...deps, timeoutMs });
    },
  ),
  traits,
);

testChannel(
  "Slack's chat.postMessage",
  slackStand(
    {
      ...transportFaults,
      unavailable: json({ ok: false, error: "internal_error" }),
      rateLimited: json({ ok: false, error: "ratelimited" }, 429, { "retry-after": "7" }),
      rejected: json({ ok: false, error: "invalid_auth" }),
      gone: json({ ok: false, error: "is_archived" }),
    },
    accepted,
    (origin, timeoutMs) => {
      const config = { url: null, channel: "#newsdesk", token };
      return createSlackChannel(config, { ...deps, timeoutMs, apiUrl: `${origin}/slack` });
    },
  ),
  traits,
);

function channelTo(origin: string): ChannelStand["channel"] {
  const config = { url: null, channel: "#newsdesk", token: "${env:SLACK_TOKEN}" };
  return createSlackChannel(config, { ...deps, apiUrl: `${origin}/slack` });
}

describe("Slack's chat.postMessage", () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startHttpReceiver(accepted);
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  test("names the room, carries the token, and puts an update into the thread", async () => {
    const channel = channelTo(receiver.origin);
    const first = await channel.send(exampleMessage(), signal);
    expect(first).toMatchObject({ kind: "sent", status: 200, remoteId: "1772442600.000100" });
    await channel.send(
      exampleMessage({ event: "alert.updated", revision: 2 }),
      signal,
      first.kind === "sent" ? first.remoteId : null,
    );
    const bodies = receiver.requests.map(({ body }) => slackRequest(body));
    expect(receiver.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(bodies.map(({ channel: room, thread_ts: thread }) => [room, thread])).toEqual([
      ["#newsdesk", undefined],
      ["#newsdesk", "1772442600.000100"],
    ]);
  });

  test.each<[string, Respond, object]>([
    [
      "a limit named in the text",
      json({ ok: false, error: "rate_limited" }, 200, { "retry-after": "3" }),
      { kind: "retry", retryAfterMs: 3_000 },
    ],
    ["an error that passes", json({ ok: false, error: "fatal_error" }), { kind: "retry" }],
    [
      "a room it does not know",
      json({ ok: false, error: "channel_not_found" }),
      { kind: "permanent", status: 200, reason: "Slack refused the message: channel_not_found" },
    ],
    ["a refusal without a reason", json({ ok: false }), { kind: "permanent" }],
    [
      "a page instead of JSON",
      answer(200, {}, "<html>sign in</html>"),
      { kind: "retry", reason: "Slack's answer cannot be read" },
    ],
    ["JSON of another service", json(["ok"]), { kind: "retry" }],
    ["an odd name for the message", json({ ok: true, ts: "../../x" }), { kind: "sent", remoteId: null }],
  ])("reads %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    expect(await channelTo(receiver.origin).send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows no token in its results", async () => {
    receiver.answerNext(json({ ok: false, error: `bad token ${token}` }), cut);
    const channel = channelTo(receiver.origin);
    const results = [await channel.send(exampleMessage(), signal), await channel.send(exampleMessage(), signal)];
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry"]);
    expect(JSON.stringify(results)).not.toContain(token);
  });
});

test.each([
  [{ url: null, channel: null, token: null }, "Slack needs a token and a channel"],
  [{ url: null, channel: "#newsdesk", token: null }, "Slack needs a token and a channel"],
  [{ url: null, channel: null, token }, "Slack with a token needs a channel"],
])("%j is refused", (config, message) => {
  expect(() => createSlackChannel(config, deps)).toThrow(message);
});
