import { deliveryVerdict, isNotice, renderHtml, renderSubject, renderText, safeLink } from "@wirewatch/alerting";
import type { DeliveryVerdict } from "@wirewatch/alerting";
import type { ChannelConfig, SmtpConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";
import { createTransport } from "nodemailer";
import type { NodemailerError, SendMailOptions, SMTPTransportOptions } from "nodemailer";
import { attemptResult, stopped, unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret, SendResult } from "./channel.ts";
import { isPlainAddress } from "./mail-address.ts";

type EmailConfig = Pick<Extract<ChannelConfig, { kind: "email" }>, "to">;

interface EmailDeps {
  readonly smtp: SmtpConfig;
  readonly resolveSecret: ResolveSecret;
  readonly now: () => Date;
  /** For the whole attempt. */
  readonly timeoutMs: number;
}

/**
 * Sends messages as mail with a text and an HTML part. The `Message-ID` comes from the delivery's id, so mail
 * programs show a repetition once; all messages of an alert refer to one id that stands for the alert, and so form a
 * thread. A password is only sent over TLS, or to a mail server on this machine.
 *
 * @throws {RangeError} when the receiver's or the sender's address is not one plain address
 * @see RFC 5322 section 3.6.4 (identification fields), RFC 3834 (`Auto-Submitted`), RFC 2369 (`List-Unsubscribe`)
 */
export function createEmailChannel(config: EmailConfig, deps: EmailDeps): Channel {
  for (const address of [config.to, deps.smtp.from]) {
    if (!isPlainAddress(address))
      throw new RangeError(`not one plain mail address: ${JSON.stringify(address.slice(0, 100))}`);
  }
  return {
    kind: "email",
    channelClass: "email",
    async send(message, signal) {
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
          ...mail(message, config.to, deps.smtp.from),
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

function mail(message: OutgoingMessage, to: string, from: string): SendMailOptions {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const { name, isReply } = threadOf(message);
  const thread = `<${name}@${domain}>`;
  const unsubscribe = safeLink(message.links["unsubscribe"] ?? "");
  return {
    from: { name: "Wirewatch", address: from },
    to: { name: "", address: to },
    subject: renderSubject(message),
    text: renderText(message),
    html: renderHtml(message),
    messageId: `<${message.id}@${domain}>`,
    references: thread,
    ...(isReply ? { inReplyTo: thread } : {}),
    date: new Date(message.at),
    headers: { "Auto-Submitted": "auto-generated" },
    ...(unsubscribe === null ? {} : { list: { unsubscribe } }),
  };
}

/** What mail programs keep together: the messages of an alert, and those about one source. */
function threadOf(message: OutgoingMessage): { readonly name: string; readonly isReply: boolean } {
  if (!isNotice(message)) return { name: message.alertId, isReply: message.revision > 1 };
  const sources = new Set(message.notices.map(({ sourceId }) => sourceId));
  const [source] = sources;
  const isAboutOne = sources.size === 1 && source !== undefined && /^[\w-]{1,100}$/.test(source);
  return { name: isAboutOne ? `source-${source}` : message.id, isReply: message.event === "source.recovered" };
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
