import {
  exampleDigest,
  exampleMessage,
  exampleNotice,
  exampleSystem,
  renderHtml,
  renderMailSubject,
  renderSubject,
  renderText,
} from "@wirewatch/alerting";
import type { OutgoingMessage } from "@wirewatch/model";
import { createTransport } from "nodemailer";
import PostalMime from "postal-mime";
import type { Email } from "postal-mime";
import { describe, expect, test } from "vitest";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { mailOf } from "./mail-message.ts";

const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
const envelope = { to: "desk@example.org", from: "alerts@wirewatch.example.org", replyTo: null };
const firstId = "<dl_0123456789abcdef0123456789abcdef01234567@wirewatch.example.org>";

interface Mail {
  /** The bytes as they go over the wire, one character each. */
  readonly raw: string;
  /** What a mail program makes of them. */
  readonly read: Email;
}

async function mailed(message: OutgoingMessage, replyTo: string | null = null): Promise<Mail> {
  const { message: bytes } = await transport.sendMail(mailOf(message, { ...envelope, replyTo }));
  if (!Buffer.isBuffer(bytes)) throw new Error("the mail is no buffer");
  return { raw: bytes.toString("latin1"), read: await PostalMime.parse(bytes) };
}

function headersOf({ read }: Mail): ReadonlyMap<string, string> {
  return new Map(read.headers.map(({ key, value }) => [key, value]));
}

const lines = (text: string | undefined): string => (text ?? "").replaceAll("\r\n", "\n").trimEnd();

describe("a mail", () => {
  test.each<[string, OutgoingMessage]>([
    ["alert", exampleMessage({ event: "alert.reminder", note: "Reminder 2 of 3.", timeZone: "Asia/Kolkata" })],
    ["notice", exampleNotice()],
    ["digest", exampleDigest()],
    ["message about Wirewatch", exampleSystem()],
  ])("about an example of each kind is read as it was written: %s", async (_, message) => {
    const mail = await mailed(message);
    expect(lines(mail.read.text)).toBe(lines(renderText(message)));
    expect(lines(mail.read.html)).toBe(lines(renderHtml(message)));
    expect(mail.read).toMatchObject({
      messageId: `<${message.id}@wirewatch.example.org>`,
      date: new Date(message.at).toISOString(),
      from: { address: "alerts@wirewatch.example.org" },
      to: [{ address: "desk@example.org" }],
      attachments: [],
    });
    expect(headersOf(mail).get("content-type")).toMatch(/^multipart\/alternative;/);
    expect(headersOf(mail).get("auto-submitted")).toBe("auto-generated");
  });

  test.each([
    ["Größe: Öl für Süßwaren"],
    ["東京の港で穀物の輸出が再開された、港湾当局が日曜日に発表した"],
    ["القمح: استئناف التصدير عبر ميناء الشرق يوم الأحد"],
    ["הנמל נפתח מחדש אחרי שבועיים, 40% יותר"],
    ["👩‍🚒 alarm 🚒".repeat(10)],
    ["and =41=42"],
    ['a,b <c@example.com>; "d" (e) \\f'],
    ["word ".repeat(60)],
    ["x".repeat(400)],
  ])("keeps a subject and a body in any script: %s", async (title) => {
    const { article } = exampleMessage();
    const message = exampleMessage({ article: { ...article, title } });
    const { read } = await mailed(message);
    expect(read.subject).toBe(renderSubject(message));
    expect(lines(read.text)).toBe(lines(renderText(message)));
    expect(read.html).toContain('<h2 dir="auto">');
  });

  test("does not let a title be decoded into another one", async () => {
    const { article } = exampleMessage();
    const title = "=?utf-8?Q?=E2=80=AEBcc=3A_eve=40example.com?= Größe =?utf-8?B?eA==?=";
    const { read } = await mailed(exampleMessage({ article: { ...article, title } }));
    expect(read.subject?.replaceAll("\u200B", "")).toContain(title);
  });

  test("is read as it was written, in clean lines of ASCII with no header but ours, whatever the message", async () => {
    const own = new Set(
      "from to subject message-id references in-reply-to date auto-submitted mime-version content-type list-unsubscribe list-unsubscribe-post".split(
        " ",
      ),
    );
    for (let seed = 0; seed < 200; seed += 1) {
      const message = randomMessage(seededRandom(seed));
      const replyTo = seed % 3 === 0 ? firstId : null;
      const { raw, read } = await mailed(message, replyTo);
      expect(read.headers.map(({ key }) => key).filter((key) => !own.has(key))).toEqual([]);
      expect(new Set(read.headers.map(({ key }) => key)).size).toBe(read.headers.length);
      expect([read.to, read.cc, read.bcc]).toEqual([[{ name: "", address: "desk@example.org" }], undefined, undefined]);
      const hasRe = read.subject?.startsWith("Re: ") === true;
      expect(read.subject?.replaceAll("=\u200B?", "=?")).toBe(renderMailSubject(message, hasRe));
      expect(lines(read.text)).toBe(lines(renderText(message)));
      expect(lines(read.html)).toBe(lines(renderHtml(message)));
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n\0\u0080-\u00FF]/);
      expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
    }
  });

  test("is the same for every attempt but for the sign between its parts", async () => {
    const [first, second] = [await mailed(exampleMessage()), await mailed(exampleMessage())];
    const withoutBoundary = ({ raw }: Mail): string => raw.replaceAll(/--_NmP-[\w-]+/g, "");
    expect(withoutBoundary(second)).toBe(withoutBoundary(first));
  });
});

