import type { Operation } from "../operation.ts";
import { alertOperations } from "./alerts.ts";
import { articleOperations } from "./articles.ts";
import { deliveryOperations } from "./deliveries.ts";
import { explainOperations } from "./explain.ts";
import { exportOperations } from "./exports.ts";
import { matchOperations } from "./matches.ts";
import { queueOperations } from "./queues.ts";
import { silenceOperations } from "./silences.ts";
import { sourceOperations } from "./sources.ts";
import { storyOperations } from "./stories.ts";
import { systemOperations } from "./system.ts";
import { topicOperations } from "./topics.ts";

/** Everything that the API can do. */
export const operations: readonly Operation[] = [
  ...articleOperations,
  ...storyOperations,
  ...topicOperations,
  ...matchOperations,
  ...alertOperations,
  ...silenceOperations,
  ...deliveryOperations,
  ...sourceOperations,
  ...explainOperations,
  ...systemOperations,
  ...queueOperations,
  ...exportOperations,
];
