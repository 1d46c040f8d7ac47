import type { ChannelConfig } from "@wirewatch/config";
import type { SendResult } from "@wirewatch/notifier";

type Failure = Exclude<SendResult, { kind: "sent" }>;

/** What a person can do about a message that a channel did not take. */
export function failureAdvice(kind: ChannelConfig["kind"], { status, reason, kind: failure }: Failure): string {
  if (/\$\{(?:env|file):|environment variable|cannot be read/u.test(reason)) {
    return "set the variable, or write the file, that alerts.yaml names, where this command and the notifier run";
  }
  if (kind === "email") return mailAdvice(status);
  if (status === 429) return "wait a while: the other side takes no more messages now";
  if (status === 401 || status === 403)
    return `${credentials[kind] ?? "check the secret"}; the notifier reads it again by itself`;
  if (status === 404 || status === 410 || failure === "disable") {
    return "the address does not exist any more: make a new one there and put it where alerts.yaml refers to";
  }
  if (status === null) {
    return "see that the address is right and can be reached from this machine; a private one has to be listed under network.allow_private";
  }
  if (status >= 500)
    return "the other side has a problem of its own: try again later, alerts are tried again by themselves";
  return `${credentials[kind] ?? "check the settings"}, then the other settings of the channel in alerts.yaml`;
}

/** What is most often wrong, by kind of channel. */
const credentials: Readonly<Partial<Record<ChannelConfig["kind"], string>>> = {
  webhook: "check that the receiver verifies with the same secret (whsec_…)",
  slack: "check the token (xoxb-…), that it may chat:write, and that the bot was invited to the channel",
  teams: "check the address of the workflow, and that it is switched on",
  discord: "check the address of the webhook",
  telegram: "check the bot's token, that the bot is in the chat, and the chat's number",
  ntfy: "check the topic's address, and the token if the topic is protected",
  pagerduty: "check the integration key (Events API v2) and the region",
  apprise: "check that the Apprise API runs at apprise.url, and the Apprise URL",
};

function mailAdvice(status: number | null): string {
  if (status === null) return "check host, port and secure under smtp, and that this machine may reach the mail server";
  if (status === 530 || status === 535) return "check user and password under smtp";
  if (status >= 500) return "check the address under `to`, and that the server lets `from` send";
  return "the mail server asks to try later; alerts are tried again by themselves";
}
