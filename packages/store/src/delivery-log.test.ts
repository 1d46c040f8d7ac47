import { expect, test } from "vitest";
import { normalisedError } from "./delivery-log.ts";

test.each([
  ["given up after 7 attempts: no answer within 20 s", "given up after … attempts: no answer within … s"],
  ["the receiver answered 410", "the receiver answered 410"],
  ["https://hooks.example/T0/B1?x=1 answered 503 in 1204 ms", "… answered 503 in … ms"],
  ["10.0.0.17 refused the connection", "… refused the connection"],
  ["request 9f2c41d0ab77 was rejected", "request … was rejected"],
  ["channel_not_found", "channel_not_found"],
])("%s is the error %s", (reason, error) => {
  expect(normalisedError(reason)).toBe(error);
});
