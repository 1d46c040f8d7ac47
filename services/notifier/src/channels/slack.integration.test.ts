import { exampleMessage } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel, SendResult } from "./channel.ts";
import { answer, cut, silence, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { readSlack, slackCall, slackJson, slackToken, slackWorkspace } from "./fixtures/slack-receiver.ts";
import type { SlackWorkspace } from "./fixtures/slack-receiver.ts";
import { createSlackChannel } from "./slack.ts";
import { testChannel } from "./test-channel.ts";
import type { ChannelTraits } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => text.replace("${env:SLACK_TOKEN}", slackToken),
  apiUrl: "https://slack.example/api/",
};
const room = {
  url: null,
  channel: "#newsdesk",
  token: "${env:SLACK_TOKEN}",
  threadBy: "story",
  updateInPlace: false,
} as const;

const traits: ChannelTraits = {
  faults: ["unavailable", "rateLimited", "rejected", "gone", "redirect", "silence", "reset"],
  carriesId: true,
};

testChannel(
  "a Slack incoming webhook",
  httpStands(
    () => answer(200, {}, "ok"),
    {
      unavailable: answer(500, {}, "rollup_error"),
      rateLimited: answer(429, { "retry-after": "7" }),
      rejected: answer(404, {}, "no_service"),
      gone: answer(410, {}, "channel_is_archived"),
    },
    (origin, timeoutMs) =>
      createSlackChannel({ ...room, url: `${origin}/slack`, channel: null, token: null }, { ...deps, timeoutMs }),
    readSlack,
  ),
  traits,
);

testChannel(
  "Slack's chat.postMessage",
  httpStands(
    () => slackWorkspace().respond,
    {
      unavailable: slackJson({ ok: false, error: "internal_error" }),
      rateLimited: slackJson({ ok: false, error: "ratelimited" }, 429, { "retry-after": "7" }),
      rejected: slackJson({ ok: false, error: "invalid_auth" }),
      gone: slackJson({ ok: false, error: "is_archived" }),
    },
    (origin, timeoutMs) => createSlackChannel(room, { ...deps, timeoutMs, apiUrl: `${origin}/api/` }),
    readSlack,
  ),
  traits,
);

const first = "dl_0000000000000000000000000000000000000001";
const titled = (title: string): Pick<ReturnType<typeof exampleMessage>, "article"> => ({
  article: { ...exampleMessage().article, title },
});
const update = exampleMessage({ event: "alert.updated", revision: 2, ...titled("Recall widens") });

