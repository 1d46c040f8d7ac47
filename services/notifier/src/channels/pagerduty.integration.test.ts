import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel } from "./channel.ts";
import { answer, cut, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { pagerDutyErrors, pagerDutyEvents, readPagerDuty } from "./fixtures/pagerduty-receiver.ts";
import { json, objectOf } from "./fixtures/receiver-checks.ts";
import { createPagerDutyChannel, pagerDutyApiUrls } from "./pagerduty.ts";
import { testChannel } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const routingKey = "R0123456789abcdef0123456789ABCDE";
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret: (text: string): string => text.replace("${env:PD_KEY}", `${routingKey}\n`),
};

testChannel(
  "PagerDuty",
  httpStands(
    () => pagerDutyEvents(routingKey),
    {
      unavailable: pagerDutyErrors.unavailable,
      rateLimited: json({ status: "throttle exceeded" }, 429, { "retry-after": "7" }),
      rejected: pagerDutyErrors.invalid,
    },
    (origin, timeoutMs) =>
      createPagerDutyChannel({ routingKey, region: "us" }, { ...deps, timeoutMs, apiUrls: { us: origin, eu: origin } }),
    (body) => ({ ...readPagerDuty(body), markup: "" }),
  ),
  { faults: ["unavailable", "rateLimited", "rejected", "redirect", "silence", "reset"], carriesId: false },
);

test("the regions have addresses of their own", () => {
  expect(pagerDutyApiUrls).toEqual({ us: "https://events.pagerduty.com", eu: "https://events.eu.pagerduty.com" });
});

describe("PagerDuty", () => {
  let receiver: HttpReceiver;
  let channel: Channel;
  beforeEach(async () => {
    receiver = await startHttpReceiver(pagerDutyEvents(routingKey));
    const apiUrls = { us: "https://us.example", eu: receiver.origin };
    channel = createPagerDutyChannel({ routingKey: "${env:PD_KEY}", region: "eu" }, { ...deps, apiUrls });
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  test("knows all messages of an alert, and their repetitions, by the alert's id", async () => {
    const results = [
      await channel.send(exampleMessage(), signal),
      await channel.send(exampleMessage(), signal),
      await channel.send(exampleMessage({ id: "dl_2", event: "alert.reminder", revision: 2 }), signal),
    ];
    expect(results.map(({ kind, status }) => [kind, status])).toEqual(results.map(() => ["sent", 202]));
    expect(results[0]).toMatchObject({ remoteId: "al_01J8" });
    const keys = receiver.requests.map(({ body }) => objectOf(body)?.["dedup_key"]);
    expect(new Set(keys)).toEqual(new Set(["al_01J8"]));
    expect(receiver.requests.map(({ path }) => path)).toEqual(["/v2/enqueue", "/v2/enqueue", "/v2/enqueue"]);
  });

  test("resolves what it was told about a source", async () => {
    await channel.send(exampleNotice(), signal);
    const recovered = exampleNotice({ event: "source.recovered", title: "Example Times works again" });
    expect(await channel.send(recovered, signal)).toMatchObject({ kind: "sent" });
    expect(
      receiver.requests
        .map(({ body }) => objectOf(body))
        .map((event) => [event?.["event_action"], event?.["dedup_key"]]),
    ).toEqual([
      ["trigger", "source-example-times"],
      ["resolve", "source-example-times"],
    ]);
  });

  test.each([
    ["a digest", exampleDigest()],
    ["a heartbeat", exampleSystem()],
  ])("calls nobody for %s", async (_, message) => {
    expect(await channel.send(message, signal)).toMatchObject({ kind: "sent", status: 202, remoteId: null });
    expect(receiver.requests[0]?.path).toBe("/v2/change/enqueue");
  });

  test.each<[string, Respond, object]>([
    ["a limit without a time", pagerDutyErrors.limited, { kind: "retry", retryAfterMs: 15_000 }],
    [
      "a refused event",
      pagerDutyErrors.invalid,
      {
        kind: "permanent",
        status: 400,
        reason:
          "PagerDuty refused the event: Event object is invalid; Length of 'routing_key' is incorrect (should be 32 characters)",
      },
    ],
    ["a page instead of JSON", answer(400, {}, "<html>"), { kind: "permanent", reason: "PagerDuty refused the event" }],
    ["an error of its own", answer(500), { kind: "retry" }],
    ["an odd answer", json({ dedup_key: "x".repeat(300) }, 202), { kind: "sent", remoteId: null }],
  ])("reads %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("shows no routing key in its results", async () => {
    receiver.answerNext(json({ message: `no ${routingKey}` }, 400), answer(500, {}, routingKey), cut);
    const results = [];
    for (let attempt = 0; attempt < 3; attempt += 1) results.push(await channel.send(exampleMessage(), signal));
    expect(results.map(({ kind }) => kind)).toEqual(["permanent", "retry", "retry"]);
    expect(JSON.stringify(results)).not.toContain(routingKey.slice(0, 8));
  });
});
