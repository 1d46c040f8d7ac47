import type { FirstAccess } from "@wirewatch/console";
import type { DefinedStage } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import { userAgent } from "./context.ts";
import type { ServiceContext } from "./context.ts";

/** A service that was built in this process; its stages are not consumed yet. */
export interface BuiltService {
  readonly stages: readonly DefinedStage[];
  /** Where it is served, when it is. */
  readonly url?: string;
  /** What the first of all to log in needs, when it is the console. */
  readonly firstAccess?: FirstAccess | null;
  close(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/**
 * How each service is built. Loaded on demand, so that a process carries only the code of what it runs.
 */
const builders: Readonly<Record<string, (context: ServiceContext) => Promise<BuiltService>>> = {
  fetcher: async ({ db, config, resolveSecrets, log }) => {
    const { createDocumentReader, fetcherStages, startRechecks } = await import("@wirewatch/fetcher");
    const http = createHttpClient({ userAgent });
    const documents = createDocumentReader();
    const stages = fetcherStages({
      db,
      config,
      http,
      documents,
      resolveSecrets,
      userAgent,
      now: () => new Date(),
      random: Math.random,
    });
    const onError = (error: unknown): void => log.debug({ err: error }, "pages could not be opened for a second look");
    const rechecks = startRechecks({ db, config, onError });
    const close = async (): Promise<void> => {
      await rechecks.close();
      await Promise.all([documents.close(), http.close()]);
    };
    return { stages, close };
  },
  stripper: async ({ db, config }) => {
    const { createExtractPool, stripperStages } = await import("@wirewatch/stripper");
    const pool = createExtractPool({ threads: 2 });
    return { stages: stripperStages({ db, config, pool }), close: () => pool.close() };
  },
  deduplicator: async ({ db, log }) => {
    const { countOutdated, deduplicatorStages } = await import("@wirewatch/deduplicator");
    const texts = await countOutdated(db);
    if (texts > 0)
      log.warn(
        { texts },
        'texts have fingerprints of another version and are not recognised; "wirewatch reindex similarity" makes them anew',
      );
    return { stages: deduplicatorStages({ db }), close: nothing };
  },
  classifier: async ({ db, config, log }) => {
    const { startClassifier } = await import("@wirewatch/classifier");
    return startClassifier({ db, config, log });
  },
  notifier: async ({ db, config, resolveSecrets, env, log }) => {
    const { startNotifier } = await import("@wirewatch/notifier");
    const http = createHttpClient({ userAgent });
    const terminal = {
      write: (text: string) => void process.stdout.write(text),
      color: env.color ?? process.stdout.isTTY,
      width: 100,
    };
    const notifier = startNotifier({
      db,
      config,
      http,
      resolveSecrets,
      now: () => new Date(),
      random: Math.random,
      terminal,
      onError: (error, what) => log.warn({ err: error }, what),
    });
    const close = async (): Promise<void> => {
      await notifier.close();
      await http.close();
    };
    return { stages: notifier.stages, close };
  },
  console: async ({ db, queues, config, resolveSecrets, env, log }) => {
    const { makeFirstAccess, startConsole } = await import("@wirewatch/console");
    const { openSourceProbe } = await import("./source-probe/open-probe.ts");
    const now = (): Date => new Date();
    const served = await startConsole({
      db,
      queues,
      config,
      resolveSecrets,
      environment: env.environment,
      sourceProbe: openSourceProbe(`http://${env.host}:${env.port}`),
      singleSignOn: env.singleSignOn,
      now,
      log,
      host: env.host,
      port: env.port,
    });
    log.info({ url: served.url }, "console listens");
    const firstAccess = await makeFirstAccess(db);
    // Said once, by whoever started this process; no line of the log has it.
    log.hide([firstAccess?.oneTimePassword ?? ""]);
    return { stages: [], url: served.url, firstAccess, close: () => served.close() };
  },
};

/** Names that `wirewatch run` takes, in the order of the pipeline. */
export const serviceNames = Object.keys(builders);

/** @throws {RangeError} for a name that is not in `serviceNames` */
export async function buildService(name: string, context: ServiceContext): Promise<BuiltService> {
  const build = builders[name];
  if (build === undefined)
    throw new RangeError(`there is no service "${name}"; services are ${serviceNames.join(", ")}`);
  return build(context);
}
