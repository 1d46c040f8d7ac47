import { plainText, renderNtfy } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { secretPartsOf } from "./post-json.ts";
import type { HttpDeps, JsonPost } from "./post-json.ts";
import { fieldOf, postAndRead } from "./read-answer.ts";
import type { AnswerReading, ReceiverAnswer } from "./read-answer.ts";

type NtfyConfig = Pick<Extract<ChannelConfig, { kind: "ntfy" }>, "topicUrl" | "token" | "priority">;
type NtfyDeps = HttpDeps & { readonly resolveSecret: ResolveSecret };

/**
 * Sends messages to a topic of an ntfy server, as JSON, so that no text becomes a header. The delivery's id is the
 * `sequence_id`, by which servers from 2.16 on let a repetition replace what is shown already.
 *
 * @see ntfy, "Publish as JSON", "Updating notifications"
 */
export function createNtfyChannel(config: NtfyConfig, deps: NtfyDeps): Channel {
  return {
    kind: "ntfy",
    channelClass: "push",
    async send(message, signal) {
      let post: Omit<JsonPost, "readSuccess">;
      try {
        post = await postFor(message, config, deps);
      } catch (error) {
        return unsendable(error);
      }
      return await postAndRead(post, deps, signal, readAnswer);
    },
  };
}

const priorities = { min: 1, low: 2, default: 3, high: 4, max: 5 } as const;

async function postFor(
  message: OutgoingMessage,
  { topicUrl, token, priority }: NtfyConfig,
  deps: NtfyDeps,
): Promise<Omit<JsonPost, "readSuccess">> {
  const address = await deps.resolveSecret(topicUrl);
  const { serverUrl, topic } = targetOf(address);
  const bearer = token === null ? null : await deps.resolveSecret(token);
  const fixed = priority === null ? {} : { priority: priorities[priority] };
  return {
    channelClass: "push",
    url: serverUrl,
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ topic, sequence_id: message.id, ...renderNtfy(message), ...fixed }),
    secrets: [...secretPartsOf(address), topic, ...(bearer === null ? [] : [bearer])],
  };
}

/**
 * `https://ntfy.example.org/desk` is the topic `desk` of `https://ntfy.example.org/`.
 *
 * @throws {RangeError} without the address, which is a password of sorts
 */
function targetOf(address: string): { readonly serverUrl: string; readonly topic: string } {
  const url = URL.parse(address);
  const [, folder = "", topic = ""] = /^(.*\/)([^/]+)\/?$/.exec(url?.pathname ?? "") ?? [];
  if (url === null || !/^[-\w]{1,64}$/.test(topic)) {
    throw new RangeError("the address of the ntfy topic must end in its name, as https://ntfy.example.org/desk does");
  }
  url.pathname = folder;
  url.hash = "";
  return { serverUrl: url.href, topic };
}

/** Errors are JSON with a code of ntfy's own and a sentence in `error`. */
function readAnswer({ status, json }: ReceiverAnswer): AnswerReading | null {
  if (status >= 200 && status < 300) {
    const id = fieldOf(json, "id");
    return { verdict: { kind: "sent" }, remoteId: typeof id === "string" && /^\w{1,64}$/.test(id) ? id : null };
  }
  const error = fieldOf(json, "error");
  const isRefused = [400, 401, 403, 404, 413].includes(status);
  if (!isRefused || typeof error !== "string") return null;
  return {
    verdict: { kind: "permanent", reason: `ntfy refused the message: ${plainText(error, 150)}` },
    remoteId: null,
  };
}
