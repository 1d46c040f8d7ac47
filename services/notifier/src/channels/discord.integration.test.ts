import { exampleDigest, exampleMessage, exampleSystem } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDiscordChannel } from "./discord.ts";
import { discordErrors, discordWebhook, readDiscord } from "./fixtures/discord-receiver.ts";
import { answer, cut, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { testChannel } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const token = "kKq8wZ-T0ken_of_the_webhook";
const path = `/api/webhooks/1290000000000000001/${token}`;
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => text,
};

testChannel(
  "a Discord webhook",
  httpStands(
    () => discordWebhook(path),
    {
      unavailable: discordErrors.unavailable,
      rateLimited: discordErrors.limited,
      rejected: discordErrors.badToken,
      gone: discordErrors.unknown,
    },
    (origin, timeoutMs) => createDiscordChannel({ url: `${origin}${path}` }, { ...deps, timeoutMs }),
    (body) => ({ id: null, ...readDiscord(body) }),
  ),
  { faults: ["unavailable", "rateLimited", "rejected", "gone", "redirect", "silence", "reset"], carriesId: false },
);

describe("a Discord webhook", () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startHttpReceiver(discordWebhook(path));
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  test("waits for the message and learns its id, and keeps the thread that the address names", async () => {
    const channel = createDiscordChannel({ url: `${receiver.origin}${path}?thread_id=42` }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "sent",
      status: 200,
      remoteId: "1301234567890123456",
    });
    expect(receiver.requests[0]?.path).toBe(`${path}?thread_id=42&wait=true`);
  });

  test.each([
    ["a digest", exampleDigest(), "Kettle prices rise"],
    ["a message about Wirewatch", exampleSystem(), "12 alerts, 11 delivered & 1 waiting."],
  ])("takes %s", async (_, message, words) => {
    const channel = createDiscordChannel({ url: `${receiver.origin}${path}` }, deps);
    expect(await channel.send(message, signal)).toMatchObject({ kind: "sent" });
    expect(readDiscord(receiver.requests[0]?.body ?? "").text).toContain(words);
  });

  test.each<[string, Respond, object]>([
    ["a pause of a third of a second", discordErrors.limitedABit, { kind: "retry", retryAfterMs: 351 }],
    [
      "a limit of all webhooks",
      discordErrors.limitedABit,
      { reason: "Discord limits the rate (for all of its webhooks)" },
    ],
    ["a page of its proxy that limits", answer(429, { "retry-after": "60" }, "<html>"), { retryAfterMs: 60_000 }],
    ["a limit without a time", answer(429, {}, '{"retry_after":"soon"}'), { kind: "retry", retryAfterMs: 15_000 }],
    ["a pause of years", answer(429, {}, '{"retry_after":1e12}'), { kind: "retry", retryAfterMs: 86_400_000 }],
    [
      "a webhook that was deleted",
      discordErrors.unknown,
      { kind: "disable", status: 404, reason: "Discord knows this webhook no more: Unknown Webhook" },
    ],
    ["a page not found", answer(404, {}, "<html>"), { kind: "disable" }],
    [
      "no right to write",
      discordErrors.forbidden,
      { kind: "permanent", reason: "Discord refused the message: Missing Access" },
    ],
    ["a refusal by its proxy", answer(403, {}, "error code: 1010"), { kind: "permanent", status: 403 }],
    ["a request that took too long", answer(408, {}, '{"message":"timeout"}'), { kind: "retry" }],
    ["an answer that is no message", answer(200, {}, "<html>"), { kind: "sent", remoteId: null }],
    ["an odd id", answer(200, {}, '{"id":"../../x"}'), { kind: "sent", remoteId: null }],
  ])("reads %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    const channel = createDiscordChannel({ url: `${receiver.origin}${path}` }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows no token in its results, also when the receiver echoes it", async () => {
    receiver.answerNext(answer(400, {}, `{"message":"bad ${token}"}`), answer(500, {}, `cannot POST ${path}`), cut);
    const channel = createDiscordChannel({ url: `${receiver.origin}${path}` }, deps);
    const results = [];
    for (let attempt = 0; attempt < 3; attempt += 1) results.push(await channel.send(exampleMessage(), signal));
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry", "retry"]);
    expect(JSON.stringify(results)).not.toMatch(/T0ken/);
  });

  test.each([
    ["the address is none", "hooks", "the receiver's address is not a valid URL"],
    ["the address is private", "http://10.0.0.1/api/webhooks/1/abcdefgh", expect.stringContaining("10.0.0.1")],
  ])("is a dead letter at once when %s", async (_, url, reason) => {
    const channel = createDiscordChannel({ url }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({ kind: "permanent", reason });
  });
});
