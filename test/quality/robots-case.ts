/** One robots.txt and what it means for some addresses. */
export interface RobotsCase {
  readonly about: string;
  readonly file: string;
  /** Default: `newsbot`. */
  readonly agent?: string;
  readonly allowed?: readonly string[];
  readonly forbidden?: readonly string[];
}

/** A file of these lines. */
export function lines(...texts: readonly string[]): string {
  return `${texts.join("\n")}\n`;
}

/** For `User-agent: *`. */
export function rules(...texts: readonly string[]): string {
  return lines("User-agent: *", ...texts);
}
