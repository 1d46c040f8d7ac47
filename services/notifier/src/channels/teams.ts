import { deliveryVerdict, renderTeams } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import type { FetchedPage } from "@wirewatch/model";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { postJson, secretPartsOf } from "./post-json.ts";
import type { HttpDeps, SuccessReading } from "./post-json.ts";

type TeamsConfig = Pick<Extract<ChannelConfig, { kind: "teams" }>, "url">;
type TeamsDeps = HttpDeps & { readonly resolveSecret: ResolveSecret };

/**
 * Sends messages to Microsoft Teams as Adaptive Cards, through the incoming webhook of a workflow. The address holds the
 * signature that lets us in, so all of it is a secret. A workflow takes no key and has no threads: a repetition after a
 * crash is visible.
 */
export function createTeamsChannel(config: TeamsConfig, deps: TeamsDeps): Channel {
  return {
    kind: "teams",
    channelClass: "chat",
    async send(message, signal) {
      let url: string;
      try {
        url = await deps.resolveSecret(config.url);
      } catch (error) {
        return unsendable(error);
      }
      const post = {
        channelClass: "chat",
        url,
        headers: {},
        body: JSON.stringify(renderTeams(message)),
        secrets: signaturesOf(url),
        readSuccess: (page: FetchedPage, text: string) => workflowReading(page, text, deps.now()),
      } as const;
      return await postJson(post, deps, signal);
    },
  };
}

/** The address, and each of its parameters: an error of the workflow may name the signature alone. */
function signaturesOf(url: string): readonly string[] {
  const parameters = URL.parse(url)?.searchParams ?? new URLSearchParams();
  return [...secretPartsOf(url), ...["sig", "code"].flatMap((name) => parameters.getAll(name))];
}

/**
 * A workflow answers 202 before it posts. Some put the failure of the room behind them into a 200:
 * `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 …`.
 */
function workflowReading(page: FetchedPage, text: string, now: Date): SuccessReading {
  const failure = /^"?Webhook message delivery failed/i.test(text);
  if (!failure) return { verdict: { kind: "sent" }, remoteId: null };
  const status = Number(/HTTP error (\d{3})\b/.exec(text)?.[1] ?? 500);
  const verdict = deliveryVerdict("chat", { kind: "response", status, headers: page.headers }, now);
  const reason = `Teams refused the message behind the workflow: ${status}`;
  return {
    verdict: verdict.kind === "sent" ? { kind: "retry", reason, afterMs: null } : { ...verdict, reason },
    remoteId: null,
  };
}
