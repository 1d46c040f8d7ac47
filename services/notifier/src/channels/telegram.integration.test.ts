import { exampleDigest, exampleMessage, exampleSystem } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel } from "./channel.ts";
import { answer, cut, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { objectOf } from "./fixtures/receiver-checks.ts";
import { readTelegram, telegramBot, telegramErrors } from "./fixtures/telegram-receiver.ts";
import { createTelegramChannel, telegramApiUrl } from "./telegram.ts";
import { testChannel } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const token = "123456789:AAE-abcdefghijk_lmnopqrstuvwxyz012345";
const chat = "-1001234500000";
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => text.replace("${env:BOT_TOKEN}", token),
};

testChannel(
  "a Telegram bot",
  httpStands(
    () => telegramBot(token, chat),
    {
      unavailable: telegramErrors.unavailable,
      rateLimited: telegramErrors.limited,
      rejected: telegramErrors.noChat,
      gone: telegramErrors.blocked,
    },
    (origin, timeoutMs) => createTelegramChannel({ token, chat }, { ...deps, timeoutMs, apiUrl: origin }),
    (body) => ({ id: null, ...readTelegram(body) }),
  ),
  { faults: ["unavailable", "rateLimited", "rejected", "gone", "redirect", "silence", "reset"], carriesId: false },
);

test("Telegram's own address is the Bot API", () => {
  expect(telegramApiUrl).toBe("https://api.telegram.org");
});

describe("a Telegram bot", () => {
  let receiver: HttpReceiver;
  let channel: Channel;
  beforeEach(async () => {
    receiver = await startHttpReceiver(telegramBot(token, chat));
    channel = createTelegramChannel({ token: "${env:BOT_TOKEN}", chat }, { ...deps, apiUrl: receiver.origin });
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  test("lets later messages of an alert answer to its first", async () => {
    const first = await channel.send(exampleMessage(), signal);
    expect(first).toMatchObject({ kind: "sent", status: 200, remoteId: `101 ${chat}` });
    await channel.send(
      exampleMessage({ event: "alert.updated", revision: 2 }),
      signal,
      first.kind === "sent" ? first.remoteId : null,
    );
    const replies = receiver.requests.map(({ body }) => objectOf(body)?.["reply_parameters"]);
    expect(replies).toEqual([undefined, { message_id: 101, allow_sending_without_reply: true }]);
  });

  test.each(["../x 1", "101", "101 @another", ""])("answers to nothing when the first is named %j", async (replyTo) => {
    expect(await channel.send(exampleMessage(), signal, replyTo)).toMatchObject({ kind: "sent" });
    expect(receiver.requests[0]?.body).not.toContain("reply_parameters");
  });

  test.each([
    ["a digest", exampleDigest(), "Kettle prices rise"],
    ["a message about Wirewatch", exampleSystem(), "12 alerts, 11 delivered & 1 waiting."],
  ])("takes %s", async (_, message, words) => {
    expect(await channel.send(message, signal)).toMatchObject({ kind: "sent" });
    expect(readTelegram(receiver.requests[0]?.body ?? "").text).toContain(words);
  });

  test.each<[string, Respond, object]>([
    ["a limit", telegramErrors.limited, { kind: "retry", status: 429, retryAfterMs: 7_000 }],
    [
      "a limit without a time",
      answer(429, {}, '{"ok":false,"error_code":429}'),
      { kind: "retry", retryAfterMs: 15_000 },
    ],
    ["a group that was left", telegramErrors.kicked, { kind: "disable", status: 403 }],
    ["a channel without the bot", telegramErrors.noRights, { kind: "permanent", status: 403 }],
    [
      "a group that became another",
      telegramErrors.migrated,
      { kind: "permanent", reason: 'the Telegram group has a new id: configure chat "-1001234567890"' },
    ],
    [
      "a token that was revoked",
      telegramErrors.badToken,
      { kind: "permanent", reason: "Telegram does not know the bot: Unauthorized; is its token right?" },
    ],
    [
      "an unknown chat",
      telegramErrors.noChat,
      { kind: "permanent", reason: "Telegram refused the message: Bad Request: chat not found" },
    ],
    ["a page of a proxy", answer(502, {}, "<html>"), { kind: "retry", status: 502 }],
    [
      "a page instead of JSON",
      answer(200, {}, "<html>"),
      { kind: "retry", reason: "Telegram's answer cannot be read" },
    ],
    ["a refusal under 200", answer(200, {}, '{"ok":false,"error_code":400}'), { kind: "permanent" }],
    ["an odd id", answer(200, {}, '{"ok":true,"result":{"message_id":"1; x"}}'), { kind: "sent", remoteId: null }],
  ])("reads %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows no token in its results, also when the receiver echoes the address", async () => {
    receiver.answerNext(
      answer(400, {}, JSON.stringify({ ok: false, error_code: 400, description: `no /bot${token}/sendMessage` })),
      answer(500, {}, `cannot POST /bot${encodeURIComponent(token)}/sendMessage`),
      cut,
    );
    const results = [];
    for (let attempt = 0; attempt < 3; attempt += 1) results.push(await channel.send(exampleMessage(), signal));
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry", "retry"]);
    expect(JSON.stringify(results)).not.toContain("AAE-");
  });

  test.each(["", "123456789", `${token}/../x`, `${token}?x=1`, "@newsdesk"])(
    "sends nothing with %j for a token, and does not repeat it",
    async (wrong) => {
      const broken = createTelegramChannel({ token: wrong, chat }, { ...deps, apiUrl: receiver.origin });
      const result = await broken.send(exampleMessage(), signal);
      expect(result).toMatchObject({ kind: "permanent", status: null });
      expect(wrong !== "" && JSON.stringify(result).includes(wrong)).toBe(false);
      expect(receiver.requests).toEqual([]);
    },
  );
});
