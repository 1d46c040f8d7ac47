import type { HttpFailureCode } from "./types.ts";

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

/**
 * Says in plain words what an error of Node or undici means.
 *
 * @param host name of the server, for the sentence
 */
export function failureOf(error: unknown, host: string): FailedError {
  if (error instanceof FailedError) return error;
  const code = codeOf(error);
  const known = meanings[code] ?? meaningOfFamily(code);
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
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["tls", "HOST sends its certificate without the chain that proves it"],
  EPROTO: ["tls", "HOST does not speak the TLS that we do"],
};

function meaningOfFamily(code: string): Meaning | null {
  if (code.startsWith("HPE_HEADER_OVERFLOW")) return ["tooLarge", "the headers that HOST sent are too large"];
  if (code.startsWith("HPE_")) return ["protocol", "the answer of HOST is not valid HTTP"];
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return ["tls", "no secure connection to HOST is possible"];
  return null;
}

/** An AggregateError of several attempts counts as its last. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1));
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}
