export { createHttpClient, type HttpClient, type HttpClientOptions } from "./client.ts";
export type { Dial, DialTarget } from "./dial.ts";
export { permanentTarget } from "./permanent-target.ts";
export type { HopRefusal, HttpHop, HttpRequest, HttpResult, Lookup } from "./types.ts";
