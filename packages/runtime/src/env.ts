import { resolve } from "node:path";
import { z } from "zod";

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    "must be a port number from 0 (any free one) to 65535",
  )
  .transform(Number);

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres://")
    .exactOptional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must start with redis:// or rediss://")
    .exactOptional(),
  WIREWATCH_CONFIG: z.string().exactOptional(),
  WIREWATCH_HOME: z.string().exactOptional(),
  WIREWATCH_ENVIRONMENT: z.string().max(20, "must be a word or two, at most 20 characters").exactOptional(),
  WIREWATCH_FAULTS: z.string().exactOptional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(8080),
});

/** What the environment says, with defaults. Nothing else reads `process.env`. */
export interface Environment {
  /** PostgreSQL to use; the embedded one when absent. */
  readonly databaseUrl: string | undefined;
  /** Redis for the queues; PostgreSQL when absent. */
  readonly redisUrl: string | undefined;
  /** Folder of the configuration files, absolute. */
  readonly configFolder: string;
  /** True when the operator named the folder. */
  readonly configNamed: boolean;
  /** Folder for everything Wirewatch writes, absolute. */
  readonly home: string;
  readonly logLevel: z.infer<typeof schema>["LOG_LEVEL"];
  /** Address and port of the console. */
  readonly host: string;
  readonly port: number;
  /** Shown on the console's pages, e.g. `staging`. */
  readonly environment: string | null;
  /** Kill switches for tests, JSON; see `faultsFrom`. */
  readonly faults: string | undefined;
}

/** Thrown when a variable holds something else than expected; the message names it. */
export class EnvironmentError extends Error {}

/**
 * Reads the environment; empty variables count as absent.
 *
 * @param cwd folder that relative paths start from
 * @throws {EnvironmentError} naming the variable and what it should hold
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, cwd: string): Environment {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new EnvironmentError(`the environment is not usable: ${lines.join("; ")}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    configFolder: resolve(cwd, env.WIREWATCH_CONFIG ?? "config"),
    configNamed: env.WIREWATCH_CONFIG !== undefined,
    home: resolve(cwd, env.WIREWATCH_HOME ?? ".wirewatch"),
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    environment: env.WIREWATCH_ENVIRONMENT ?? null,
    faults: env.WIREWATCH_FAULTS,
  };
}

/** The variables of this process, for references such as `${env:NAME}`. */
export function environmentVariables(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
