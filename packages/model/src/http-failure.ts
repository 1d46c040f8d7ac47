/**
 * What went wrong with a request without anybody forbidding it.
 *
 * - `dns`: the name does not exist or could not be looked up
 * - `connect`: nothing listens there, or it cannot be reached, or the proxy does not connect us
 * - `tls`: no secure connection (certificate, protocol version)
 * - `timeout`: the deadline, or 10 s for the connection, or 15 s of silence passed
 * - `reset`: the connection was cut
 * - `protocol`: the answer is not valid HTTP
 * - `tooLarge`: headers or body are over their cap
 * - `encoding`: the content coding is unknown, stacked too high or broken
 * - `redirects`: more than five, or one where none is followed
 * - `request`: we cannot send this (e.g. a header with a line break)
 * - `aborted`: the caller's signal ended it
 */
export type HttpFailureCode =
  | "dns"
  | "connect"
  | "tls"
  | "timeout"
  | "reset"
  | "protocol"
  | "tooLarge"
  | "encoding"
  | "redirects"
  | "request"
  | "aborted";
