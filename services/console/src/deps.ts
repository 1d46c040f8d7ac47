import type { Config } from "@wirewatch/config";
import type { StageLog, StageQueues } from "@wirewatch/pipeline";
import type { ConfigReader, Database, Kysely, Role } from "@wirewatch/store";

/** An issuer of OpenID Connect that vouches for people. */
export interface SingleSignOnSettings {
  /** Address of the issuer, as in its metadata. */
  readonly issuer: string;
  readonly clientId: string;
  /** A reference such as `${file:/run/secrets/oidc}`, or the secret; null for clients without one. */
  readonly clientSecret: string | null;
  /** What the button of the log-in says, e.g. `Example News`. */
  readonly name: string;
  /** Claim of the ID token with groups or roles; null: roles are given in the console. */
  readonly roleClaim: string | null;
  /** Roles by values of that claim. */
  readonly roles: Readonly<Record<string, Role>>;
}
import type { SourceProbe } from "./pages/sources/source-probe.ts";

/** What the routes work with. */
export interface ConsoleDeps {
  readonly db: Kysely<Database>;
  readonly queues: StageQueues;
  readonly config: ConfigReader<Config>;
  /** Replaces references such as `${env:NAME}` by their secrets. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  /** Shown beside the name on every page, e.g. `demo` or `staging`; null for none. */
  readonly environment: string | null;
  /** Left out where people log in with passwords alone. */
  readonly singleSignOn?: SingleSignOnSettings | null;
  /** Tries sources out; without it the console offers no tests and no imports. */
  readonly sourceProbe?: SourceProbe;
  readonly now: () => Date;
  readonly log: StageLog;
}
