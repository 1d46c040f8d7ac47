import type { ChannelConfig, SmtpConfig } from "@wirewatch/config";
import type { HttpClient } from "@wirewatch/runtime";
import { createAppriseChannel } from "./apprise.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { createDiscordChannel } from "./discord.ts";
import { createEmailChannel } from "./email.ts";
import { createNtfyChannel } from "./ntfy.ts";
import { createPagerDutyChannel, pagerDutyApiUrls } from "./pagerduty.ts";
import { slackApiUrl } from "./slack-api.ts";
import { createSlackChannel } from "./slack.ts";
import { createTelegramChannel, telegramApiUrl } from "./telegram.ts";
import { createTeamsChannel } from "./teams.ts";
import { createTerminalChannel } from "./terminal.ts";
import type { TerminalOutput } from "./terminal.ts";
import { createWebhookChannel } from "./webhook.ts";

export type { Channel } from "./channel.ts";
export type { TerminalOutput } from "./terminal.ts";
export { wantsEvent } from "./wants-event.ts";

/** What channels need from outside. */
export interface ChannelDeps {
  readonly http: Pick<HttpClient, "request">;
  /** `network.allow_private`. */
  readonly allowPrivate: readonly string[];
  readonly smtp: SmtpConfig | null;
  /** `alerts.appriseUrl`. */
  readonly appriseUrl: string | null;
  readonly resolveSecret: ResolveSecret;
  readonly now: () => Date;
  readonly terminal: TerminalOutput;
}

/** For one attempt over HTTP, and over SMTP with its several round trips. */
const httpTimeoutMs = 20_000;
const smtpTimeoutMs = 30_000;

/**
 * The channel of a configuration entry. Secrets are read at each attempt, so a replaced file or a fixed reference
 * counts without a restart.
 *
 * @throws {RangeError} with a sentence for the operator when the entry cannot work, e.g. e-mail without `smtp`
 */
export function createChannel(config: ChannelConfig, deps: ChannelDeps): Channel {
  switch (config.kind) {
    case "webhook":
      return createWebhookChannel(config, { ...deps, timeoutMs: httpTimeoutMs });
    case "slack":
      return createSlackChannel(config, { ...deps, timeoutMs: httpTimeoutMs, apiUrl: slackApiUrl });
    case "email": {
      const { smtp } = deps;
      if (smtp === null) throw new RangeError("a receiver has email, but alerts.yaml has no smtp section");
      return createEmailChannel(config, { ...deps, smtp, timeoutMs: smtpTimeoutMs });
    }
    case "teams":
      return createTeamsChannel(config, { ...deps, timeoutMs: httpTimeoutMs });
    case "terminal":
      return createTerminalChannel(deps.terminal);
    case "discord":
      return createDiscordChannel(config, { ...deps, timeoutMs: httpTimeoutMs });
    case "telegram":
      return createTelegramChannel(config, { ...deps, timeoutMs: httpTimeoutMs, apiUrl: telegramApiUrl });
    case "ntfy":
      return createNtfyChannel(config, { ...deps, timeoutMs: httpTimeoutMs });
    case "pagerduty":
      return createPagerDutyChannel(config, { ...deps, timeoutMs: httpTimeoutMs, apiUrls: pagerDutyApiUrls });
    case "apprise": {
      const { appriseUrl } = deps;
      if (appriseUrl === null) throw new RangeError("a receiver has apprise, but alerts.yaml has no apprise section");
      return createAppriseChannel(config, { ...deps, appriseUrl, timeoutMs: httpTimeoutMs });
    }
  }
}
