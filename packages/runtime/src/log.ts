import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";

export interface LogOptions {
  readonly level: string;
  /** Named in every line. */
  readonly service: string;
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** A logger that knows the secrets of this process and never writes one. */
export interface Log extends Logger {
  /** Adds values that must not appear in any line from now on. */
  hide(secrets: Iterable<string>): void;
}

/**
 * JSON lines, one per record. Values given to `hide` are replaced wherever they stand, also inside messages of errors
 * and in URLs (pino's own redaction works by path and misses those), and so are passwords in URLs.
 */
export function createLog(options: LogOptions): Log {
  const hidden = new Set<string>();
  const target = options.destination ?? pino.destination({ fd: 1, sync: true });
  const scrubbing: DestinationStream = {
    write: (line) => {
      target.write(scrub(line, hidden));
    },
  };
  const log = pino(
    { level: options.level, base: { service: options.service }, timestamp: pino.stdTimeFunctions.isoTime },
    scrubbing,
  );
  return Object.assign(log, {
    hide: (secrets: Iterable<string>) => {
      for (const secret of secrets) {
        if (secret.length < 4) continue;
        hidden.add(secret);
        hidden.add(JSON.stringify(secret).slice(1, -1));
        hidden.add(encodeURIComponent(secret));
      }
    },
  });
}

/** A line without hidden values and without passwords of URLs. */
export function scrub(line: string, hidden: ReadonlySet<string>): string {
  let clean = line.replaceAll(/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{0,100}):[^\s@/"']{1,2000}@/gi, "$1:***@");
  // The longest first: a value that begins like another one must not leave its end.
  const longestFirst = [...hidden].toSorted((one, other) => other.length - one.length);
  for (const secret of longestFirst) clean = clean.replaceAll(secret, "***");
  return clean;
}
