import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";
import { alertsPages } from "./alerts/alerts-pages.ts";
import { articlesPages } from "./articles/articles-pages.ts";
import { deliveriesPages } from "./deliveries/deliveries-pages.ts";
import { explainPages } from "./explain/explain-pages.ts";
import { overviewPages } from "./overview/overview-pages.ts";
import { pipelinePages } from "./pipeline/pipeline-pages.ts";
import { searchPages } from "./search/search-pages.ts";
import { settingsPages } from "./settings/settings-pages.ts";
import { silencesPages } from "./silences/silences-pages.ts";
import { sourcesPages } from "./sources/sources-pages.ts";
import { storiesPages } from "./stories/stories-pages.ts";
import { topicsPages } from "./topics/topics-pages.ts";

/** Every section of the console. */
export const allPages: readonly ((app: FastifyInstance, deps: ConsoleDeps) => Promise<void>)[] = [
  overviewPages,
  alertsPages,
  storiesPages,
  articlesPages,
  topicsPages,
  sourcesPages,
  searchPages,
  explainPages,
  pipelinePages,
  deliveriesPages,
  silencesPages,
  settingsPages,
];
