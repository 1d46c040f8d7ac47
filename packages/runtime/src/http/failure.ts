import type { HttpFailureCode } from "@wirewatch/model";

/** A request that must not be sent. Never retried as it is. */
export class RefusedError extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.name = "RefusedError";
    this.code = code;
  }
}

/** A request that did not lead to an answer. The message is for people. */
export class FailedError extends Error {
  readonly code: HttpFailureCode;

  constructor(code: HttpFailureCode, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "FailedError";
    this.code = code;
  }
}

/** A body over its cap, on the wire or unpacked. */
export function tooLarge(maxBytes: number): FailedError {
  return new FailedError("tooLarge", `the answer is larger than ${bytesInWords(maxBytes)}`);
}

/**
 * Says in plain words what an error of Node or undici means.
 *
 * @param host name of the server, for the sentence
 */
export function failureOf(error: unknown, host: string): FailedError {
  if (error instanceof FailedError) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return mostTelling(error.errors, host);
  const code = codeOf(error);
  const known = notHttp(error) ?? meanings[code] ?? meaningOfFamily(code);
  if (known !== null) return new FailedError(known[0], known[1].replaceAll("HOST", host), { cause: error });
  const detail = error instanceof Error ? error.message : String(error);
  return new FailedError("protocol", `the answer of ${host} could not be read: ${detail.slice(0, 200)}`, {
    cause: error,
  });
}

/** E.g. `8 MB`, `32 KB`. */
export function bytesInWords(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Number((bytes / 1024 / 1024).toFixed(1))} MB`;
  if (bytes >= 1024) return `${Number((bytes / 1024).toFixed(1))} KB`;
  return `${bytes} bytes`;
}

/** E.g. `20 s`, `0.5 s`. */
export function durationInWords(durationMs: number): string {
  return `${Number((durationMs / 1000).toFixed(1))} s`;
}

type Meaning = readonly [HttpFailureCode, string];

/** Codes of Node, OpenSSL and undici; HOST is replaced. */
const meanings: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: ["dns", "the host name HOST does not exist"],
  ENODATA: ["dns", "the host name HOST has no address"],
  EAI_AGAIN: ["dns", "the host name HOST could not be looked up: the name server did not answer"],
  ECONNREFUSED: ["connect", "HOST refused the connection"],
  EHOSTUNREACH: ["connect", "HOST cannot be reached from this machine"],
  ENETUNREACH: ["connect", "HOST cannot be reached from this machine"],
  EADDRNOTAVAIL: ["connect", "HOST cannot be reached from this machine"],
  ETIMEDOUT: ["timeout", "HOST could not be connected in time"],
  UND_ERR_CONNECT_TIMEOUT: ["timeout", "HOST could not be connected in time"],
  UND_ERR_HEADERS_TIMEOUT: ["timeout", "HOST did not begin to answer in time"],
  UND_ERR_BODY_TIMEOUT: ["timeout", "HOST stopped in the middle of its answer"],
  UND_ERR_HEADERS_OVERFLOW: ["tooLarge", "the headers that HOST sent are too large"],
  UND_ERR_SOCKET: ["reset", "HOST cut the connection before its answer was complete"],
  ERR_STREAM_PREMATURE_CLOSE: ["reset", "HOST cut the connection before its answer was complete"],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["reset", "HOST sent less or more than it announced"],
  UND_ERR_INVALID_ARG: ["request", "this request cannot be sent: a header or option is invalid"],
  ECONNRESET: ["reset", "HOST cut the connection"],
  EPIPE: ["reset", "HOST cut the connection"],
  CERT_HAS_EXPIRED: ["tls", "the certificate of HOST has expired"],
  CERT_NOT_YET_VALID: ["tls", "the certificate of HOST is not valid yet; is the clock of this machine right?"],
  ERR_TLS_CERT_ALTNAME_INVALID: ["tls", "the certificate of HOST is for another host"],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls", "the certificate of HOST is signed by nobody else (self-signed)"],
  SELF_SIGNED_CERT_IN_CHAIN: ["tls", "the certificate of HOST comes from an unknown authority"],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["tls", "the certificate of HOST comes from an unknown authority"],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "tls",
    "HOST sends a certificate that no known authority vouches for, or without the chain to one",
  ],
  CERT_SIGNATURE_FAILURE: ["tls", "the certificate of HOST has a wrong signature"],
  CERT_REVOKED: ["tls", "the certificate of HOST was revoked"],
  INVALID_CA: ["tls", "the certificate of HOST comes from an unknown authority"],
  EPROTO: ["tls", "HOST does not speak the TLS that we do"],
  ERR_SSL_WRONG_VERSION_NUMBER: ["tls", "HOST does not speak TLS on this port: is the address http, not https?"],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ["tls", "HOST does not speak TLS on this port: is the address http, not https?"],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ["tls", "HOST only speaks versions of TLS that are no longer safe"],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ["tls", "HOST only speaks versions of TLS that are no longer safe"],
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: ["tls", "HOST has no certificate for this name"],
  UND_ERR_INFO: ["reset", "HOST broke off its answer"],
};

function meaningOfFamily(code: string): Meaning | null {
  if (code.startsWith("HPE_HEADER_OVERFLOW")) return ["tooLarge", "the headers that HOST sent are too large"];
  if (code.startsWith("HPE_")) return ["protocol", "the answer of HOST is not valid HTTP"];
  if (code.startsWith("ERR_HTTP2_")) return ["reset", "HOST broke off its answer, or it is not valid HTTP/2"];
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return ["tls", "no secure connection to HOST is possible"];
  return null;
}

/** What undici says in words only. RFC 9110 section 15.2.1 would have us overlook a 100, but undici does not. */
function notHttp(error: unknown): Meaning | null {
  if (!(error instanceof Error)) return null;
  const status = { "bad response": "100", "bad upgrade": "101" }[error.message];
  if (status !== undefined) return ["protocol", `HOST answered with ${status}, which nobody asked for`];
  if (error.name !== "HTTPParserError") return null;
  const detail = /\((?<detail>[^)]*)\)$/.exec(error.message)?.groups?.["detail"];
  return ["protocol", `the answer of HOST is not valid HTTP${detail === undefined ? "" : ` (${detail})`}`];
}

/** Of several attempts the last that got somewhere: one address that leads nowhere says little about the host. */
function mostTelling(errors: readonly unknown[], host: string): FailedError {
  const failures = errors.map((error) => failureOf(error, host));
  const telling = failures.findLast(({ code }) => code !== "connect") ?? failures.at(-1);
  return telling ?? new FailedError("connect", `${host} cannot be reached from this machine`);
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}
