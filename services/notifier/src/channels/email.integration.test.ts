import { exampleMessage } from "@wirewatch/alerting";
import type { SmtpConfig } from "@wirewatch/config";
import type { AlertMessage } from "@wirewatch/model";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestAuthority } from "../../../../packages/runtime/src/http/test-certificates.ts";
import type { Channel, SendResult } from "./channel.ts";
import { createEmailChannel } from "./email.ts";
import { startMailReceiver } from "./fixtures/mail-receiver.ts";
import type { MailFault, MailReceiver } from "./fixtures/mail-receiver.ts";
import { testChannel } from "./test-channel.ts";
import type { Fault } from "./test-channel.ts";

const deps = {
  resolveSecret: (text: string): string => text.replace("${env:SMTP_PASSWORD}", "pass-w0rd"),
  now: () => new Date(),
  timeoutMs: 10_000,
};

async function unreadable(text: string): Promise<string> {
  if (text.startsWith("${file:")) throw new Error("the file /run/secrets/smtp cannot be read (ENOENT)");
  return text;
}

function smtp(port: number, changes: Partial<SmtpConfig> = {}): SmtpConfig {
  return {
    host: "127.0.0.1",
    port,
    secure: false,
    user: null,
    password: null,
    from: "alerts@wirewatch.example.org",
    ...changes,
  };
}

const faults: Readonly<Partial<Record<Fault, MailFault>>> = {
  unavailable: 451,
  rejected: 554,
  silence: "silence",
  reset: "cut",
};

testChannel(
  "e-mail",
  async (timeoutMs) => {
    const receiver = await startMailReceiver();
    return {
      channel: createEmailChannel({ to: "desk@example.org" }, { ...deps, timeoutMs, smtp: smtp(receiver.port) }),
      received: () =>
        receiver.mails.map(({ mail }) => ({
          id: mail.messageId ?? null,
          text: `${mail.subject}\n${mail.text}\n${mail.html?.replaceAll("&#39;", "'")}`,
          markup: mail.html ?? "",
        })),
      failNext: (...names) => receiver.answerNext(...names.map((name) => faults[name] ?? 451)),
      strayRequests: () => 0,
      stop: () => receiver.stop(),
    };
  },
  { faults: ["unavailable", "rejected", "silence", "reset"], carriesId: true },
);

describe("e-mail", () => {
  let receiver: MailReceiver;
  beforeEach(async () => {
    receiver = await startMailReceiver();
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  function channelTo(to: string, changes: Partial<SmtpConfig> = {}): Channel {
    return createEmailChannel({ to }, { ...deps, smtp: smtp(receiver.port, changes) });
  }

  async function send(message: AlertMessage): Promise<SendResult> {
    return await channelTo("desk@example.org").send(message, signal);
  }

  test("has a text and an HTML part, a fixed id and date, and says that a machine wrote it", async () => {
    const id = "<dl_0123456789abcdef0123456789abcdef01234567@wirewatch.example.org>";
    expect(await send(exampleMessage())).toMatchObject({ kind: "sent", status: 250, remoteId: id });
    const [received] = receiver.mails;
    expect(received?.recipients).toEqual(["desk@example.org"]);
    expect(received?.mail).toMatchObject({
      messageId: id,
      subject: "[CRITICAL] Acme Corporation: Acme Corp recalls heaters",
      from: { name: "Wirewatch", address: "alerts@wirewatch.example.org" },
      to: [{ name: "", address: "desk@example.org" }],
      date: "2026-03-02T09:14:31.000Z",
      references: "<al_01J8@wirewatch.example.org>",
    });
    expect(received?.mail.text).toContain("> The heaters were built in *Acme*'s Leeds *factory*");
    expect(received?.mail.html).toContain("<mark>factory</mark>");
    const headers = new Map(received?.mail.headers.map(({ key, value }) => [key, value]));
    expect(headers.get("auto-submitted")).toBe("auto-generated");
    expect(headers.has("list-unsubscribe")).toBe(false);
    expect(headers.has("in-reply-to")).toBe(false);
  });

  test("puts later messages of an alert into the first one's thread", async () => {
    const sent = await send(exampleMessage());
    const id = "dl_fedcba9876543210fedcba9876543210fedcba98";
    const update = exampleMessage({ id, event: "alert.updated", revision: 2 });
    await channelTo("desk@example.org").send(update, signal, sent.kind === "sent" ? sent.remoteId : null);
    const [first, second] = receiver.mails.map(({ mail }) => mail);
    expect(second?.references).toBe(`${first?.references} ${first?.messageId}`);
    expect(second?.inReplyTo).toBe(first?.messageId);
    expect(second?.subject).toBe(`Re: ${first?.subject}`);
  });

  test("has one set of headers and one receiver, whatever the title", async () => {
    const { article } = exampleMessage();
    const title = "x\r\nBcc: eve@example.com\r\nSubject: other\r\n\r\n.\r\nRCPT TO:<eve@example.com>";
    await send(exampleMessage({ article: { ...article, title } }));
    const [received] = receiver.mails;
    expect(received?.recipients).toEqual(["desk@example.org"]);
    const names = received?.mail.headers.map(({ key }) => key) ?? [];
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain("bcc");
  });

  test.each([
    "",
    "desk",
    "desk@",
    "@example.org",
    "desk@example.org, eve@example.com",
    "desk@example.org eve@example.com",
    "desk@example.org\r\nRCPT TO:<eve@example.com>",
    "Desk <desk@example.org>",
    '"desk"@example.org',
    "desk(comment)@example.org",
    "desk@example.org;",
    "desk:eve@example.org;",
    "a..b@example.org",
    "desk@exämple.org",
    "desk@-example.org",
    "desk@[127.0.0.1]",
    `${"a".repeat(65)}@example.org`,
    `desk@${"a.".repeat(130)}org`,
  ])("refuses %j as an address", (to) => {
    expect(() => channelTo(to)).toThrow("not one plain mail address");
    expect(() => channelTo("desk@example.org", { from: to })).toThrow("not one plain mail address");
  });

  test.each(["desk@example.org", "first.last+news@mail.example.co.uk", "root@localhost", "o'neil_1@example.org"])(
    "sends to %s",
    async (to) => {
      expect(await channelTo(to).send(exampleMessage(), signal)).toMatchObject({ kind: "sent" });
      expect(receiver.mails[0]?.recipients).toEqual([to]);
    },
  );

  test("is tried again when no mail server is there", async () => {
    const { port } = receiver;
    await receiver.stop();
    const channel = createEmailChannel({ to: "desk@example.org" }, { ...deps, smtp: smtp(port) });
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "retry",
      status: null,
    });
    receiver = await startMailReceiver();
  });

  test("is a dead letter at once when the password cannot be read", async () => {
    const login = { user: "alerts", password: "${file:/run/secrets/smtp}" };
    const channel = createEmailChannel(
      { to: "desk@example.org" },
      { ...deps, resolveSecret: unreadable, smtp: smtp(receiver.port, login) },
    );
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "permanent",
      reason: expect.stringContaining("/run/secrets/smtp"),
    });
    expect(receiver.mails).toEqual([]);
  });
});

