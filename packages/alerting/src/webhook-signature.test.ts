import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { hasWebhookSignature, signWebhook } from "./webhook-signature.ts";

const random = seededRandom(3);

function secret(bytes: number): string {
  return `whsec_${Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString("base64")}`;
}

const old = secret(24);
const fresh = secret(64);
const id = "dl_0123456789abcdef0123456789abcdef01234567";
const body = '{"type":"alert.opened","data":"Größe 👩‍🚒"}';
const nowSeconds = Math.floor(Date.now() / 1_000);

interface Sent {
  readonly id: string;
  readonly at: number;
  readonly body: string;
  readonly signature: string;
}

const sent: Sent = {
  id,
  at: nowSeconds,
  body,
  signature: signWebhook([fresh, old], id, nowSeconds, body),
};

/** What an unmodified Standard Webhooks receiver says. */
function isAccepted(secretOfReceiver: string, message: Sent): boolean {
  try {
    new Webhook(secretOfReceiver).verify(message.body, {
      "webhook-id": message.id,
      "webhook-timestamp": String(message.at),
      "webhook-signature": message.signature,
    });
    return true;
  } catch {
    return false;
  }
}

/** What our own check of incoming messages says. */
function isVerified(secrets: readonly string[], message: Sent): boolean {
  const { id, signature } = message;
  const headers = { id, timestamp: String(message.at), signature };
  return hasWebhookSignature(secrets, headers, Buffer.from(message.body), new Date(nowSeconds * 1_000));
}

function signedAt(at: number): Sent {
  return { ...sent, at, signature: signWebhook([old], id, at, body) };
}

describe("a signed webhook", () => {
  test.each<[string, string, Sent, boolean]>([
    ["with the new secret", fresh, sent, true],
    ["with the old secret during rotation", old, sent, true],
    ["with a secret that was never configured", secret(32), sent, false],
    ["with another body", old, { ...sent, body: body.replace("opened", "closed") }, false],
    ["with one bit of the body flipped", old, { ...sent, body: `z${body.slice(1)}` }, false],
    ["with another id", old, { ...sent, id: `${id.slice(0, -1)}8` }, false],
    ["with another time", old, { ...sent, at: nowSeconds - 1 }, false],
    ["with another signature", old, { ...sent, signature: signWebhook([secret(32)], id, nowSeconds, body) }, false],
    [
      "with a signature of another version",
      old,
      { ...sent, signature: sent.signature.replaceAll("v1,", "v2,") },
      false,
    ],
    [
      "after the old secret was withdrawn",
      old,
      { ...sent, signature: signWebhook([fresh], id, nowSeconds, body) },
      false,
    ],
    ["a minute old", old, signedAt(nowSeconds - 60), true],
    ["six minutes old", old, signedAt(nowSeconds - 360), false],
    ["from the future", old, signedAt(nowSeconds + 360), false],
  ])("%s", (_, receiver, message, expected) => {
    expect(isAccepted(receiver, message)).toBe(expected);
    expect(isVerified([receiver], message)).toBe(expected);
  });

  test("is the same as the reference implementation's", () => {
    const reference = new Webhook(old).sign(id, new Date(nowSeconds * 1_000), body);
    expect(signWebhook([old], id, nowSeconds, body)).toBe(reference);
  });
});

describe("an incoming message", () => {
  test("is verified when the reference implementation signed it, by any of our secrets", () => {
    const signature = new Webhook(old).sign(id, new Date(nowSeconds * 1_000), body);
    expect(isVerified([fresh, old], { ...sent, signature })).toBe(true);
    expect(isVerified([fresh], { ...sent, signature })).toBe(false);
    expect(isVerified([], { ...sent, signature })).toBe(false);
  });

  test.each([
    ["a time that is none", { timestamp: "now" }],
    ["a time in milliseconds", { timestamp: String(nowSeconds * 1_000) }],
    ["no id", { id: "" }],
    ["no signature", { signature: "" }],
    ["half a signature", { signature: sent.signature.slice(0, 20) }],
    ["what is not base64", { signature: "v1,***" }],
    ["the right signature behind a heap of others", { signature: `${"v1,AAAA ".repeat(50)}${sent.signature}` }],
  ])("with %s is not verified", (_, changes) => {
    const headers = { id, timestamp: String(nowSeconds), signature: sent.signature, ...changes };
    expect(hasWebhookSignature([old, fresh], headers, Buffer.from(body), new Date(nowSeconds * 1_000))).toBe(false);
  });

  test("that is checked with a malformed secret of our own says so, without showing it", () => {
    expect(() => isVerified(["whsec_c2VjcmV0"], sent)).toThrow(/secret 1 has 6 bytes/);
  });
});

describe("refused to sign", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["no secret", [], /no webhook secret/],
    ["no prefix", [old.slice(6)], /secret 1 does not start with whsec_/],
    ["too short", [old, secret(23)], /secret 2 has 23 bytes; 24 to 64/],
    ["too long", [secret(65)], /has 65 bytes/],
    ["not base64", ["whsec_not base64 at all, really not!!"], /is not base64/],
    ["empty", ["whsec_"], /has 0 bytes/],
  ])("%s", (_, secrets, message) => {
    expect(() => signWebhook(secrets, id, nowSeconds, body)).toThrow(message);
  });

  test("without showing the secret", () => {
    const tooShort = "whsec_c2VjcmV0LXNlY3JldA==";
    const sign = (): string => signWebhook([tooShort], id, nowSeconds, body);
    expect(sign).toThrow(RangeError);
    expect(sign).not.toThrow(/c2VjcmV0/);
  });

  test("an id that the signed text could not be split by, or a time that is none", () => {
    expect(() => signWebhook([old], "a.b", nowSeconds, body)).toThrow(/no dot/);
    expect(() => signWebhook([old], "", nowSeconds, body)).toThrow(/not empty/);
    expect(() => signWebhook([old], id, 1.5, body)).toThrow(/whole seconds/);
  });
});
