import { randomBytes } from "node:crypto";
import type { NamedChannel } from "@wirewatch/config";
import type { SystemMessage } from "@wirewatch/model";
import { newWork } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import { storableJson } from "@wirewatch/store";
import type { PageRequest } from "../page-routes.ts";

/**
 * Sends a message that says it is a test through channels of a receiver: on the way that alerts take, so that queue, notifier and channel
 * are all tried. It ends with its first failure, and nobody else is told of it.
 */
export async function sendTest(
  page: PageRequest,
  queues: StageQueues,
  receiver: string,
  channels: readonly NamedChannel[],
  timeZone: string,
): Promise<void> {
  const messages = channels.map(({ name, channel }) => ({
    name,
    channel,
    message: testMessage(receiver, name, page, timeZone),
  }));
  await page.db.transaction().execute(async (tx) => {
    for (const { name, channel, message } of messages) {
      await tx
        .insertInto("delivery")
        .values({
          id: message.id,
          receiver,
          channel: name,
          channel_kind: channel.kind,
          event: message.event,
          revision: 1,
          repeat: channel.repeat,
          message: storableJson(message),
          ...newWork("deliver"),
        })
        .execute();
    }
    const detail = { channels: channels.map(({ name }) => name) };
    await page.audit({ action: "receiver.tested", targetKind: "receiver", targetId: receiver, detail }, tx);
  });
  // A bell that is lost is rung again by the reconciler.
  for (const { message } of messages) await queues.ring({ stage: "deliver", message: { deliveryId: message.id } }, 0);
}

function testMessage(receiver: string, channel: string, page: PageRequest, timeZone: string): SystemMessage {
  return {
    id: `dl_${randomBytes(20).toString("hex")}`,
    event: "system.test",
    at: page.now.toISOString(),
    severity: "low",
    title: `Test of the receiver ${receiver}`,
    lines: [
      `${page.viewer.name} tried ${channel} of this receiver out in the console. Nothing has happened.`,
      `"wirewatch receivers test ${receiver}" also shows what an alert looks like here.`,
    ],
    timeZone,
    links: {},
  };
}