describe("the thread of a mail", () => {
  const root = "<al_01J8@wirewatch.example.org>";

  test.each<[Parameters<typeof exampleMessage>[0], string | null, string, string | undefined, string]>([
    [{}, null, root, undefined, "[CRITICAL] "],
    [{ event: "alert.updated" }, firstId, `${root} ${firstId}`, firstId, "Re: [CRITICAL] "],
    [{ event: "alert.updated" }, null, root, root, "Re: [CRITICAL] "],
    [{ event: "alert.reminder" }, firstId, `${root} ${firstId}`, firstId, "Re: [CRITICAL] "],
    [{ event: "alert.escalated" }, null, root, undefined, "Escalated: [CRITICAL] "],
    [{ event: "alert.updated" }, "1772442600.000100", root, root, "Re: [CRITICAL] "],
    [{ event: "alert.updated" }, "<a@b>\r\nBcc: <eve@example.com>", root, root, "Re: [CRITICAL] "],
  ])("of %j after %j refers to %s", async (changes, replyTo, references, inReplyTo, subject) => {
    const { read } = await mailed(exampleMessage({ id: "dl_ff", ...changes }), replyTo);
    expect([read.references, read.inReplyTo, read.bcc]).toEqual([references, inReplyTo, undefined]);
    expect(read.subject?.startsWith(subject)).toBe(true);
  });

  test("joins what is told about one source, and nothing else", async () => {
    expect((await mailed(exampleNotice())).read.references).toBe("<source-example-times@wirewatch.example.org>");
    expect((await mailed(exampleNotice({ event: "source.recovered" }))).read.inReplyTo).toContain(
      "source-example-times",
    );
    expect((await mailed(exampleDigest())).read.inReplyTo).toBeUndefined();
    expect((await mailed(exampleSystem())).read.inReplyTo).toBeUndefined();
  });
});

describe("how to be left alone", () => {
  const page = "https://wirewatch.example.org/u/1";

  test.each<[string, Readonly<Record<string, string>>, string | undefined, string | undefined]>([
    ["no link", {}, undefined, undefined],
    ["a page", { unsubscribe: `${page}?a=<b>` }, `<${page}?a=%3Cb%3E>`, undefined],
    [
      "a link for one click",
      { unsubscribe: page, unsubscribePost: `${page}/now` },
      `<${page}/now>`,
      "List-Unsubscribe=One-Click",
    ],
    ["one click without TLS", { unsubscribePost: "http://wirewatch.example.org/u" }, undefined, undefined],
    ["a script", { unsubscribe: "javascript:alert(1)" }, undefined, undefined],
    ["a link too long for a line", { unsubscribe: `${page}/${"a".repeat(1_000)}` }, undefined, undefined],
    ["a long link", { unsubscribe: `${page}/${"a".repeat(800)}` }, `<${page}/${"a".repeat(800)}>`, undefined],
  ])("with %s", async (_, links, link, post) => {
    const headers = headersOf(await mailed(exampleMessage({ links })));
    expect(headers.get("list-unsubscribe")).toBe(link);
    expect(headers.get("list-unsubscribe-post")).toBe(post);
  });
});
