import type { AlertEvent } from "@wirewatch/model";
import type { AlertGroup } from "@wirewatch/store";
import { audienceOf } from "./audience.ts";
import type { Audience } from "./audience.ts";
import type { NotifierDeps } from "./deps.ts";
import { findRoute, gatherGroup } from "./group-facts.ts";
import type { GroupFacts } from "./group-facts.ts";
import type { MessageStyle } from "./group-message.ts";
import type { createLinks, LinkSigner } from "./message-links.ts";

/** A group, and who would get its next message. */
export interface FlushFacts extends GroupFacts, Audience {
  readonly style: MessageStyle;
  /** Who gets a reminder, and who is told instead; empty where nobody is. */
  readonly reminded: Audience["drafts"];
  readonly escalated: Audience["drafts"];
  readonly linksFor: LinkSigner;
}

export async function gatherFlush(
  { db, config: reader }: NotifierDeps,
  row: AlertGroup,
  linksFor: ReturnType<typeof createLinks>,
): Promise<FlushFacts> {
  const { config } = await reader.current(
    ({ alerts }) =>
      findRoute(alerts.route, row.route) !== null && alerts.receivers.some(({ name }) => name === row.receiver),
  );
  const facts = await gatherGroup(db, config, row);
  const event: AlertEvent = row.revision === 0 ? "alert.opened" : "alert.updated";
  const signer = await linksFor(config.alerts.publicUrl);
  const { receiver, attention } = facts;
  const nobody = { drafts: [] };
  const reminded = attention === null ? nobody : await audienceOf(db, config, row.receiver, "alert.reminder");
  const escalateTo = attention === null ? null : (receiver?.escalate?.to ?? null);
  const escalated = escalateTo === null ? nobody : await audienceOf(db, config, escalateTo, "alert.escalated");
  return {
    ...facts,
    ...(await audienceOf(db, config, row.receiver, event)),
    style: {
      event,
      timeZone: receiver?.timeZone ?? config.alerts.timeZone,
      links: signer(`al_${row.id}`, row.receiver, facts.now),
    },
    reminded: reminded.drafts,
    escalated: escalated.drafts,
    linksFor: signer,
  };
}
