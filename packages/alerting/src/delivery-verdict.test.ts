import { describe, expect, test } from "vitest";
import { deliveryVerdict } from "./delivery-verdict.ts";
import type { DeliveryAnswer, DeliveryVerdict } from "./delivery-verdict.ts";
import type { ChannelClass } from "./retry.ts";

const now = new Date("2026-03-02T09:00:00Z");

function response(status: number, headers: Readonly<Record<string, string>> = {}): DeliveryAnswer {
  return { kind: "response", status, headers };
}

describe("what an answer means", () => {
  test.each<[ChannelClass, number, DeliveryVerdict["kind"]]>([
    ["webhook", 200, "sent"],
    ["webhook", 204, "sent"],
    ["webhook", 299, "sent"],
    ["webhook", 301, "retry"],
    ["webhook", 304, "retry"],
    ["webhook", 400, "retry"],
    ["webhook", 404, "retry"],
    ["webhook", 410, "disable"],
    ["webhook", 429, "retry"],
    ["webhook", 500, "retry"],
    ["webhook", 503, "retry"],
    ["chat", 200, "sent"],
    ["chat", 302, "retry"],
    ["chat", 400, "permanent"],
    ["chat", 401, "permanent"],
    ["chat", 403, "permanent"],
    ["chat", 404, "permanent"],
    ["chat", 408, "retry"],
    ["chat", 410, "disable"],
    ["chat", 429, "retry"],
    ["chat", 500, "retry"],
    ["push", 404, "permanent"],
    ["push", 500, "retry"],
    ["email", 250, "sent"],
    ["email", 421, "retry"],
    ["email", 451, "retry"],
    ["email", 410, "retry"],
    ["email", 503, "retry"],
    ["email", 535, "permanent"],
    ["email", 550, "permanent"],
  ])("%s %d: %s", (channelClass, status, expected) => {
    expect(deliveryVerdict(channelClass, response(status), now).kind).toBe(expected);
  });

  test("no answer is tried again, a request we refuse is not", () => {
    const failed = deliveryVerdict("webhook", { kind: "failed", reason: "connection reset" }, now);
    expect(failed).toEqual({ kind: "retry", reason: "connection reset", afterMs: null });
    const refused = deliveryVerdict("webhook", { kind: "refused", reason: "private address" }, now);
    expect(refused).toEqual({ kind: "permanent", reason: "private address" });
  });

  test("a redirect says what to do", () => {
    expect(deliveryVerdict("webhook", response(301), now)).toMatchObject({
      reason: expect.stringContaining("final address"),
    });
  });
});

describe("what the receiver asks for", () => {
  test.each<[string, ChannelClass, number, string, DeliveryVerdict["kind"]]>([
    ["stop this message", "webhook", 500, "abort-message", "permanent"],
    ["in any letters", "webhook", 400, " Abort-Message ", "permanent"],
    ["stop all messages", "webhook", 500, "disable", "disable"],
    ["nothing known", "webhook", 500, "please", "retry"],
    ["means nothing after success", "webhook", 200, "disable", "sent"],
    ["is a webhook's header only", "chat", 500, "abort-message", "retry"],
  ])("webhook-delivery: %s", (_, channelClass, status, value, expected) => {
    expect(deliveryVerdict(channelClass, response(status, { "webhook-delivery": value }), now).kind).toBe(expected);
  });

  test.each<[number, string | null, number | null]>([
    [429, "7", 7_000],
    [503, "120", 120_000],
    [500, " 3 ", 3_000],
    [500, null, null],
    [429, null, 15_000],
    [502, null, 15_000],
    [504, null, 15_000],
    [429, "0", 0],
    [429, "Mon, 02 Mar 2026 09:00:30 GMT", 30_000],
    [429, "Mon, 02 Mar 2026 08:00:00 GMT", 0],
    [429, "999999999999", 86_400_000],
    [429, "-5", 15_000],
    [429, "1e9", 15_000],
    [429, "soon", 15_000],
    [429, "2026", 2_026_000],
    [500, "tomorrow", null],
  ])("status %d with Retry-After %j waits %s ms", (status, header, expected) => {
    const headers: Record<string, string> = header === null ? {} : { "retry-after": header };
    expect(deliveryVerdict("webhook", response(status, headers), now)).toMatchObject({
      kind: "retry",
      afterMs: expected,
    });
  });
});
