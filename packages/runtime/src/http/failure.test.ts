import { expect, test } from "vitest";
import { bytesInWords, durationInWords, failureOf } from "./failure.ts";

test.each([
  ["ENOTFOUND", "dns", "the host name news.example does not exist"],
  ["EAI_AGAIN", "dns", "name server"],
  ["ECONNREFUSED", "connect", "news.example refused the connection"],
  ["ECONNRESET", "reset", "cut the connection"],
  ["CERT_HAS_EXPIRED", "tls", "the certificate of news.example has expired"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "is the address http, not https?"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "tls", "no longer safe"],
  ["ERR_SSL_ANYTHING_ELSE", "tls", "no secure connection"],
  ["ERR_HTTP2_STREAM_ERROR", "reset", "broke off"],
  ["HPE_INVALID_CONSTANT", "protocol", "not valid HTTP"],
  ["UND_ERR_HEADERS_OVERFLOW", "tooLarge", "headers"],
  ["UND_ERR_CONNECT_TIMEOUT", "timeout", "connected in time"],
])("says what %s means", (code, kind, words) => {
  const failure = failureOf(Object.assign(new Error("raw"), { code }), "news.example");
  expect(failure.code).toBe(kind);
  expect(failure.message).toContain(words);
});

test.each([
  ["the last, when none got anywhere", ["ENETUNREACH", "ECONNREFUSED"], "refused"],
  ["the one that got somewhere", ["CERT_HAS_EXPIRED", "ENETUNREACH"], "expired"],
])("several attempts count as %s", (_, codes, words) => {
  const errors = codes.map((code) => Object.assign(new Error("raw"), { code }));
  expect(failureOf(new AggregateError(errors), "news.example").message).toContain(words);
});

test("an answer that answers nothing is named", () => {
  const error = Object.assign(new Error("bad upgrade"), { code: "UND_ERR_SOCKET" });
  expect(failureOf(error, "news.example")).toMatchObject({
    code: "protocol",
    message: "news.example answered with 101, which nobody asked for",
  });
});

test("an error nobody foresaw keeps its words and its cause", () => {
  const cause = new Error("something odd");
  expect(failureOf(cause, "news.example")).toMatchObject({
    code: "protocol",
    message: expect.stringContaining("odd"),
    cause,
  });
});

test("numbers are written for people", () => {
  expect([bytesInWords(8 * 1024 * 1024), bytesInWords(1536), bytesInWords(12)]).toEqual(["8 MB", "1.5 KB", "12 bytes"]);
  expect([durationInWords(20_000), durationInWords(400)]).toEqual(["20 s", "0.4 s"]);
});
