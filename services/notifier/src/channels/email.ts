import { deliveryVerdict } from "@wirewatch/alerting";
import type { DeliveryVerdict } from "@wirewatch/alerting";
import type { ChannelConfig, SmtpConfig } from "@wirewatch/config";
import { createTransport } from "nodemailer";
import type { NodemailerError, SMTPTransportOptions } from "nodemailer";
import { attemptResult, stopped, unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret, SendResult } from "./channel.ts";
import { isPlainAddress } from "./mail-address.ts";
import { mailOf } from "./mail-message.ts";

type EmailConfig = Pick<Extract<ChannelConfig, { kind: "email" }>, "to">;

interface EmailDeps {
  readonly smtp: SmtpConfig;
  readonly resolveSecret: ResolveSecret;
  readonly now: () => Date;
  /** For the whole attempt. */
  readonly timeoutMs: number;
}

/**
 * Sends messages as mail, see `mailOf`. With `secure` over TLS from the first byte, else over STARTTLS where the server
 * offers it; certificates are checked. A password is only sent over TLS, or to a mail server on this machine.
 *
 * @throws {RangeError} when the receiver's or the sender's address is not one plain address
 */
export function createEmailChannel(config: EmailConfig, deps: EmailDeps): Channel {
  for (const address of [config.to, deps.smtp.from]) {
    if (!isPlainAddress(address))
      throw new RangeError(`not one plain mail address: ${JSON.stringify(address.slice(0, 100))}`);
  }
  return {
    kind: "email",
    channelClass: "email",
    async send(message, signal, replyTo = null) {
      const startedAt = deps.now().getTime();
      let options: SMTPTransportOptions;
      try {
        options = await transportOptions(deps);
      } catch (error) {
        return unsendable(error);
      }
      const secrets = options.auth?.pass === undefined ? [] : [options.auth.pass];
      const limit = AbortSignal.any([signal, AbortSignal.timeout(deps.timeoutMs)]);
      const transport = createTransport(options);
      try {
        const info = await transport.sendMail({
          ...mailOf(message, { to: config.to, from: deps.smtp.from, replyTo }),
          signal: limit,
        });
        const latencyMs = deps.now().getTime() - startedAt;
        const facts = {
          status: 250,
          latencyMs,
          answerText: info.response,
          remoteId: info.messageId,
          secrets,
        };
        return attemptResult({ kind: "sent" }, facts);
      } catch (error) {
        const latencyMs = deps.now().getTime() - startedAt;
        return signal.aborted
          ? stopped(latencyMs)
          : failedResult(error, { latencyMs, secrets, timeoutMs: deps.timeoutMs });
      } finally {
        transport.close();
      }
    },
  };
}

async function transportOptions({ smtp, resolveSecret, timeoutMs }: EmailDeps): Promise<SMTPTransportOptions> {
  const { host, port, secure } = smtp;
  const user = smtp.user === null ? null : await resolveSecret(smtp.user);
  const pass = smtp.password === null ? "" : await resolveSecret(smtp.password);
  return {
    host,
    port,
    secure,
    ...(user === null ? {} : { auth: { user, pass }, requireTLS: !secure && !isThisMachine(host) }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

interface FailureFacts {
  readonly latencyMs: number;
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
}

function failedResult(error: unknown, { latencyMs, secrets, timeoutMs }: FailureFacts): SendResult {
  if (!(error instanceof Error)) throw error;
  const { code, responseCode, response }: NodemailerError = error;
  const facts = {
    status: responseCode ?? null,
    latencyMs,
    answerText: response ?? "",
    remoteId: null,
    secrets,
  };
  return attemptResult(failureVerdict(error, code, responseCode, timeoutMs), facts);
}

/** Failures that the next attempt would meet again: what we were told to do cannot be done. */
const permanentCodes = new Set(["ENOAUTH", "ECONFIG", "EENVELOPE"]);

function failureVerdict(
  error: Error,
  code: string | undefined,
  responseCode: number | undefined,
  timeoutMs: number,
): DeliveryVerdict {
  if (code === "EABORT") {
    return {
      kind: "retry",
      reason: `the mail server did not finish within ${timeoutMs / 1_000} s`,
      afterMs: null,
    };
  }
  if (code === "ETLS") {
    const reason = `no secure connection to the mail server: ${error.message}`;
    const isLacking = responseCode !== undefined && responseCode >= 500;
    return isLacking ? { kind: "permanent", reason } : { kind: "retry", reason, afterMs: null };
  }
  if (responseCode !== undefined) {
    return deliveryVerdict("email", { kind: "response", status: responseCode, headers: {} }, new Date(0));
  }
  const isPermanent = code !== undefined && permanentCodes.has(code);
  return isPermanent
    ? { kind: "permanent", reason: error.message }
    : { kind: "retry", reason: error.message, afterMs: null };
}
