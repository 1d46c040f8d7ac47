import { describe, expect, it } from "vitest";
import { failureAdvice } from "./receivers-advice.ts";

describe("what to do", () => {
  const failed = (status: number | null, reason = "no") =>
    ({ kind: "retry", status, reason, retryAfterMs: null, latencyMs: 1, excerpt: "" }) as const;

  it.each([
    ["slack", failed(401), "check the token (xoxb-…)"],
    ["webhook", failed(403), "verifies with the same secret"],
    ["telegram", failed(400), "check the bot's token, that the bot is in the chat"],
    ["ntfy", failed(404), "the address does not exist any more"],
    ["discord", failed(429), "wait a while"],
    ["teams", failed(503), "a problem of its own"],
    ["webhook", failed(null), "network.allow_private"],
    ["email", failed(null), "host, port and secure under smtp"],
    ["email", failed(535), "user and password under smtp"],
    ["email", failed(550), "the address under `to`"],
    ["email", failed(451), "asks to try later"],
    ["slack", failed(null, "the environment variable X is not set"), "set the variable"],
  ] as const)("of %s with %j", (kind, result, advice) => {
    expect(failureAdvice(kind, result)).toContain(advice);
  });
});
