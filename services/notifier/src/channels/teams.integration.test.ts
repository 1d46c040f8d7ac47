import { exampleMessage } from "@wirewatch/alerting";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { answer, cut, startHttpReceiver } from "./fixtures/http-receiver.ts";
import type { HttpReceiver, Respond } from "./fixtures/http-receiver.ts";
import { httpStands } from "./fixtures/http-stand.ts";
import { readTeams, teamsErrors, teamsWorkflow } from "./fixtures/teams-receiver.ts";
import { createTeamsChannel } from "./teams.ts";
import { testChannel } from "./test-channel.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const signature = "p4rt-of-the-adress_0123456789";
const path = `/workflows/0a1b2c3d/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers&sig=${signature}`;
const deps = {
  http,
  allowPrivate: ["127.0.0.1"],
  now: () => new Date(),
  timeoutMs: 10_000,
  resolveSecret(text: string): string {
    if (text.includes("MISSING")) throw new Error("the environment variable MISSING is not set");
    return text;
  },
};

testChannel(
  "a workflow of Teams",
  httpStands(
    () => teamsWorkflow,
    {
      unavailable: teamsErrors.unavailable,
      rateLimited: teamsErrors.limited,
      rejected: teamsErrors.badSignature,
      gone: teamsErrors.gone,
    },
    (origin, timeoutMs) => createTeamsChannel({ url: `${origin}${path}` }, { ...deps, timeoutMs }),
    readTeams,
  ),
  { faults: ["unavailable", "rateLimited", "rejected", "gone", "redirect", "silence", "reset"], carriesId: true },
);

describe("a workflow of Teams", () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startHttpReceiver(teamsWorkflow);
  });
  afterEach(() => receiver.stop());
  const signal = new AbortController().signal;

  const failedBehind = (status: number): Respond =>
    answer(
      200,
      {},
      `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId tcid=1`,
    );

  test.each<[string, Respond, object]>([
    ["takes it", answer(202), { kind: "sent", status: 202, remoteId: null }],
    [
      "is turned off",
      teamsErrors.stopped,
      { kind: "permanent", status: 400, excerpt: expect.stringContaining("not enabled") },
    ],
    ["is gone", teamsErrors.unknown, { kind: "permanent", status: 404 }],
    ["finds it too large", answer(413, {}, "too large"), { kind: "permanent", status: 413 }],
    [
      "limits the rate until a date",
      answer(429, { "retry-after": "Mon, 02 Mar 2026 09:00:00 GMT" }),
      { kind: "retry", retryAfterMs: 0 },
    ],
    ["limits the rate without a time", answer(429), { kind: "retry", retryAfterMs: 15_000 }],
    ["is not reached by its gateway", answer(502), { kind: "retry", retryAfterMs: 15_000 }],
    ["says 200 and means 429", failedBehind(429), { kind: "retry", status: 200, retryAfterMs: 15_000 }],
    [
      "says 200 and means 413",
      failedBehind(413),
      { kind: "permanent", reason: "Teams refused the message behind the workflow: 413" },
    ],
    ["says 200 and means something", answer(200, {}, "Webhook message delivery failed"), { kind: "retry" }],
  ])("that %s", async (_, respond, result) => {
    receiver.answerNext(respond);
    const channel = createTeamsChannel({ url: `${receiver.origin}${path}` }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject(result);
  });

  test("takes any message", async () => {
    const channel = createTeamsChannel({ url: `${receiver.origin}${path}` }, deps);
    for (let seed = 0; seed < 60; seed += 1) {
      expect(await channel.send(randomMessage(seededRandom(seed)), signal)).toMatchObject({
        kind: "sent",
        status: 202,
      });
    }
  });

  test("keeps its signature out of results", async () => {
    const channel = createTeamsChannel({ url: `${receiver.origin}${path}` }, deps);
    receiver.answerNext(
      (request, response) => void response.writeHead(500).end(`cannot ${request.path}: ${signature}`),
      cut,
    );
    const results = [await channel.send(exampleMessage(), signal), await channel.send(exampleMessage(), signal)];
    expect(results.map(({ kind }) => kind)).toEqual(["retry", "retry"]);
    expect(JSON.stringify(results)).not.toContain(signature);
  });

  test("is not called without its address", async () => {
    const channel = createTeamsChannel({ url: "${env:MISSING}" }, deps);
    expect(await channel.send(exampleMessage(), signal)).toMatchObject({
      kind: "permanent",
      reason: "the environment variable MISSING is not set",
    });
  });
});
