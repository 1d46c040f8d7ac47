export { createChannel } from "./channels/index.ts";
export type { SendResult } from "./channels/channel.ts";
export type { NotifierDeps } from "./deps.ts";
export { labelsOf } from "./labels.ts";
export { notifierStages, startNotifier } from "./main.ts";
export type { Notifier } from "./main.ts";
