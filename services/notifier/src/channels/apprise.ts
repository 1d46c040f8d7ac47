import { plainText, renderApprise } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { secretPartsOf } from "./post-json.ts";
import type { HttpDeps } from "./post-json.ts";
import { fieldOf, postAndRead } from "./read-answer.ts";
import type { AnswerReading, ReceiverAnswer } from "./read-answer.ts";

type AppriseConfig = Pick<Extract<ChannelConfig, { kind: "apprise" }>, "target">;
type AppriseDeps = HttpDeps & { readonly resolveSecret: ResolveSecret; readonly appriseUrl: string };

/**
 * Hands messages to an Apprise API, which sends them on to the service that the target names. The target is a
 * password as a whole. There is no key, so a repetition after a crash is visible.
 *
 * @param deps.appriseUrl the API's own address; messages go to `/notify` below it
 * @see Apprise API, "Stateless Solution"
 */
export function createAppriseChannel(config: AppriseConfig, deps: AppriseDeps): Channel {
  return {
    kind: "apprise",
    channelClass: "chat",
    async send(message, signal) {
      let target: string;
      let apiUrl: string;
      try {
        target = (await deps.resolveSecret(config.target)).trim();
        apiUrl = await deps.resolveSecret(deps.appriseUrl);
      } catch (error) {
        return unsendable(error);
      }
      const post = {
        channelClass: "chat",
        url: `${apiUrl.replace(/\/+$/, "")}/notify`,
        headers: { accept: "application/json" },
        body: JSON.stringify({ urls: target, ...renderApprise(message) }),
        secrets: [...partsOf(target), ...secretPartsOf(apiUrl)],
      } as const;
      return await postAndRead(post, deps, signal, readAnswer);
    },
  };
}

/** The target, each of several in it, and whatever stands between the signs of an address, as written and decoded. */
function partsOf(target: string): readonly string[] {
  const pieces = target.split(/[\s,/:@?&=#]+/);
  return [target, ...target.split(/[\s,]+/), ...pieces, ...pieces.map(decoded)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * 204: the target is none that Apprise knows. 424: the service behind it failed, for a reason that Apprise keeps to
 * itself, so the next attempt may go through.
 */
function readAnswer({ status, json }: ReceiverAnswer): AnswerReading | null {
  if (status === 204) {
    return unsent("permanent", "Apprise found no service to notify: it does not understand the target");
  }
  if (status === 424) return unsent("retry", "Apprise could not hand the message to the service behind the target");
  const error = fieldOf(json, "error");
  if (status < 400 || status > 499 || [408, 410, 425, 429].includes(status) || typeof error !== "string") return null;
  return unsent("permanent", `Apprise refused the message: ${plainText(error, 150)}`);
}

function unsent(kind: "permanent" | "retry", reason: string): AnswerReading {
  const verdict = kind === "retry" ? ({ kind, reason, afterMs: null } as const) : ({ kind, reason } as const);
  return { verdict, remoteId: null };
}