describe("a mail server with TLS", () => {
  const authority = createTestAuthority("Test mail authority");
  const before = getCACertificates("default");
  const seen: { readonly secure: boolean; readonly password: string }[] = [];
  let receiver: MailReceiver;
  beforeEach(() => {
    seen.length = 0;
    setDefaultCACertificates([...before, authority.pem]);
  });
  afterEach(async () => {
    setDefaultCACertificates(before);
    await receiver.stop();
  });

  async function startWith(options: Parameters<typeof startMailReceiver>[0], hosts = ["localhost"]): Promise<void> {
    receiver = await startMailReceiver({
      ...authority.issue(hosts),
      disabledCommands: [],
      authOptional: false,
      onAuth({ password }, { secure }, done) {
        seen.push({ secure, password: password ?? "" });
        done(null, { user: "alerts" });
      },
      ...options,
    });
  }

  async function send(changes: Partial<SmtpConfig> = {}): Promise<SendResult> {
    const server = smtp(receiver.port, {
      host: "localhost",
      user: "alerts",
      password: "${env:SMTP_PASSWORD}",
      ...changes,
    });
    const channel = createEmailChannel({ to: "desk@example.org" }, { ...deps, smtp: server });
    return await channel.send(exampleMessage(), new AbortController().signal);
  }

  test.each([
    ["from the first byte", true],
    ["after STARTTLS", false],
  ])("gets the password and the mail %s", async (_, secure) => {
    await startWith({ secure });
    expect(await send({ secure })).toMatchObject({ kind: "sent", status: 250 });
    expect(seen).toEqual([{ secure: true, password: "pass-w0rd" }]);
    expect(receiver.mails).toHaveLength(1);
  });

  test.each([
    ["of another authority", () => setDefaultCACertificates(before), ["localhost"]],
    ["for another host", () => {}, ["mail.example.org"]],
  ])("and a certificate %s gets neither", async (_, distrust, hosts) => {
    distrust();
    await startWith({}, hosts);
    const result = await send();
    expect(result).toMatchObject({ kind: "retry", reason: expect.stringMatching(/certificate|altnames/i) });
    expect(seen).toEqual([]);
    expect(receiver.mails).toEqual([]);
  });
});

describe("a mail server that wants a password", () => {
  let receiver: MailReceiver;
  const seen: string[] = [];
  beforeEach(async () => {
    seen.length = 0;
    receiver = await startMailReceiver({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username = "", password = "" }, _session, done) {
        seen.push(`${username}:${password}`);
        if (password === "pass-w0rd") done(null, { user: username });
        else done(Object.assign(new Error(`no such login ${password}`), { responseCode: 535 }));
      },
    });
  });
  afterEach(() => receiver.stop());

  function channelWith(changes: Partial<SmtpConfig>): Channel {
    return createEmailChannel(
      { to: "desk@example.org" },
      { ...deps, smtp: smtp(receiver.port, { user: "alerts", ...changes }) },
    );
  }

  test("gets it from the reference", async () => {
    const result = await channelWith({ password: "${env:SMTP_PASSWORD}" }).send(
      exampleMessage(),
      new AbortController().signal,
    );
    expect(result).toMatchObject({ kind: "sent" });
    expect(seen).toEqual(["alerts:pass-w0rd"]);
  });

  test("and refuses it: a dead letter at once that does not show it", async () => {
    const result = await channelWith({ password: "wr0ng-pass" }).send(exampleMessage(), new AbortController().signal);
    expect(result).toMatchObject({
      kind: "permanent",
      status: 535,
      reason: "the mail server answered 535",
    });
    expect(JSON.stringify(result)).not.toContain("wr0ng");
  });

  test("on another machine without TLS does not get it", async () => {
    // 0.0.0.0 leads to this machine but is not spelled like it.
    const result = await channelWith({ host: "0.0.0.0", password: "${env:SMTP_PASSWORD}" }).send(
      exampleMessage(),
      new AbortController().signal,
    );
    expect(result).toMatchObject({
      kind: "permanent",
      reason: expect.stringContaining("no secure connection"),
    });
    expect(seen).toEqual([]);
  });
});
