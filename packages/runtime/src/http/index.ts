export { createHttpClient, type HttpClient, type HttpClientOptions } from "./client.ts";
export type { Dial, DialTarget } from "./connect.ts";
export type { HopRefusal, HttpFailureCode, HttpHop, HttpRequest, HttpResult, Lookup } from "./types.ts";
