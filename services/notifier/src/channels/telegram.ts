import { plainText, renderTelegram } from "@wirewatch/alerting";
import type { DeliveryVerdict } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { secretPartsOf } from "./post-json.ts";
import type { HttpDeps } from "./post-json.ts";
import { fieldOf, pauseMs, postAndRead } from "./read-answer.ts";
import type { AnswerReading, ReceiverAnswer } from "./read-answer.ts";

/** Telegram's Bot API. */
export const telegramApiUrl = "https://api.telegram.org";

type TelegramConfig = Pick<Extract<ChannelConfig, { kind: "telegram" }>, "token" | "chat">;
type TelegramDeps = HttpDeps & { readonly resolveSecret: ResolveSecret; readonly apiUrl: string };

/**
 * Sends messages to a chat by a bot; later messages of an alert answer to its first. Telegram takes no key, so a
 * repetition after a crash is visible. The token is part of the address: neither shows up in results.
 *
 * @param deps.apiUrl `telegramApiUrl`, or a stand-in for it
 * @see Telegram Bot API, `sendMessage`
 */
export function createTelegramChannel(config: TelegramConfig, deps: TelegramDeps): Channel {
  return {
    kind: "telegram",
    channelClass: "chat",
    async send(message, signal, replyTo = null) {
      let token: string;
      try {
        token = checkedToken(await deps.resolveSecret(config.token));
      } catch (error) {
        return unsendable(error);
      }
      const url = `${deps.apiUrl}/bot${token}/sendMessage`;
      const post = {
        channelClass: "chat",
        url,
        headers: {},
        body: JSON.stringify({ chat_id: config.chat, ...answering(replyTo, config.chat), ...renderTelegram(message) }),
        secrets: [token, token.slice(token.indexOf(":") + 1), ...secretPartsOf(url)],
      } as const;
      return await postAndRead(post, deps, signal, (answer) => readAnswer(answer, config.chat));
    },
  };
}

/** @throws {RangeError} without the token, when it would change the address it becomes part of */
function checkedToken(token: string): string {
  const trimmed = token.trim();
  if (/^\d{1,20}:[\w-]{10,200}$/.test(trimmed)) return trimmed;
  throw new RangeError(
    "this is no token of a Telegram bot: those are a number, a colon and some 35 letters (see @BotFather)",
  );
}

/**
 * Answers to the first message, unless it is in another chat than the configuration names by now. That it was deleted
 * meanwhile does not keep the next one from being sent.
 */
function answering(remoteId: string | null, chat: string): object {
  const [, id, room] = /^(\d{1,15}) (.+)$/.exec(remoteId ?? "") ?? [];
  if (id === undefined || room !== chat) return {};
  return { reply_parameters: { message_id: Number(id), allow_sending_without_reply: true } };
}

/** Least pause when Telegram names none. */
const slowDownMs = 15_000;

/** Forbidden for good: the person or group wants no message of the bot. */
const unwanted = /blocked by the user|bot was kicked|user is deactivated|chat was deleted/i;

/**
 * All answers are JSON with `ok`; errors have a `description` for people and `parameters` for programs.
 *
 * @see Telegram Bot API, "Making requests", `ResponseParameters`
 */
function readAnswer({ status, json }: ReceiverAnswer, chat: string): AnswerReading | null {
  const isOk = fieldOf(json, "ok");
  if (typeof isOk !== "boolean") {
    if (status < 200 || status > 299) return null;
    return unsent({ kind: "retry", reason: "Telegram's answer cannot be read", afterMs: null });
  }
  if (isOk) {
    const id = fieldOf(fieldOf(json, "result"), "message_id");
    const remoteId = typeof id === "number" && Number.isSafeInteger(id) && id > 0 ? `${id} ${chat}` : null;
    return { verdict: { kind: "sent" }, remoteId };
  }
  const description = fieldOf(json, "description");
  const words = typeof description === "string" ? `: ${plainText(description, 150)}` : "";
  const reason = `Telegram refused the message${words}`;
  const parameters = fieldOf(json, "parameters");
  const code = fieldOf(json, "error_code") ?? status;
  const newChat = fieldOf(parameters, "migrate_to_chat_id");
  if (typeof newChat === "number") {
    return unsent({ kind: "permanent", reason: `the Telegram group has a new id: configure chat "${newChat}"` });
  }
  if (code === 429) {
    const afterMs = pauseMs(fieldOf(parameters, "retry_after")) ?? slowDownMs;
    return unsent({ kind: "retry", reason: `Telegram limits the rate${words}`, afterMs });
  }
  if (code === 401 || code === 404) {
    return unsent({ kind: "permanent", reason: `Telegram does not know the bot${words}; is its token right?` });
  }
  if (typeof code !== "number" || code >= 500) return unsent({ kind: "retry", reason, afterMs: null });
  return unsent({ kind: code === 403 && unwanted.test(words) ? "disable" : "permanent", reason });
}

function unsent(verdict: DeliveryVerdict): AnswerReading {
  return { verdict, remoteId: null };
}
