import { signWebhook, webhookBody } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { postJson, secretPartsOf } from "./post-json.ts";
import type { HttpDeps, JsonPost } from "./post-json.ts";

type WebhookConfig = Pick<Extract<ChannelConfig, { kind: "webhook" }>, "url" | "secrets">;
type WebhookDeps = HttpDeps & { readonly resolveSecret: ResolveSecret };

/**
 * Sends messages as Standard Webhooks: JSON, signed with every configured secret, the delivery's id as `webhook-id` on
 * every attempt and the time of the attempt as `webhook-timestamp`. Without a secret it is sent unsigned.
 *
 * @see Standard Webhooks 1.0.0
 */
export function createWebhookChannel(config: WebhookConfig, deps: WebhookDeps): Channel {
  return {
    kind: "webhook",
    channelClass: "webhook",
    async send(message, signal) {
      let post: JsonPost;
      try {
        post = await signedPost(message, config, deps);
      } catch (error) {
        return unsendable(error);
      }
      return await postJson(post, deps, signal);
    },
  };
}

async function signedPost(message: OutgoingMessage, config: WebhookConfig, deps: WebhookDeps): Promise<JsonPost> {
  const url = await deps.resolveSecret(config.url);
  const secrets = await Promise.all(config.secrets.map(async (secret) => deps.resolveSecret(secret)));
  const body = webhookBody(message);
  const timestampSeconds = Math.floor(deps.now().getTime() / 1_000);
  const identity = { "webhook-id": message.id, "webhook-timestamp": String(timestampSeconds) };
  return {
    channelClass: "webhook",
    url,
    headers:
      secrets.length === 0
        ? identity
        : {
            ...identity,
            "webhook-signature": signWebhook(secrets, message.id, timestampSeconds, body),
          },
    body,
    secrets: [...secrets, ...secretPartsOf(url)],
    readSuccess: null,
  };
}
