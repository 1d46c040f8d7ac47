import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { checkWebhook, newWebhookSecret } from "./webhook-check.ts";

const secret = newWebhookSecret();
const now = new Date("2031-11-21T19:57:00Z");
const body = Buffer.from('{"type":"alert.opened"}');

function signedHeaders(signingSecret = secret, at = now): Record<string, string> {
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(signingSecret).sign("msg_1", at, body.toString()),
  };
}

test("accepts what the reference library signs", () => {
  expect(checkWebhook(secret, signedHeaders(), body, now)).toEqual({
    kind: "genuine",
    id: "msg_1",
  });
});

test("accepts one good signature among several", () => {
  const headers = signedHeaders();
  const both = `${signedHeaders(newWebhookSecret())["webhook-signature"]} ${headers["webhook-signature"]}`;
  expect(checkWebhook(secret, { ...headers, "webhook-signature": both }, body, now).kind).toBe("genuine");
});

test.each([
  ["another secret", signedHeaders(newWebhookSecret()), "no signature fits"],
  ["an unknown version", { ...signedHeaders(), "webhook-signature": "v2,AAAA" }, "no signature fits"],
  ["another id", { ...signedHeaders(), "webhook-id": "msg_2" }, "no signature fits"],
  [
    "a signature six minutes old",
    signedHeaders(secret, new Date(now.getTime() - 360_000)),
    "the timestamp is not of the last five minutes",
  ],
  [
    "a timestamp that is no number",
    { ...signedHeaders(), "webhook-timestamp": "now" },
    "the timestamp is not of the last five minutes",
  ],
  ["no headers", {}, "a webhook- header is missing"],
])("rejects %s", (_, headers, why) => {
  expect(checkWebhook(secret, headers, body, now)).toEqual({ kind: "rejected", why });
});

test("rejects a changed body", () => {
  expect(checkWebhook(secret, signedHeaders(), Buffer.from("{}"), now).kind).toBe("rejected");
});
