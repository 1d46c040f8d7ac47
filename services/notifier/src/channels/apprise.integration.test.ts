import { exampleDigest, exampleMessage, exampleSystem } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAppriseChannel } from "./apprise.ts";
import type { Channel } from "./channel.ts";
import { appriseApi, appriseErrors, readApprise } from "./fixtures/apprise-receiver.ts";
import { answer, cut, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { json, objectOf } from "./fixtures/receiver-checks.ts";
import { testChannel } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const target = "pover://uSerK3y0123@t0k3n%2Dabc/phone?priority=high";
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => text.replace("${env:DUTY_URL}", target),
};

testChannel(
  "the Apprise API",
  httpStands(
    () => appriseApi(["pover"]),
    {
      unavailable: appriseErrors.failed,
      rateLimited: appriseErrors.limited,
      rejected: appriseErrors.noService,
    },
    (origin, timeoutMs) => createAppriseChannel({ target }, { ...deps, timeoutMs, appriseUrl: origin }),
    (body) => ({ id: null, text: readApprise(body), markup: readApprise(body) }),
  ),
  { faults: ["unavailable", "rateLimited", "rejected", "redirect", "silence", "reset"], carriesId: false },
);

describe("the Apprise API", () => {
  let receiver: HttpReceiver;
  let channel: Channel;
  beforeEach(async () => {
    receiver = await startHttpReceiver(appriseApi(["pover"]));
    channel = createAppriseChannel({ target: "${env:DUTY_URL}" }, { ...deps, appriseUrl: `${receiver.origin}/` });
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  test("gets the target in the body, never in the address", async () => {
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({ kind: "sent", status: 200, remoteId: null });
    const [request] = receiver.requests;
    expect(request?.path).toBe("/notify");
    expect(objectOf(request?.body ?? "")).toMatchObject({ urls: target, type: "failure", format: "text" });
  });

  test.each([
    ["a digest", exampleDigest(), "Kettle prices rise"],
    ["a message about Wirewatch", exampleSystem(), "12 alerts, 11 delivered & 1 waiting."],
  ])("takes %s", async (_, message, words) => {
    expect(await channel.send(message, signal)).toMatchObject({ kind: "sent" });
    expect(readApprise(receiver.requests[0]?.body ?? "")).toContain(words);
  });

  test("says so when it does not understand the target", async () => {
    const unknown = createAppriseChannel({ target: "carrier-pigeon://loft" }, { ...deps, appriseUrl: receiver.origin });
    expect(await unknown.send(exampleMessage(), signal)).toMatchObject({
      kind: "permanent",
      status: 204,
      reason: "Apprise found no service to notify: it does not understand the target",
    });
  });

  test.each<[string, Respond, object]>([
    ["a service that failed behind it", appriseErrors.failed, { kind: "retry", status: 424 }],
    [
      "a payload that it does not like",
      appriseErrors.invalid,
      { kind: "permanent", reason: "Apprise refused the message: An invalid payload was specified." },
    ],
    ["another server's page", answer(404, {}, "<html>"), { kind: "permanent", reason: "the receiver answered 404" }],
    ["a limit of a proxy", answer(429, { "retry-after": "3" }), { kind: "retry", retryAfterMs: 3_000 }],
    ["an error of its own", appriseErrors.unavailable, { kind: "retry" }],
  ])("reads %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows no part of the target in its results, also when the API logs it", async () => {
    receiver.answerNext(
      json({ error: `cannot load ${target}` }, 400),
      json(
        { error: "failed", details: [["ERROR", "now", "user uSerK3y0123 token t0k3n-abc device t0k3n%2Dabc"]] },
        424,
      ),
      answer(500, {}, `pover://uSerK3y0123@...`),
      cut,
    );
    const results = [];
    for (let attempt = 0; attempt < 4; attempt += 1) results.push(await channel.send(exampleMessage(), signal));
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry", "retry", "retry"]);
    expect(JSON.stringify(results)).not.toMatch(/uSerK3y|t0k3n/i);
  });
});
