import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { hasWebhookSignature } from "@wirewatch/alerting";
import type { Config, SourceConfig } from "@wirewatch/config";
import type { ConsoleDeps } from "../deps.ts";

/** Shorter tokens can be guessed; `openssl rand -hex 24` makes one of 48. */
const minTokenLength = 16;
/** How long resolved secrets are kept: a replaced file counts soon, and not every request reads all of them. */
const keptMs = 5_000;

/** A source that takes articles, with its secrets. */
interface Door {
  readonly source: SourceConfig;
  readonly token: Buffer | null;
  readonly secrets: readonly string[];
}

/** Tells whose credentials a request carries. */
export interface Keys {
  /**
   * The sources that a request may hand articles in for: those with its token, or with a secret that signed it.
   *
   * @param body exactly the bytes that came, which the signature is over
   */
  sourcesOf(headers: IncomingHttpHeaders, body: Uint8Array): Promise<readonly SourceConfig[]>;
}

/** Reads tokens and secrets of the configuration in force. One that is missing or too weak opens nothing and is logged. */
export function createKeys({ config, resolveSecrets, now, log }: Omit<ConsoleDeps, "db" | "queues">): Keys {
  let doors: readonly Door[] = [];
  let version = "";
  let readAtMs = Number.NEGATIVE_INFINITY;

  async function currentDoors(): Promise<readonly Door[]> {
    const { config: current, version: newest } = await config.current();
    if (newest !== version || now().getTime() - readAtMs > keptMs) {
      doors = await openDoors(current);
      version = newest;
      readAtMs = now().getTime();
    }
    return doors;
  }

  async function openDoors({ sources }: Config): Promise<Door[]> {
    const takers = sources.filter(({ enabled, kind, ingest }) => enabled && kind === "push" && ingest !== null);
    return Promise.all(
      takers.map(async (source) => ({
        source,
        token: digest(await secret(source.id, "token", source.ingest?.token ?? null)),
        secrets: (
          await Promise.all((source.ingest?.secrets ?? []).map((reference) => secret(source.id, "secret", reference)))
        ).filter((text) => text !== null),
      })),
    );
  }

  async function secret(source: string, what: "token" | "secret", reference: string | null): Promise<string | null> {
    if (reference === null) return null;
    try {
      const text = await resolveSecrets(reference);
      const isUsable = what === "token" ? text.length >= minTokenLength : isSigningSecret(text);
      if (isUsable) return text;
      const wanted = what === "token" ? `at least ${minTokenLength} characters` : "whsec_ and base64 of 24 to 64 bytes";
      log.error({ source }, `the ingest ${what} of a source opens nothing: it is not ${wanted}`);
    } catch (error) {
      log.error({ source, err: error }, `the ingest ${what} of a source cannot be read; nobody can use it`);
    }
    return null;
  }

  return {
    async sourcesOf(headers, body) {
      const open = await currentDoors();
      const token = bearerToken(headers.authorization);
      if (token !== null) return withToken(open, token);
      const [id, timestamp, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
        String(headers[name] ?? ""),
      );
      if (id === undefined || timestamp === undefined || signature === undefined || signature === "") return [];
      const signed = { id, timestamp, signature };
      return open.flatMap(({ source, secrets }) => (hasWebhookSignature(secrets, signed, body, now()) ? [source] : []));
    },
  };
}

function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? null;
}

/** Every token is compared, and digests of equal length: the time it takes tells nothing about any of them. */
function withToken(doors: readonly Door[], token: string): readonly SourceConfig[] {
  const given = digest(token);
  return doors
    .map((door) => ({ door, fits: door.token !== null && given !== null && timingSafeEqual(door.token, given) }))
    .filter(({ fits }) => fits)
    .map(({ door }) => door.source);
}

function digest(text: string | null): Buffer | null {
  return text === null ? null : createHash("sha256").update(text).digest();
}

function isSigningSecret(text: string): boolean {
  try {
    hasWebhookSignature([text], { id: "check", timestamp: "0", signature: "v1," }, new Uint8Array(), new Date(0));
    return true;
  } catch {
    return false;
  }
}
