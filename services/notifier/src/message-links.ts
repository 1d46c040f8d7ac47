import { signLink } from "@wirewatch/alerting";
import type { MessageLinks } from "@wirewatch/model";
import { linkKey } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** How long links in messages work. */
const lifetimeMs = 30 * 86_400_000;

/** Makes the links of messages about an alert. */
export type LinkSigner = (alertId: string, receiver: string, now: Date) => MessageLinks;

/**
 * Reads the key once, when links are first asked for.
 *
 * @returns gives a signer for the address of the console; one that makes no links where it has none
 */
export function createLinks(db: Kysely<Database>): (publicUrl: string | null) => Promise<LinkSigner> {
  let key: Promise<Uint8Array> | undefined;
  return async (publicUrl) => {
    if (publicUrl === null) return () => ({});
    key ??= linkKey(db).catch((error: unknown) => {
      key = undefined;
      throw error;
    });
    const known = await key;
    return (alertId, receiver, now) => messageLinks(known, publicUrl, { alertId, receiver, now });
  };
}

/**
 * Links that work on their own, without logging in: whoever has the message may follow them for 30 days. None where a name is too long for
 * them: a message without links is better than none.
 */
export function messageLinks(
  key: Uint8Array,
  publicUrl: string,
  { alertId, receiver, now }: { readonly alertId: string; readonly receiver: string; readonly now: Date },
): MessageLinks {
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  const address = publicUrl.replace(/\/+$/u, "");
  const actions = ["open", "ack", "mute", "why"] as const;
  try {
    return Object.fromEntries(
      actions.map((action) => [action, `${address}/l/${signLink(key, { action, alertId, receiver, expiresAt })}`]),
    );
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}