describe("a room in Slack", () => {
  let workspace: SlackWorkspace;
  let receiver: HttpReceiver;
  beforeEach(async () => {
    workspace = slackWorkspace();
    receiver = await startHttpReceiver(workspace.respond);
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  function channelWith(changes: Partial<Parameters<typeof createSlackChannel>[0]> = {}): Channel {
    return createSlackChannel({ ...room, ...changes }, { ...deps, apiUrl: `${receiver.origin}/api/` });
  }

  const remoteIdOf = (result: SendResult): string | null => (result.kind === "sent" ? result.remoteId : null);
  const methods = (): readonly string[] => receiver.requests.map(({ path }) => path.replace("/api/", ""));

  test("gets later messages of an alert in the thread of the first", async () => {
    const channel = channelWith();
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    expect(sent).toMatchObject({ kind: "sent", status: 200, remoteId: "1772442600.000101 C0123 #newsdesk" });
    expect(await channel.send(update, signal, remoteIdOf(sent))).toMatchObject({ kind: "sent" });
    expect(workspace.messages).toMatchObject([
      { threadTs: null, title: "Acme Corp recalls heaters" },
      { threadTs: "1772442600.000101", isBroadcast: false, title: "Recall widens" },
    ]);
  });

  test("shows reminders to those who do not follow the thread, too", async () => {
    const channel = channelWith();
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    await channel.send(exampleMessage({ event: "alert.reminder" }), signal, remoteIdOf(sent));
    expect(workspace.messages[1]).toMatchObject({ threadTs: "1772442600.000101", isBroadcast: true });
  });

  test("has no threads where the configuration wants none", async () => {
    const channel = channelWith({ threadBy: "none" });
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    await channel.send(update, signal, remoteIdOf(sent));
    expect(workspace.messages.map(({ threadTs }) => threadTs)).toEqual([null, null]);
  });

  test("has its first message kept up to date: newest state above, the change in the thread", async () => {
    const channel = channelWith({ updateInPlace: true });
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    await channel.send(update, signal, remoteIdOf(sent));
    expect(workspace.messages).toMatchObject([
      { threadTs: null, title: "Recall widens" },
      { threadTs: "1772442600.000101", title: "Recall widens" },
    ]);
    await channel.send(exampleMessage({ event: "alert.reminder" }), signal, remoteIdOf(sent));
    expect(workspace.messages[0]?.title).toBe("Recall widens");
    expect(methods()).toEqual(["chat.postMessage", "chat.update", "chat.postMessage", "chat.postMessage"]);
  });

  test.each<[string, Respond]>([
    ["may not be changed any more", slackJson({ ok: false, error: "edit_window_closed" })],
    ["cannot be changed now", slackJson({ ok: false, error: "internal_error" })],
    ["meets an error", answer(500)],
    ["is cut off", cut],
  ])("gets the message all the same when the first one %s", async (_, respond) => {
    const channel = channelWith({ updateInPlace: true });
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    receiver.answerNext(respond);
    expect(await channel.send(update, signal, remoteIdOf(sent))).toMatchObject({ kind: "sent" });
    expect(workspace.messages.map(({ title }) => title)).toEqual(["Acme Corp recalls heaters", "Recall widens"]);
  });

  test("is left alone when it limits the rate of changes", async () => {
    const channel = channelWith({ updateInPlace: true });
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    receiver.answerNext(slackJson({ ok: false, error: "ratelimited" }, 429, { "retry-after": "9" }));
    expect(await channel.send(update, signal, remoteIdOf(sent))).toMatchObject({ kind: "retry", retryAfterMs: 9_000 });
    expect(methods()).toEqual(["chat.postMessage", "chat.update"]);
  });

  test("gets a message of its own when the first one was deleted", async () => {
    const channel = channelWith({ updateInPlace: true });
    const sent = await channel.send(exampleMessage({ id: first }), signal);
    workspace.forget("1772442600.000101");
    expect(await channel.send(update, signal, remoteIdOf(sent))).toMatchObject({
      kind: "sent",
      remoteId: "1772442600.000102 C0123 #newsdesk",
    });
    expect(workspace.messages).toMatchObject([{ threadTs: null, title: "Recall widens" }]);
  });

  test.each<[string, string | null, string | undefined]>([
    ["an id as older versions kept it", "1772442600.000101", "1772442600.000101"],
    ["another room than the configuration has now", "1772442600.000101 C9999 #other", undefined],
    ["something else", "<al_1@wirewatch.example.org>", undefined],
    ["nothing", null, undefined],
  ])("after %s has the thread %s", async (_, replyTo, thread) => {
    await channelWith({ updateInPlace: true }).send(update, signal, replyTo);
    expect(slackCall(receiver.requests[0]?.body ?? "").thread_ts).toBe(thread);
    expect(methods()).not.toContain("chat.update");
  });

  test("takes an attempt for no longer than it may last, also in three calls", async () => {
    const hasty = createSlackChannel(
      { ...room, updateInPlace: true },
      { ...deps, apiUrl: `${receiver.origin}/api/`, timeoutMs: 600 },
    );
    receiver.answerNext(silence, slackJson({ ok: false, error: "thread_not_found" }), silence);
    const startedAt = performance.now();
    const result = await hasty.send(update, signal, "1772442600.000101 C0123 #newsdesk");
    expect(result).toMatchObject({ kind: "retry", status: null });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(methods()).toEqual(["chat.update", "chat.postMessage", "chat.postMessage"]);
  });

  test.each<[string, Respond, object]>([
    [
      "a limit named in the text",
      slackJson({ ok: false, error: "rate_limited" }, 200, { "retry-after": "3" }),
      { kind: "retry", retryAfterMs: 3_000 },
    ],
    ["an error that passes", slackJson({ ok: false, error: "fatal_error" }), { kind: "retry" }],
    [
      "a room it does not know",
      slackJson({ ok: false, error: "channel_not_found" }),
      { kind: "permanent", status: 200, reason: "Slack refused the message: channel_not_found" },
    ],
    ["a refusal without a reason", slackJson({ ok: false }), { kind: "permanent" }],
    [
      "a page instead of JSON",
      answer(200, {}, "<html>sign in</html>"),
      { kind: "retry", reason: "Slack's answer cannot be read" },
    ],
    ["JSON of another service", slackJson(["ok"]), { kind: "retry" }],
    ["an odd name for the message", slackJson({ ok: true, ts: "../../x" }), { kind: "sent", remoteId: null }],
    ["an odd name for the room", slackJson({ ok: true, ts: "1.2", channel: "a b" }), { kind: "sent", remoteId: "1.2" }],
  ])("answers %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    expect(await channelWith().send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows no token in its results", async () => {
    receiver.answerNext(slackJson({ ok: false, error: `bad token ${slackToken}` }), cut);
    const channel = channelWith();
    const results = [await channel.send(exampleMessage(), signal), await channel.send(exampleMessage(), signal)];
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry"]);
    expect(JSON.stringify(results)).not.toContain(slackToken);
  });
});

test.each([
  [{ url: null, channel: null, token: null }, "Slack needs a token and a channel"],
  [{ url: null, channel: "#newsdesk", token: null }, "Slack needs a token and a channel"],
  [{ url: null, channel: null, token: slackToken }, "Slack with a token needs a channel"],
])("%j is refused", (config, message) => {
  expect(() => createSlackChannel({ ...room, ...config }, deps)).toThrow(message);
});
